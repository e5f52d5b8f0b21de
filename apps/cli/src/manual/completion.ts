// Completion for three shells, from the program itself. Nothing of what these scripts offer is asked from a network or a
// profile: completing must be quick, and must not unlock anything.
import { type Entry, flat } from "./tree.ts";

/** Shells that there is a completion for. */
export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

/** Text inside single quotes of bash and zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function optionWords({ options }: Entry): string[] {
  return options.flatMap(({ long, short }) => (short ? [long, short] : [long]));
}

function pathOptions(entries: readonly Entry[], kind: "file" | "dir"): string[] {
  const options = entries.flatMap((entry) => entry.options).filter(({ path }) => path === kind);
  return [...new Set(options.flatMap(({ long, short }) => (short ? [long, short] : [long])))].sort();
}

function valueOptions(entries: readonly Entry[]): string[] {
  const options = entries.flatMap((entry) => entry.options).filter(({ takesValue, path }) => takesValue && !path);
  return [...new Set(options.flatMap(({ long, short }) => (short ? [long, short] : [long])))].sort();
}

/** What a word can be after the words before it, as cases of bash. */
function cases(entries: readonly Entry[], global: readonly string[]): string {
  return entries
    .map((entry) => {
      const words = [
        ...entry.commands.map(({ words: own }) => own.at(-1)!),
        ...optionWords(entry),
        ...global,
        "--help",
      ];
      return `    ${quoted(entry.words.join(" "))}) words=${quoted([...new Set(words)].join(" "))} ;;`;
    })
    .join("\n");
}

function bash(top: Entry): string {
  const entries = flat(top);
  const names = entries.flatMap(({ words }) => (words.length > 0 ? [quoted(words.join(" "))] : [])).join("|");
  const either = (list: string[]): string => list.join("|") || "''";
  return `# bash completion of rempart. Load it with: source <(rempart completion bash)
_rempart() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" word index skip="" words=""
  COMPREPLY=()
  case "$before" in
    ${either(pathOptions(entries, "file"))}) mapfile -t COMPREPLY < <(compgen -f -- "$current"); compopt -o filenames; return ;;
    ${either(pathOptions(entries, "dir"))}) mapfile -t COMPREPLY < <(compgen -d -- "$current"); compopt -o filenames; return ;;
    ${either(valueOptions(entries))}) return ;;
  esac
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ -n "$skip" ]]; then skip=""; continue; fi
    case "$word" in
      ${either([...pathOptions(entries, "file"), ...pathOptions(entries, "dir"), ...valueOptions(entries)])}) skip=1; continue ;;
      -*) continue ;;
    esac
    case "\${path:+$path }$word" in
      ${names}) path="\${path:+$path }$word" ;;
      *) break ;;
    esac
  done
  case "$path" in
${cases(entries, optionWords(top))}
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _rempart rempart
`;
}

function zsh(top: Entry): string {
  // zsh runs bash's function through its own layer; one generator, and one behaviour to test.
  return `#compdef rempart
# zsh completion of rempart. Load it with: source <(rempart completion zsh)
autoload -U +X bashcompinit && bashcompinit
mapfile() { shift 2; COMPREPLY=("\${(@f)$(cat)}"); }
compopt() { :; }
${bash(top).split("\n").slice(1).join("\n")}`;
}

function fishText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function fishOption(entry: Entry, { long, short, help, path, takesValue }: Entry.Option): string {
  const where = entry.words.length > 0 ? ` -n ${fishText(`__rempart_at ${entry.words.join(" ")}`)}` : "";
  const value = path ? " -r -F" : takesValue ? " -x" : "";
  return `complete -c rempart${where} -l ${long.replace(/^--/, "")}${short ? ` -s ${short.slice(1)}` : ""}${value} -d ${fishText(help)}`;
}

function fish(top: Entry): string {
  const lines = flat(top).flatMap((entry) => {
    const subcommands = entry.commands.map(
      (one) =>
        `complete -c rempart -f -n ${fishText(`__rempart_at ${entry.words.join(" ")}`.trim())} -a ${one.words.at(-1)} -d ${fishText(one.description)}`,
    );
    return [...subcommands, ...entry.options.map((option) => fishOption(entry, option))];
  });
  return `# fish completion of rempart. Load it with: rempart completion fish | source
function __rempart_at
    set -l words
    for word in (commandline -opc)[2..]
        string match -q -- '-*' $word; or set -a words $word
    end
    test (count $words) -ge (count $argv); or return 1
    test (count $argv) -eq 0 -a (count $words) -gt 0; and return 1
    for index in (seq (count $argv))
        test "$words[$index]" = "$argv[$index]"; or return 1
    end
end
complete -c rempart -f
${lines.join("\n")}
`;
}

/** The completion script of one shell. */
export function completionOf(shell: Shell, top: Entry): string {
  return { bash, zsh, fish }[shell](top);
}
