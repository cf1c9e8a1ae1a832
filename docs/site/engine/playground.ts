import { LineIndex } from "@godwit/core/contracts";
import {
  actionsAt,
  completeContract,
  diagnosticsOf,
  exampleVerdicts,
  explainKey,
  findingsOf,
  fixFile,
  hoverAt,
  inlayHintsIn,
  problemsIn,
  Workspace,
  type Document,
  type FileFindings,
  type Project,
} from "@godwit/project/editor";
import { applyTextEdits, listExports, type SourceFile } from "@godwit/core/engine";
import { SourceSyntaxError } from "@godwit/core/modules";
import { findFault, parseSource } from "../../../packages/cli/src/host/parse.js";
import { openSource, tryOpen } from "../../../packages/cli/src/host/source-file.js";
import { setFiles } from "./node/disk.js";
import type { Completion, Diagnostic, FileAnswer, Files, Hover, WrittenPlace } from "./protocol.js";

const ROOT = "/project";
const CONTRACT = /^migrations\/[^/]+\.md$/;
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
/** Makes the folder a root, also while no contract can be read. */
const PACKAGE = '{ "type": "module", "godwit": {} }';

/** The editor's own engine over files in memory. */
export class Playground {
  readonly #workspace = new Workspace({ parse: parseSource, findFault, log: () => undefined });
  #files: Files = new Map();
  #documents = new Map<string, Document>();

  /** Reads these files, and no others, and says what an editor would show in each. */
  answer(files: Files): readonly FileAnswer[] {
    this.#files = files;
    setFiles(new Map([["package.json", PACKAGE] as const, ...files].map(([path, text]) => [absolute(path), text])));
    this.#workspace.invalidate();
    this.#workspace.reloadContracts();
    this.#workspace.forgetModules();
    this.#documents = new Map([...files].map(([path, text]) => [path, documentOf(path, text)]));
    return [...files].map(([path, text]) => (CONTRACT.test(path) ? this.#contract(path, text) : this.#source(path, text)));
  }

  hover({ path, text, offset }: WrittenPlace): Hover | undefined {
    if (CONTRACT.test(path)) return explainKey(text, offset);
    const findings = this.#findingsOf(path);
    return findings && hoverAt(findings, offset);
  }

  complete({ path, text, offset }: WrittenPlace): readonly Completion[] {
    const project = this.#project();
    if (!project || !CONTRACT.test(path)) return [];
    const exportsOf = (file: string): readonly string[] => {
      const exporting = this.#files.get(file.slice(ROOT.length + 1));
      const source = exporting === undefined ? undefined : tryOpen(file, exporting);
      return source ? listExports(source.program) : [];
    };
    return completeContract(text, offset, { project, exportsOf });
  }

  #project(): Project | undefined {
    return this.#workspace.openProject(absolute("package.json"));
  }

  #findingsOf(path: string): FileFindings | undefined {
    const document = this.#documents.get(path);
    return document && SOURCE.test(path) ? findingsOf(this.#workspace, document) : undefined;
  }

  #contract(path: string, text: string): FileAnswer {
    const project = this.#project();
    const problems = problemsIn(text, project?.problems.filter(({ file }) => file === path) ?? []);
    const verdicts = project ? exampleVerdicts(project, path, openSource) : [];
    return {
      ...unchanged(path, text),
      diagnostics: problems.map(({ problem, span, fixes }) => ({
        span,
        severity: problem.severity,
        id: problem.code,
        message: problem.message,
        isStruck: false,
        actions: fixes.map(({ title, edit }) => ({ title, edits: [edit] })),
      })),
      examples: verdicts.map(({ line, failure }) => ({ line, ...(failure !== undefined && { failure }) })),
    };
  }

  #source(path: string, text: string): FileAnswer {
    const broken = SOURCE.test(path) ? findSyntaxError(path, text) : undefined;
    if (broken) return { ...unchanged(path, text), diagnostics: [broken] };
    const findings = this.#findingsOf(path);
    if (!findings) return unchanged(path, text);
    return {
      ...unchanged(path, text),
      diagnostics: diagnosticsOf(findings).map((each) => toDiagnostic(findings, each)),
      hints: inlayHintsIn(findings, [0, text.length], "violations"),
      fixed: applyTextEdits(text, fixFile(findings)),
      suggested: applyTextEdits(text, findings.editAll(findings.open)),
    };
  }
}

function toDiagnostic(findings: FileFindings, shown: ReturnType<typeof diagnosticsOf>[number]): Diagnostic {
  const { finding, span, id, message, severity, isDeprecated } = shown;
  const actions = actionsAt(findings, span).flatMap((action) =>
    "edits" in action ? [{ title: action.title, edits: action.edits() }] : [],
  );
  return {
    span,
    severity: severity === "warn" ? "warning" : severity,
    id,
    message,
    level: finding.violation.level,
    isStruck: isDeprecated,
    actions,
  };
}

function unchanged(path: string, text: string): FileAnswer {
  return { path, diagnostics: [], hints: [], fixed: text, suggested: text, examples: [] };
}

function documentOf(path: string, text: string): Document {
  const open = (changed: string): SourceFile | undefined => tryOpen(absolute(path), changed);
  return { path: absolute(path), text, version: {}, parse: () => open(text), parseAs: open };
}

/** Where a text does not parse: nothing can be found in it then. */
function findSyntaxError(path: string, text: string): Diagnostic | undefined {
  try {
    openSource(absolute(path), text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    const start = new LineIndex(text).offsetAt(error);
    const message = `The file does not parse: ${error.message}`;
    return { span: [start, start + 1], severity: "error", id: "syntax", message, isStruck: false, actions: [] };
  }
}

function absolute(path: string): string {
  return `${ROOT}/${path}`;
}
