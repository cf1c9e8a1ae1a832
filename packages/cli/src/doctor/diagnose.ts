import path from "node:path";
import { openProject } from "../project.js";
import { checkBaselines } from "./check-baselines.js";
import { checkContracts } from "./check-contracts.js";
import { checkEslint } from "./check-eslint.js";
import { checkOxlint } from "./check-oxlint.js";
import { checkPlugin } from "./check-plugin.js";
import { checkParser } from "./check-parser.js";
import { checkTypeScript } from "./check-typescript.js";
import { checkVersions } from "./check-versions.js";
import { checkVsCode, findExtensions } from "./check-vscode.js";
import type { DoctorFinding } from "./finding.js";
import { openSetup } from "./setup.js";

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
