// The only door of this package: what every client of a person does, whatever it runs in. By area, in the order in which a
// client needs them: errors, orders, remote, founding, people, standing, reports, charter, tickets.
export {};
