/** French by English. */
export const french: Readonly<Record<string, string>> = {};
