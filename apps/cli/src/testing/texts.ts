// Which texts a source file says: the English of every t`...` (or say`...`), with {0}, {1} for its values. For the test of translations.

/** Index behind the expression whose `${` ended at `at`. */
function behindExpression(source: string, at: number, tag: string, found: Set<string>): number {
  let depth = 1;
  let k = at;
  while (depth > 0) {
    const c = source[k]!;
    if (c === "`") k = behindTemplate(source, k, tag, found);
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
function behindTemplate(source: string, at: number, tag: string, found: Set<string>): number {
  let key = "";
  let values = 0;
  let k = at + 1;
  while (source[k] !== "`") {
    if (source[k] === "\\") {
      key += source[k + 1] === "n" ? "\n" : source[k + 1];
      k += 2;
    } else if (source.startsWith("${", k)) {
      k = behindExpression(source, k + 2, tag, found);
      key += `{${values++}}`;
    } else key += source[k++];
  }
  if (source.slice(0, at).endsWith(tag) && !/[A-Za-z0-9_$.]/.test(source[at - tag.length - 1] ?? "")) found.add(key);
  return k + 1;
}

/** The texts of one source file that stand behind `tag`. */
export function textsOf(source: string, tag = "t"): Set<string> {
  const found = new Set<string>();
  const begin = new RegExp(`(?<![A-Za-z0-9_$.])${tag}\``, "g");
  for (let match = begin.exec(source); match; match = begin.exec(source)) {
    begin.lastIndex = behindTemplate(source, match.index + tag.length, tag, found);
  }
  return found;
}
