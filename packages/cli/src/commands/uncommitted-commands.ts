import { describeCheck } from "@godwit/core/contracts";
import { findUncommitted } from "@godwit/project";
import { askKeyAt } from "../init/ask-key.js";
import { openProject } from "../project.js";
import { printable } from "../reporters/printable.js";
import type { Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";

/**
 * Asks before the commands of a contract run that is in no commit, since nobody may have read it; false if the person does not want that.
 * Throws `UsageError` where nobody can be asked.
 */
export async function confirmCommands(root: string, contract: string, terminal: Terminal): Promise<boolean> {
  const found = openProject(root).contracts.find(({ contract: { id } }) => id === contract)?.contract;
  const { before = [], each = [], after = [] } = found?.validate ?? {};
  const commands = [...new Set([...before, ...each, ...after].map(describeCheck))];
  if (!found || commands.length === 0 || !findUncommitted(root, [found.file])?.length) return true;
  const fact = `${found.file} is not committed as it is, and migrate would run its commands: ${commands.join("; ")}.`;
  if (!terminal.host?.readKey) throw new UsageError(`${fact} Commit it, or say --allow-dirty.`);
  terminal.out(`${printable(fact)}\n`);
  return (await askKeyAt(terminal)("Run them?")) === "yes";
}
