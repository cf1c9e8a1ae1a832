import { coloursFor, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";

/** Asks a question that is answered by y or n with one key; q and Ctrl-C leave everything as it is. */
export type AskKey = (question: string) => Promise<"yes" | "no" | "quit">;

/** Asks on the terminal; throws `UsageError` where there is none. */
export function askKeyAt(terminal: Terminal): AskKey {
  const readKey = terminal.host?.readKey;
  if (!readKey) throw new UsageError("init asks at a terminal, and there is none. Look with --dry-run, and write with --yes.");
  const colours = coloursFor(terminal.hasColour);
  return async (question) => {
    for (let prompt = `${colours.bold(question)} [y]es [n]o [q]uit `; ; prompt = "") {
      const key = (await readKey(prompt)).toLowerCase();
      const answer = key === "y" ? "yes" : key === "n" ? "no" : ["q", "\u0003", "\u0004"].includes(key) ? "quit" : undefined;
      if (answer) {
        terminal.out(`${answer}\n`);
        return answer;
      }
    }
  };
}
