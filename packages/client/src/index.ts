// The only door of this package: what every client of a person does, whatever it runs in.
export {};
