/** Number of letters to change, add or drop to get from `a` to `b` (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** The word of `known` that `word` was probably meant to be; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > 64) return undefined;
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_ ]/g, "");
  let best: { name: string; far: number } | undefined;
  for (const name of known) {
    const far = distance(plain(word), plain(name));
    if (far <= Math.ceil(name.length / 3) && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { name, far };
  }
  return best?.name;
}
