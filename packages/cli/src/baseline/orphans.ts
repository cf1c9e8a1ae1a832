import path from "node:path";
import { exists } from "@godwit/core/disk";
import { readBaselines, type Baseline, type Project } from "@godwit/project";
import { contractFile } from "../contracts/contract-file.js";

/** The baselines of contracts that no longer exist; a broken contract still exists. */
export function orphanBaselines({ root, directory }: Project): Baseline[] {
  return [...readBaselines(root, directory).values()].filter(
    ({ contract }) => !exists(path.join(root, contractFile({ directory }, contract))),
  );
}
