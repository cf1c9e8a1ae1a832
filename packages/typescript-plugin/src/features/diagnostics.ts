import { diagnosticsOf, type ContractProblem, type EditorDiagnostic } from "@godwit/project/editor";
import type ts from "typescript";
import { findText } from "@godwit/core/disk";
import type { Feature } from "../guard.js";
import { codeOf, CONTRACT_CODE } from "../codes.js";
import type { Session } from "../session.js";

/** Underlines violations. All are semantic diagnostics: clients show every kind, so in two kinds they would appear twice. */
export const diagnostics: Feature<Session> = (inner, session) => ({
  getSuggestionDiagnostics(fileName) {
    const own = inner.getSuggestionDiagnostics(fileName);
    if (!own.some(isDeprecation) || session.settingsFor(fileName).diagnostics === "off") return own;
    const sites = session.findings(fileName)?.open.map(({ violation }) => violation.range) ?? [];
    const isSaid = (each: ts.DiagnosticWithLocation): boolean =>
      isDeprecation(each) && sites.some(([start, end]) => start <= each.start && each.start + each.length <= end);
    return own.filter((each) => !isSaid(each));
  },
  getSemanticDiagnostics(fileName) {
    const own = inner.getSemanticDiagnostics(fileName);
    if (session.settingsFor(fileName).diagnostics === "off") return own;
    // The extension underlines with links and ids, which tsserver has not.
    const findings = session.leavesToExtension ? undefined : session.findings(fileName);
    const found = findings ? diagnosticsOf(findings) : [];
    // The first hover shall have counts.
    if (findings) session.startCounting(findings.project);
    const problems = session.contractProblems(fileName);
    const settings = session.settingsProblems(fileName);
    // The host searches the whole project for each file that is asked for, so a clean file asks for none.
    const file = found.length + problems.length + settings.length > 0 ? session.sourceFile(fileName) : undefined;
    if (!file) return own;
    const place: Place = { typescript: session.typescript, file, contractAt: contractFiles(session.typescript) };
    return [
      ...own,
      // Nobody opens a declaration file to see whether contracts work.
      ...(file.isDeclarationFile ? [] : problems.map((each) => toProblem(place, each))),
      ...(file.isDeclarationFile ? [] : settings.map(({ message }) => atStart(place, `${message} (godwit/settings)`))),
      ...found.map((each) => toDiagnostic(place, each)),
    ];
  },
});

/** The file that is underlined, and the contracts that its diagnostics point into. */
interface Place {
  readonly typescript: typeof ts;
  readonly file: ts.SourceFile;
  contractAt(path: string): ts.SourceFile;
}

/** TypeScript's "… is deprecated", which would only repeat what the contract says. */
function isDeprecation({ code }: ts.Diagnostic): boolean {
  return code === 6385 || code === 6387;
}

/** The diagnostic of a broken contract, like ESLint's `godwit/contracts`. */
function toProblem(place: Place, { message, path, line, column }: ContractProblem): ts.Diagnostic {
  const { DiagnosticCategory } = place.typescript;
  const contract = place.contractAt(path);
  const lines = contract.getLineStarts();
  const start = Math.min((lines[line - 1] ?? 0) + column - 1, contract.text.length);
  const related = { file: contract, start, length: 0, category: DiagnosticCategory.Message, code: CONTRACT_CODE };
  return {
    ...atStart(place, `${message} (godwit/contracts)`),
    relatedInformation: [{ ...related, messageText: path.endsWith(".md") ? "This contract does not work." : "The place." }],
  };
}

/** An error that is not about a place in the file: a contract, or a file of settings, that does not work. */
function atStart({ typescript, file }: Place, messageText: string): ts.Diagnostic {
  const category = typescript.DiagnosticCategory.Error;
  return { file, start: 0, length: 0, messageText, category, code: CONTRACT_CODE, source: "godwit" };
}

/** What a baseline knows shows as three dots below its first letters: the next person is told, and not alarmed. */
function categoryOf({ DiagnosticCategory }: typeof ts, { severity, isKnown }: EditorDiagnostic): ts.DiagnosticCategory {
  if (isKnown) return DiagnosticCategory.Suggestion;
  return severity === "error" ? DiagnosticCategory.Error : DiagnosticCategory.Warning;
}

function toDiagnostic({ typescript, file, contractAt }: Place, each: EditorDiagnostic): ts.Diagnostic {
  const { DiagnosticCategory } = typescript;
  const { path, offset, message } = each.contract;
  return {
    file,
    start: each.span[0],
    length: each.span[1] - each.span[0],
    messageText: `${each.message} (${each.id})`,
    category: categoryOf(typescript, each),
    code: codeOf(each.finding),
    source: "godwit",
    relatedInformation: [
      {
        file: contractAt(path),
        start: offset,
        length: 0,
        messageText: message,
        category: DiagnosticCategory.Message,
        code: codeOf(each.finding),
      },
    ],
    ...(each.isDeprecated && { reportsDeprecated: {} }),
  };
}

const files = new Map<string, { readonly text: string; readonly file: ts.SourceFile }>();

/** Gives contracts as files that related information can point into, each read once for one answer. */
function contractFiles(typescript: typeof ts): (path: string) => ts.SourceFile {
  const read = new Map<string, ts.SourceFile>();
  return (path) => {
    const file = read.get(path) ?? contractFile(typescript, path);
    read.set(path, file);
    return file;
  };
}

/** The contract as it is on disk; tsserver only asks it for lines. */
function contractFile(typescript: typeof ts, path: string): ts.SourceFile {
  const name = path.replaceAll("\\", "/");
  const text = findText(path, "contract")?.replace(/^\uFEFF/u, "") ?? "";
  const known = files.get(name);
  if (known?.text === text) return known.file;
  // Parsed as JSON it has lines, and no program reports diagnostics for it; its tree is never used.
  const file = typescript.createSourceFile(name, text, typescript.ScriptTarget.JSON, false, typescript.ScriptKind.JSON);
  files.set(name, { text, file });
  return file;
}
