/** Has the browser save bytes as a file, where the person's downloads go. */
export function saveFile(name: string, bytes: Uint8Array, type = "application/octet-stream"): void {
  const url = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Not at once: a browser may read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name that can be a file's, from one that a person has. */
export function fileNameOf(...parts: readonly string[]): string {
  return `${parts
    .map((part) =>
      part
        .normalize("NFKD")
        .toLowerCase()
        .replace(/\p{M}/gu, "")
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^-+|-+$/g, ""),
    )
    .filter((part) => part !== "")
    .join("-")}.age`;
}
