import { editInEditor, type SiteQuestions } from "../migrate/ask-sites.js";
import { printable, printableLines } from "../reporters/printable.js";
import { coloursFor, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";

const ANSWERS = { y: "yes", n: "no", a: "all", q: "quit", e: "edit" } as const;

/** Asks on the terminal: the patch of a site, then one key. Throws `UsageError` where there is no terminal. */
export function askAtTerminal(root: string, terminal: Terminal): SiteQuestions {
  const { host } = terminal;
  const readKey = host?.readKey;
  if (!host || !readKey)
    throw new UsageError("--interactive asks at a terminal, and there is none. Look with --dry-run instead.");
  const colours = coloursFor(terminal.hasColour);
  const paint = (line: string): string =>
    line.startsWith("+")
      ? colours.green(line)
      : line.startsWith("-")
        ? colours.red(line)
        : line.startsWith("@@")
          ? colours.cyan(line)
          : line;
  return {
    async ask({ file, line, column, level, message }, patch) {
      const shown = printableLines(patch).trimEnd().split("\n").slice(3).map(paint);
      const kind = level === "fix" ? "fix" : "suggestion";
      terminal.out(
        `\n${colours.bold(printable(`${file}:${line}:${column}`))} ${colours.dim(kind)}\n${printable(message)}\n${shown.join("\n")}\n`,
      );
      for (;;) {
        const key = (await readKey(`${colours.bold("Apply?")} [y]es [n]o [a]ll the rest [q]uit [e]dit `)).toLowerCase();
        terminal.out(`${/^[a-z]$/u.test(key) ? key : ""}\n`);
        if (key === "\u0003" || key === "\u0004") return "quit";
        const answer = (ANSWERS as Readonly<Record<string, (typeof ANSWERS)[keyof typeof ANSWERS]>>)[key];
        if (answer) return answer;
      }
    },
    edit(file, text) {
      const edited = editInEditor(root, file, text, host.env);
      if ("text" in edited) return edited.text;
      terminal.out(`${printable(edited.fault)}, so nothing is edited.\n`);
      return undefined;
    },
  };
}
