import path from "node:path";
import { type Contract, CONTRACT_FORMAT, formatImportTarget, listCommands } from "@godwit/core/contracts";
import type { ActiveContract, Project } from "@godwit/project";
import { findText, listNames, makeFolder, readText, removeFile, writeWhole } from "@godwit/core/disk";
import { testContract } from "../../contracts/compile-draft.js";
import { requireProject, selectContracts } from "../../project.js";
import { renderResults } from "./test.js";
import { printable } from "../../reporters/printable.js";
import { coloursFor, type CommandPlace, counted } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import type { OptionsOf } from "../../tables/define-command.js";
import type { contractsPackCommand } from "../../tables/contracts.js";

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

/** A package of contracts that is to be written. */
interface Pack {
  /** Absolute path of the package's folder. */
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly contracts: readonly Contract[];
}

type Manifest = Readonly<Record<string, unknown>>;

const WRITTEN = "<!-- Written by godwit contracts pack. -->";
const FOLDER = "migrations";

/** The name and version of the package: as `--as` says, else as it was packed before. Throws `UsageError` for a folder with anything else. */
function readTarget(folder: string, as: string | undefined): { readonly name: string; readonly version: string } {
  const before = readManifest(folder);
  if (!before && listNames(folder).length > 0)
    throw new UsageError(`${folder} is not empty, and is no package that godwit contracts pack wrote. Name another folder.`);
  if (as === undefined) {
    if (!before) throw new UsageError("Say what the package is called, with its version: --as @acme/migrations@1.0.0");
    return { name: String(before["name"]), version: String(before["version"]) };
  }
  const [, name, version] = /^((?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*)@(\d+\.\d+\.\d+[\w.+-]*)$/.exec(as) ?? [];
  if (name === undefined || version === undefined)
    throw new UsageError(`${as} is no package with its version: write --as @acme/migrations@1.0.0`);
  return { name, version };
}

function readManifest(folder: string): Manifest | undefined {
  const text = findText(path.join(folder, "package.json"), "settings");
  try {
    const data = text === undefined ? undefined : (JSON.parse(text) as Manifest);
    return (data?.["godwit"] as Manifest | undefined)?.["contractFormat"] === undefined ? undefined : data;
  } catch {
    return undefined;
  }
}

/** Writes the package: its package.json, a README, and the contracts as they are. */
function writePack(root: string, { folder, name, version, contracts }: Pack): void {
  const to = path.join(folder, FOLDER);
  makeFolder(to);
  const texts = contracts.map(({ id, file }) => ({ file: `${id}.md`, text: readText(path.join(root, file), "contract") }));
  for (const { file, text } of texts) writeWhole(path.join(to, file), text, { root: folder });
  const written = new Set(texts.map(({ file }) => file));
  for (const file of listNames(to)) if (file.endsWith(".md") && !written.has(file)) removeFile(path.join(to, file), folder);
  const readme = path.join(folder, "README.md");
  if ((findText(readme, "text") ?? WRITTEN).includes(WRITTEN))
    writeWhole(readme, renderReadme(`${name}@${version}`, contracts), { root: folder });
  const manifest = {
    ...FRESH,
    ...(name.startsWith("@") && { publishConfig: { access: "restricted" } }),
    ...readManifest(folder),
    name,
    version,
    godwit: { contractFormat: CONTRACT_FORMAT, directory: FOLDER },
  };
  // Last, since with it the package is one.
  writeWhole(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`, { root: folder });
}

const FRESH = {
  name: "",
  version: "",
  description: "Code migrations as godwit contracts",
  license: "UNLICENSED",
  keywords: ["godwit", "migration"],
  files: [FOLDER],
};

/** The names that a repository may bind, with the modules that the contracts suggest; undefined for those that it has to bind. */
function bindableNames(contracts: readonly Contract[]): ReadonlyMap<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  for (const { imports, file, locate } of contracts) {
    for (const target of Object.values(imports)) {
      const isLeft = locate(["imports", target.name]).file !== file;
      if (isLeft) names.set(target.name, undefined);
      else if (target.module.startsWith("./")) names.set(target.name, formatImportTarget(target));
    }
  }
  return names;
}

/** Commands run where a repository has read them and trusts this very version. */
function renderTrust(exact: string, contracts: readonly Contract[]): string {
  const commands = contracts.flatMap((contract) =>
    listCommands(contract).map((command) => `- \`${contract.id}\`: \`${command}\``),
  );
  if (commands.length === 0) return "The contracts have no commands: nothing of this package ever runs.\n";
  return `## Commands

Nothing of this package runs unless a repository says so. These commands belong to its contracts; who has read them adds \`"trust": [${JSON.stringify(exact)}]\` to "godwit":

${commands.join("\n")}
`;
}

function renderReadme(exact: string, contracts: readonly Contract[]): string {
  const name = exact.slice(0, exact.lastIndexOf("@"));
  const names = [...bindableNames(contracts)];
  const imports = Object.fromEntries(names.map(([local, module]) => [local, module ?? "./path/of/its/module.ts"]));
  const godwit = { contracts: [name], ...(names.length > 0 && { imports }) };
  const mayStay = names.some(([, module]) => module !== undefined) ? "; leave a path out that is right already" : "";
  return `${WRITTEN}

# ${name}

Code migrations as contracts of godwit. In a repository that has godwit:

\`\`\`sh
npm install --save-dev ${name}
\`\`\`

and in its package.json:

\`\`\`json
${JSON.stringify({ godwit }, null, 2)}
\`\`\`
${names.length > 0 ? `\n\`imports\` says where this repository has ${names.map(([local]) => `\`${local}\``).join(", ")}${mayStay}.\n` : ""}
${contracts.map(({ id, title, why }) => `- \`${id}\`: ${title}${why === undefined ? "" : `. ${why}`}`).join("\n")}

${renderTrust(exact, contracts)}
## For its owners

\`license\` (\`UNLICENSED\` at first) and \`publishConfig\` (who may install it, from which registry) in package.json are yours to set: \`godwit contracts pack\` keeps them, and this file once the comment in its first line is gone.
`;
}
