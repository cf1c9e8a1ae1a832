import { homedir } from "node:os";
import path from "node:path";
import { embedsScript, matchesContract } from "@godwit/core/contracts";
import { ruleNames } from "@godwit/core/engine";
import { listAllFiles, listFiles, readSource, totalOf } from "@godwit/project";
import { judgeBaselines, orphanBaselines } from "../baseline/judge.js";
import { surveyProject } from "../check/survey.js";
import { listUnmatched } from "../check/unmatched.js";
import { checkEslint } from "../doctor/check-eslint.js";
import { checkOxlint } from "../doctor/check-oxlint.js";
import { checkPlugin, PLUGIN } from "../doctor/check-plugin.js";
import { checkTypeScript } from "../doctor/check-typescript.js";
import { checkVsCode, findExtensions } from "../doctor/check-vscode.js";
import {
  DOCTOR_AREAS,
  type DoctorFinding,
  type DoctorLevel,
  findPackage,
  listSome,
  openSetup,
  reportOn,
  type Setup,
} from "../doctor/finding.js";
import { parseSource } from "../host/parse.js";
import { packageManagerOf } from "../init/found-project.js";
import { ADD } from "../init/set-up/set-up-part.js";
import { filesOfContracts, openProject, warnOfIgnored } from "../project.js";
import { printableData, printableJson } from "../reporters/printable.js";
import type { doctorCommand } from "../tables/begin.js";
import type { OptionsOf } from "../tables/define-command.js";
import { type Colours, coloursFor, type CommandPlace, counted, faultsText } from "../terminal.js";

/** Prints which parts of the set-up work, which do not, and what to do; exit code 1 if one does not. */
export function runDoctor({ cwd, terminal, version }: CommandPlace, { format }: OptionsOf<typeof doctorCommand>): number {
  const result = diagnose(cwd, { home: homedir(), version });
  terminal.out(format === "json" ? printableJson(result) : renderDoctor(result, terminal.hasColour));
  return result.findings.some(({ level }) => level === "error") ? 1 : 0;
}

/** What the doctor found, area by area, for people. */
function renderDoctor(result: DoctorResult, hasColour: boolean): string {
  const findings = printableData(result.findings);
  const colours = coloursFor(hasColour);
  const sections = DOCTOR_AREAS.flatMap((area) => {
    const own = findings.filter((finding) => finding.area === area);
    return own.length === 0
      ? []
      : [[colours.bold(area), ...own.flatMap((finding) => renderFinding(finding, colours))].join("\n")];
  });
  return `${[...sections, summary(findings, colours)].join("\n\n")}\n`;
}

function renderFinding({ level, message, advice }: DoctorFinding, colours: Colours): string[] {
  const lines = [`  ${signs(colours)[level]} ${message}`];
  return advice === null ? lines : [...lines, `    ${colours.dim(advice)}`];
}

function signs({ green, blue, yellow, red }: Colours): Readonly<Record<DoctorLevel, string>> {
  return { ok: green("✔"), note: blue("ℹ"), warning: yellow("⚠"), error: red("✖") };
}

function summary(findings: readonly DoctorFinding[], { green, yellow, red }: Colours): string {
  const count = (level: DoctorLevel): number => findings.filter((finding) => finding.level === level).length;
  const [errors, warnings] = [count("error"), count("warning")];
  const both = faultsText(errors, warnings);
  return errors > 0 ? red(`✖ ${both}`) : warnings > 0 ? yellow(`⚠ ${both}`) : green("✔ The set-up is sound.");
}

/** The output of `godwit doctor --format json`. */
interface DoctorResult {
  readonly version: 1;
  /** Relative to the working directory. */
  readonly root: string;
  readonly findings: readonly DoctorFinding[];
}

/** Checks the set-up of the root around a folder (absolute). Of the project it runs only ESLint and oxlint, to read their configs. */
function diagnose(cwd: string, { home, version }: { readonly home: string; readonly version: string }): DoctorResult {
  // Contracts contain code, so nothing else can be checked without a parser.
  const parser = checkParser();
  if (parser) return { version: 1, root: ".", findings: [parser] };
  const project = openProject(cwd);
  const setup = openSetup(project, home);
  const contracts = checkContracts(setup);
  const root = path.relative(cwd, project.root).replaceAll("\\", "/") || ".";
  // Without a contract nothing shows anywhere, whatever the editor does.
  if (project.contracts.length === 0) return { version: 1, root, findings: contracts };
  const findings = [
    ...contracts,
    ...checkBaselines(setup),
    ...checkTypeScript(setup),
    ...checkPlugin(setup, findExtensions(setup).length > 0),
    ...checkVsCode(setup),
    ...checkEslint(setup),
    ...checkOxlint(setup),
    ...checkVersions(setup, version),
  ];
  const manager = packageManagerOf(project.root, setup.tree.json(path.join(project.root, "package.json")));
  const inItsWords = (advice: string | null): string | null => advice?.replaceAll(ADD.npm, ADD[manager]) ?? null;
  return { version: 1, root, findings: findings.map((finding) => ({ ...finding, advice: inItsWords(finding.advice) })) };
}

/** Packages that contain an engine. */
const FRONTS = ["godwit", "eslint-plugin-godwit", PLUGIN, "@godwit/core/engine"];

const reportVersions = reportOn("versions");

/** Checks that all fronts have one version, since different versions may find different violations. */
function checkVersions(setup: Setup, running: string): DoctorFinding[] {
  const { tree, root } = setup;
  const installed = FRONTS.flatMap((name) => findPackage(tree, root, name) ?? []).map(({ name, version }) => ({ name, version }));
  const extensions = findExtensions(setup).map(({ editor, version }) => ({ name: `the extension in ~/${editor}`, version }));
  const all = [{ name: "this command", version: running }, ...installed, ...extensions];
  if (new Set(all.map(({ version }) => version)).size === 1)
    return [reportVersions("ok", "versions", `Everything of godwit is version ${running}.`)];
  const list = listSome(
    all.map(({ name, version }) => `${name} ${version}`),
    all.length,
  );
  return [
    reportVersions("warning", "versions-differ", `godwit's parts are of different versions: ${list}.`, {
      advice: "They may find different violations. Install the same version of each.",
    }),
  ];
}

const reportParser = reportOn("parser");

/** Checks the parser, a native package that package managers sometimes leave out; undefined if it works. */
function checkParser(): DoctorFinding | undefined {
  try {
    parseSource("doctor.ts", "export {};");
    return undefined;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    return reportParser("error", "parser-missing", `The parser of \`godwit check\` does not start: ${reason!}`, {
      advice:
        "Delete node_modules and install again without leaving out optional dependencies; its program for this platform is one of oxc-parser's.",
    });
  }
}

const reportBaselines = reportOn("baselines");

/** Checks that the baselines have no entries that nothing needs any more; looks through the code only where there are baselines. */
function checkBaselines({ project, root }: Setup): DoctorFinding[] {
  const orphans = orphanBaselines(project);
  const known = project.contracts.flatMap(({ baseline }) => baseline ?? []);
  if (known.length + orphans.length === 0) return [];
  const { goneEntries } = judgeBaselines(surveyProject(project, { cwd: root, keepsSources: true }), {});
  const fileOf = new Map([...known, ...orphans].map(({ contract, file }) => [contract, file]));
  const isOrphan = new Set(orphans.map(({ contract }) => contract));
  const stale = goneEntries.map(({ contract, entries }) => {
    const count = counted(totalOf(entries), "entry", "entries");
    const message = isOrphan.has(contract)
      ? `The baseline of ${contract} tolerates ${count}, and there is no such contract.`
      : `The baseline of ${contract} has ${count} too many: what it tolerated is no longer there.`;
    return reportBaselines(
      isOrphan.has(contract) ? "warning" : "note",
      isOrphan.has(contract) ? "baseline-without-contract" : "baseline-stale",
      message,
      {
        advice: "godwit baseline prune drops them; godwit check --frozen fails in CI until they are.",
        file: fileOf.get(contract),
      },
    );
  });
  if (stale.length > 0) return stale;
  const total = known.reduce((sum, { entries }) => sum + totalOf(entries), 0);
  return [reportBaselines("ok", "baselines", `Every entry of the baselines is still needed (${counted(total, "violation")}).`)];
}

const report = reportOn("contracts");

/** Checks that there are contracts, that they work and have files, and that disable comments name existing ones. */
function checkContracts(setup: Setup): DoctorFinding[] {
  const { project } = setup;
  const { contracts, problems, directory } = project;
  if (contracts.length === 0 && problems.length === 0) {
    const advice = `Write ${directory}/<id>.md with a title and rules; \`godwit\` shows an example. Or go to another folder with -C.`;
    return [report("error", "no-contract", `There is no contract in ${directory}/.`, { advice })];
  }
  const works = report("ok", "contracts", `${counted(contracts.length, "contract works", "contracts work")}: ${namesOf(setup)}.`);
  return [
    ...(contracts.length > 0 ? [works] : []),
    ...fromPackages(setup),
    ...[...problems, ...warnOfIgnored(project.root, filesOfContracts(project))].map(
      ({ severity, code, message, file, line, column }) =>
        report(severity, `contract-${code}`, `${file}:${line}:${column} ${message}`, { file }),
    ),
    ...withoutFiles(setup),
    ...withoutMatches(setup),
    ...strayComments(setup),
    ...unreadComponents(setup),
  ];
}

function namesOf({ project }: Setup): string {
  return listSome(
    project.contracts.map(({ contract: { id, status } }) => (status === "active" ? id : `${id} (${status})`)),
    8,
  );
}

/** Where contracts come from packages: which, how many, and whether their commands may run. */
function fromPackages({ project }: Setup): DoctorFinding[] {
  const all = project.contracts.flatMap(({ contract }) => (contract.package ? [{ ...contract.package, id: contract.id }] : []));
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((each) => each.name === name);
    const exact = `${name}@${own[0]!.version}`;
    const ids = listSome(
      own.map(({ id }) => id),
      8,
    );
    const brings = `${exact} brings ${counted(own.length, "contract")}: ${ids}.`;
    if (own.some(({ withheld }) => withheld.length > 0))
      return report("ok", "contract-package", `${brings} Commands of it do not run: godwit.trust does not name ${exact}.`);
    return report("ok", "contract-package", brings);
  });
}

function withoutFiles({ project, root }: Setup): DoctorFinding[] {
  const files = listFiles(root, { embedding: true });
  return project.contracts
    .filter(({ contract }) => !files.some((file) => matchesContract(contract, file.path)))
    .map(({ contract: { id, file } }) =>
      report("warning", "contract-without-files", `${id} is about no file: its \`files\` and \`ignores\` leave none.`, {
        advice: "Paths in a contract are relative to the root, and what git ignores is left out.",
        file,
      }),
    );
}

/** Contracts with names, modules or globs that nothing in the code fits: a slip of the pen looks like a finished migration. */
function withoutMatches({ project }: Setup): DoctorFinding[] {
  const unmatched = listUnmatched(project, project.contracts);
  return project.contracts.flatMap(({ contract: { id, file } }) => {
    const own = unmatched.filter((each) => each.file === file);
    if (own.length === 0) return [];
    const [first] = own;
    const rest = own.length > 1 ? ` There ${own.length === 2 ? "is" : "are"} ${own.length - 1} more.` : "";
    return [
      report("warning", "contract-matches-nothing", `${id}, line ${first!.line}: ${first!.message}${rest}`, {
        advice:
          "godwit contracts validate lists all. Correct the name, or delete what is done; a finished contract gets `status: complete`.",
        file,
      }),
    ];
  });
}

/** Components have code that a contract may be about, and most tools that show violations don't read it. */
function unreadComponents({ root }: Setup): DoctorFinding[] {
  const endings = listAllFiles(root).flatMap((file) => (embedsScript(file) ? path.extname(file) : []));
  return [...new Set(endings)].map((ending) => {
    const count = counted(endings.filter((each) => each === ending).length, `${ending} file`);
    return report("note", "unread-components", `Neither ESLint nor an editor shows anything in ${count}.`, {
      advice: "`godwit check` looks at their scripts, unless `files` leaves them out. Look through their templates by hand.",
    });
  });
}

const DIRECTIVE = /(?:eslint|oxlint)-disable(?:-next-line|-line)?\s+([^\n]*)/g;
const RULE_ID = new RegExp(`([\\w-]+)/(?:${ruleNames.join("|")})(?![\\w-])`, "g");

/** Finds comments that name a contract that no longer exists: they do nothing, which a reader does not see. */
function strayComments({ root, project, files }: Setup): DoctorFinding[] {
  const known = new Set([
    ...project.contracts.map(({ contract }) => contract.id),
    ...project.problems.map(({ file }) => path.posix.basename(file, ".md")),
    "godwit",
  ]);
  return files.flatMap((file) => {
    const source = readSource(path.join(root, file));
    if (source.kind !== "text" || !/(?:eslint|oxlint)-disable/.test(source.text)) return [];
    const named = [...source.text.matchAll(DIRECTIVE)].flatMap(([, rules]) => [...rules!.matchAll(RULE_ID)].map(([, id]) => id!));
    return [...new Set(named)]
      .filter((id) => !known.has(id))
      .map((id) =>
        report(
          "warning",
          "comment-without-contract",
          `A comment in ${file} disables a rule of ${id}, and there is no such contract.`,
          {
            advice: "Delete the comment, or correct the contract's name.",
            file,
          },
        ),
      );
  });
}
