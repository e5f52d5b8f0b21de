// Which texts a source file says: the English of every t`...`, with {0}, {1} for its values. For the test of translations.

/** Index behind the expression whose `${` ended at `at`. */
function behindExpression(source: string, at: number, found: Set<string>): number {
  let depth = 1;
  let k = at;
  while (depth > 0) {
    const c = source[k]!;
    if (c === "`") k = behindTemplate(source, k, found);
    else {
      if (c === "{") depth++;
      else if (c === "}") depth--;
      else if (c === '"') k = source.indexOf('"', k + 1);
      k++;
    }
  }
  return k;
}

/** Index behind the template that begins at `at`; notes its English when it is tagged. */
function behindTemplate(source: string, at: number, found: Set<string>): number {
  let key = "";
  let values = 0;
  let k = at + 1;
  while (source[k] !== "`") {
    if (source[k] === "\\") {
      key += source[k + 1] === "n" ? "\n" : source[k + 1];
      k += 2;
    } else if (source.startsWith("${", k)) {
      k = behindExpression(source, k + 2, found);
      key += `{${values++}}`;
    } else key += source[k++];
  }
  if (/(^|[^A-Za-z0-9_$.])t$/.test(source.slice(Math.max(0, at - 2), at))) found.add(key);
  return k + 1;
}

/** The texts of one source file. */
export function textsOf(source: string): Set<string> {
  const found = new Set<string>();
  const tag = /(?<![A-Za-z0-9_$.])t`/g;
  for (let match = tag.exec(source); match; match = tag.exec(source)) {
    tag.lastIndex = behindTemplate(source, match.index + 1, found);
  }
  return found;
}
