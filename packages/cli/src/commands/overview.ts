import { openProject } from "../project.js";
import type { CommandPlace } from "../terminal.js";

/** The output of `godwit` without a command: the status of the contracts, or how to begin. */
export async function runOverview(place: CommandPlace): Promise<number> {
  const { cwd, terminal } = place;
  const project = openProject(cwd);
  if (project.contracts.length === 0 && project.problems.length === 0) {
    terminal.out(howToBegin(project.directory));
    return 0;
  }
  const { runStatus } = await import("./status.js");
  return runStatus(place, { format: "stylish" });
}

function howToBegin(directory: string): string {
  return `godwit makes a migration plan executable: one contract, a Markdown file, gives lint rules, fixes and a gate.

There is no contract here yet. godwit init makes the first from what it finds. Or write ${directory}/unified-ids.md:

  ---
  title: One ID generator
  why: IDs of one format keep sessions and traces apart.
  imports:
    newId: ./src/ids.ts
  rules:
    no-raw-uuid:
      replace:
        - with: newId($entity)
  ---

then run
  godwit contracts validate   is it understood?
  godwit check                where is the old way still used?
  godwit check --fix          do the safe part
`;
}
