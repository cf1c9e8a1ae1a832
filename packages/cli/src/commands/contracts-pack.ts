import path from "node:path";
import type { Contract } from "@godwit/core/contracts";
import type { ActiveContract, Project } from "@godwit/project";
import { bindableNames, readTarget, writePack } from "../contracts/pack.js";
import { testContract } from "../contracts/compile-draft.js";
import { requireProject, selectContracts } from "../project.js";
import { renderResults } from "./contracts-test.js";
import { printable } from "../reporters/printable.js";
import { coloursFor, type CommandPlace, counted } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { contractsPackCommand } from "../tables/contracts.js";

/** Tests the examples of contracts and writes a package of them; the exit code is 1 where an example does not hold. */
export function runContractsPack(
  { cwd, terminal }: CommandPlace,
  folder: string,
  { as, contract: ids = [] }: OptionsOf<typeof contractsPackCommand>,
): number {
  const project = requireProject(cwd);
  const target = path.resolve(cwd, folder);
  if (target === project.root)
    throw new UsageError(
      `This repository can be the package itself: add "godwit": { "contractFormat": 1 } and "files": [${JSON.stringify(project.directory)}] to its package.json, run godwit contracts test, and publish it. Or name another folder.`,
    );
  const { name, version } = readTarget(target, as);
  const chosen = chooseContracts(project, ids);
  const contracts = chosen.map(({ contract }) => contract);
  refuseUnfit(project, contracts);
  const results = chosen.flatMap((each) => testContract(project, each));
  const colours = coloursFor(terminal.hasColour);
  if (results.some(({ failure }) => failure !== null)) {
    terminal.out(renderResults(results, contracts.length, colours));
    terminal.err("Nothing was written: mend the contracts or their examples.\n");
    return 1;
  }
  writePack(project.root, { folder: target, name, version, contracts });
  const shown = printable(path.relative(cwd, target) || ".");
  const what = `${counted(contracts.length, "contract")} with ${counted(results.length, "example that holds", "examples that hold")}`;
  const names = [...bindableNames(contracts)].map(([local, module]) =>
    module === undefined ? local : `${local} (if not ${module})`,
  );
  terminal.out(
    [
      colours.green(`✔ ${name}@${version} in ${shown}: ${what}.`),
      ...(names.length > 0 ? [printable(`  Each repository says in godwit.imports where it has ${names.join(", ")}.`)] : []),
      `  Its license and publishConfig are in ${printable(path.join(shown, "package.json"))}: set them, and they stay.`,
      `Next: npm publish ${shown}, then npm install --save-dev ${name} and "godwit": { "contracts": ["${name}"] } in each repository.`,
      "",
    ].join("\n"),
  );
  return 0;
}

/** The repository's own contracts, or those of them that are named. */
function chooseContracts(project: Project, ids: readonly string[]): readonly ActiveContract[] {
  const chosen = selectContracts(project, ids).filter(({ contract }) => ids.length > 0 || !contract.package);
  const foreign = chosen.find(({ contract }) => contract.package);
  if (foreign) throw new UsageError(`${foreign.contract.id} comes from ${foreign.contract.package!.name} already.`);
  if (chosen.length === 0) throw new UsageError(`There is no contract in ${project.directory} that could be packed.`);
  return chosen;
}

/** Throws `UsageError` for contracts that would not work elsewhere, or that nothing tests. */
function refuseUnfit({ problems }: Project, contracts: readonly Contract[]): void {
  const broken = problems.find(({ severity }) => severity === "error");
  if (broken) throw new UsageError(`${broken.file}:${broken.line}:${broken.column} ${broken.message} Nothing was written.`);
  const ids = contracts.map(({ id }) => id);
  for (const { id, file, dependsOn, examples } of contracts) {
    if (examples.length === 0)
      throw new UsageError(
        `${file} has no example, so nothing would test it: write a before and an after fence. Nothing was written.`,
      );
    const missing = dependsOn.find((each) => !ids.includes(each));
    if (missing !== undefined)
      throw new UsageError(
        `${id} depends on ${missing}, which would not be in the package: add --contract ${missing}. Nothing was written.`,
      );
  }
}
