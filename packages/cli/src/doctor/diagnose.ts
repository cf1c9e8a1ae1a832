import path from "node:path";
import { totalOf } from "@godwit/project";
import { judgeBaselines, orphanBaselines } from "../baseline/judge.js";
import { surveyProject } from "../check/survey.js";
import { parseSource } from "../host/parse.js";
import { findPackage } from "../packages/installed-packages.js";
import { openProject } from "../project.js";
import { counted } from "../terminal.js";
import { checkContracts } from "./check-contracts.js";
import { checkEslint } from "./check-eslint.js";
import { checkOxlint } from "./check-oxlint.js";
import { checkPlugin, PLUGIN } from "./check-plugin.js";
import { checkTypeScript } from "./check-typescript.js";
import { checkVsCode, findExtensions } from "./check-vscode.js";
import { type DoctorFinding, listSome, openSetup, reportOn, type Setup } from "./finding.js";

/** The output of `godwit doctor --format json`. */
export interface DoctorResult {
  readonly version: 1;
  /** Relative to the working directory. */
  readonly root: string;
  readonly findings: readonly DoctorFinding[];
}

/** Checks the set-up of the root around a folder (absolute). Of the project it runs only ESLint and oxlint, to read their configs. */
export function diagnose(cwd: string, { home, version }: { readonly home: string; readonly version: string }): DoctorResult {
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
  return { version: 1, root, findings };
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
