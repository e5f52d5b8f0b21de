/** Saves `value` as a JSON file of this name. Nothing leaves the page but by the person's own browser. */
export function saveJson(name: string, value: unknown): void {
  const blob = new Blob([`${JSON.stringify(value, undefined, 2)}\n`], { type: "application/json" });
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by then; the address must not stay.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
