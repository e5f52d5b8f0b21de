// The only door of this package: what every client of a person does, whatever it runs in. By area, in the order in which a
// client needs them.
export * from "./error/client-error.ts";
export * from "./error/said.ts";
export * from "./orders/again.ts";
export * from "./orders/build.ts";
export * from "./orders/draft.ts";
export * from "./orders/review.ts";
export * from "./orders/sealed.ts";
export * from "./orders/sign.ts";
export * from "./remote/ask.ts";
export * from "./remote/chain.ts";
export * from "./remote/submit.ts";
export * from "./remote/trust.ts";
