import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { printable } from "@godwit/core/contracts";
import {
  contractProblemsOf,
  diagnosticsOf,
  problemsIn,
  settingsProblemsOf,
  type ContractFileProblem,
} from "@godwit/project/editor";
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic } from "vscode-languageserver/node";
import { type OpenContract, type ServerState, toPath } from "../state.js";

const SOURCE = "godwit";
const AT_THE_START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** What is underlined in a document: violations in a source file, mistakes in a contract. */
export function diagnosticsIn(state: ServerState, uri: string): Diagnostic[] {
  const contract = state.openContract(uri);
  if (contract) return contractProblems(contract, state).map((problem) => toDiagnostic(problem, contract, state));
  const file = toPath(uri);
  if (file === undefined || !state.showsDiagnostics(file)) return [];
  const violations = violationsIn(state, file);
  return [...brokenContracts(state, file), ...unusableSettings(state, file), ...violations];
}

function violationsIn(state: ServerState, file: string): Diagnostic[] {
  const findings = state.findings(file);
  if (!findings) return [];
  const { text } = findings.document;
  return diagnosticsOf(findings).map((each): Diagnostic => {
    const href = `${pathToFileURL(each.contract.path).href}#L${each.contract.line}`;
    return {
      range: state.rangeIn(text, each.span),
      message: each.message,
      source: SOURCE,
      code: each.id,
      codeDescription: { href },
      severity: severityOf(each),
      ...(each.isDeprecated && { tags: [DiagnosticTag.Deprecated] }),
    };
  });
}

/** What a baseline knows shows as three dots: the next person is told, and not alarmed. */
function severityOf({ isKnown, severity }: { readonly isKnown: boolean; readonly severity: string }): DiagnosticSeverity {
  if (isKnown) return DiagnosticSeverity.Hint;
  return severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
}

/** Contracts that do not work, at the top of each file that they would be about, as in ESLint. */
function brokenContracts(state: ServerState, file: string): Diagnostic[] {
  if (state.workspace.openProject(file) === undefined || isNoSource(file)) return [];
  return contractProblemsOf(state.workspace, file).map(({ message, path, line }) => ({
    range: AT_THE_START,
    message,
    source: SOURCE,
    code: "godwit/contracts",
    codeDescription: { href: `${pathToFileURL(path).href}#L${line}` },
    severity: DiagnosticSeverity.Error,
  }));
}

/** Files of settings that the rules needed for this file, or another one, and could not use. */
function unusableSettings(state: ServerState, file: string): Diagnostic[] {
  if (isNoSource(file)) return [];
  return settingsProblemsOf(state.workspace, file).map(({ message, path }) => ({
    range: AT_THE_START,
    message,
    source: SOURCE,
    code: "godwit/settings",
    codeDescription: { href: pathToFileURL(path).href },
    severity: DiagnosticSeverity.Error,
  }));
}

/** Nobody opens a declaration file to see whether contracts work. */
function isNoSource(file: string): boolean {
  return /\.d\.[cm]?ts$|\.md$/.test(file);
}

/** The problems of an open contract, in the text as it is now. */
export function contractProblems({ document, project, file }: OpenContract, state: ServerState): readonly ContractFileProblem[] {
  const own = state.workspace.openProject(join(project.root, file))?.problems.filter((each) => each.file === file) ?? [];
  return problemsIn(document.getText(), own);
}

/** A problem of an open contract as an editor underlines it. */
export function toDiagnostic({ problem, span }: ContractFileProblem, { document }: OpenContract, state: ServerState): Diagnostic {
  return {
    range: state.rangeIn(document.getText(), span),
    message: printable(problem.message),
    source: SOURCE,
    code: problem.code,
    severity: problem.severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
  };
}
