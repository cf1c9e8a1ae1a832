import { existsSync } from "node:fs";
import path from "node:path";
import { readBaselines, type Baseline, type Project } from "@godwit/project";

/** The baselines of contracts that no longer exist; a broken contract still exists. */
export function orphanBaselines({ root, directory }: Project): Baseline[] {
  return [...readBaselines(root, directory).values()].filter(
    ({ contract }) => !existsSync(path.join(root, directory, `${contract}.md`)),
  );
}
