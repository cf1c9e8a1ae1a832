import path from "node:path";
import ts from "typescript";
import { decorateService } from "../../../packages/typescript-plugin/src/plugin.js";
import { sortReports, type Front, type FrontReport } from "./front.js";

const registry = ts.createDocumentRegistry();
const FORMAT = ts.getDefaultFormatCodeSettings();

/** The plugin around TypeScript's own language service, in process; asked as tsserver asks it. */
export const tsserver: Front = {
  name: "tsserver plugin",
  run(root, files, { types }) {
    const problems: string[] = [];
    const project = openProject(root, files, types, (message) => problems.push(message));
    const reports = Object.keys(files).flatMap((file) => reportsOf(project, file));
    const fixAll = (file: string): string => {
      // An editor fixes one contract after the other.
      const contracts = new Set(fixesIn(project, file).flatMap(({ fixName }) => (isFixAll(fixName) ? [fixName] : [])));
      for (const contract of contracts) {
        const all = fixesIn(project, file).find(({ fixName }) => fixName === contract);
        if (all) project.write(file, applyChanges(project.read(file), all.changes));
      }
      return project.readWithMark(file);
    };
    const names = Object.keys(files);
    const fixed = Object.fromEntries(names.map((file) => [file, fixAll(file)]));
    // What the first run left alone a second one leaves alone.
    const second = names.every((file) => fixed[file] === files[file]) ? fixed : undefined;
    const fixedTwice = second ?? Object.fromEntries(names.map((file) => [file, fixAll(file)]));
    return { reports: sortReports(reports), fixed, fixedTwice, problems };
  },
};

interface OpenProject {
  readonly service: ts.LanguageService;
  pathOf(file: string): string;
  read(file: string): string;
  readWithMark(file: string): string;
  write(file: string, text: string): void;
}

/** A project as tsserver opens it: tsconfig's files, and the case's files even if tsconfig leaves them out. */
function openProject(
  root: string,
  files: Readonly<Record<string, string>>,
  types: boolean,
  log: (message: string) => void,
): OpenProject {
  const pathOf = (file: string): string => path.join(root, file).replaceAll("\\", "/");
  // An editor's buffer has no byte order mark; the file keeps it.
  const marks = new Set(Object.keys(files).filter((file) => files[file]!.startsWith("\uFEFF")));
  const buffers = new Map(
    Object.entries(files).map(([file, text]) => [pathOf(file), { text: text.replace(/^\uFEFF/, ""), version: 1 }]),
  );
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile).config ?? {},
    ts.sys,
    root,
  );
  const options = { ...config.options, allowJs: true, ...(!types && { noLib: true, types: [] }) };
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...new Set([...config.fileNames, ...buffers.keys()])],
    getScriptVersion: (file) => String(buffers.get(file)?.version ?? 0),
    getScriptSnapshot(file) {
      const text = buffers.get(file)?.text ?? ts.sys.readFile(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: (file) => buffers.get(file)?.text ?? ts.sys.readFile(file),
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath!,
  };
  const inner = ts.createLanguageService(host, registry);
  const { service } = decorateService(ts, { service: inner, serviceHost: host, log, types }, {});
  const read = (file: string): string => buffers.get(pathOf(file))!.text;
  return {
    service,
    pathOf,
    read,
    readWithMark: (file) => (marks.has(file) ? "\uFEFF" : "") + read(file),
    write(file, text) {
      const buffer = buffers.get(pathOf(file))!;
      buffers.set(pathOf(file), { text, version: buffer.version + (text === buffer.text ? 0 : 1) });
    },
  };
}

function ownDiagnostics({ service, pathOf }: OpenProject, file: string): ts.Diagnostic[] {
  return service.getSemanticDiagnostics(pathOf(file)).filter(({ source }) => source === "godwit");
}

function fixesAt(
  { service, pathOf }: OpenProject,
  file: string,
  { start, length, code }: ts.Diagnostic,
): readonly ts.CodeFixAction[] {
  return service.getCodeFixesAtPosition(pathOf(file), start!, start! + length!, [code], FORMAT, {});
}

function fixesIn(project: OpenProject, file: string): readonly ts.CodeFixAction[] {
  return ownDiagnostics(project, file).flatMap((diagnostic) => fixesAt(project, file, diagnostic));
}

function isFixAll(fixName: string): boolean {
  return fixName.startsWith("godwit/") && fixName.endsWith("#all");
}

/** `Use newId()` of `Review: use newId()`: in a menu a suggestion says that it has to be looked at. */
function withoutMark(title: string): string {
  return title.replace(/^Review: (.)/u, (_, first: string) => first.toUpperCase());
}

function reportsOf(project: OpenProject, file: string): FrontReport[] {
  return ownDiagnostics(project, file).map((diagnostic) => {
    const [, message, contract, rule] = /^(.*) \(([\w-]+)\/([\w-]+)\)$/s.exec(String(diagnostic.messageText))!;
    const own = fixesAt(project, file, diagnostic);
    const fix = own.find(({ fixName }) => fixName === `godwit/${contract}/${rule}`);
    const text = project.read(file);
    const mark = project.readWithMark(file).slice(0, -text.length || undefined);
    const apply = ({ changes }: ts.CodeFixAction): string => mark + applyChanges(text, changes);
    const suggestions = own.filter(({ fixName }) => fixName === `godwit/${contract}/${rule}#review`);
    return {
      file,
      contract: contract!,
      rule: rule!,
      start: placeOf(text, diagnostic.start!),
      end: placeOf(text, diagnostic.start! + diagnostic.length!),
      message: message!,
      isKnown: diagnostic.category === ts.DiagnosticCategory.Suggestion,
      level: fix ? "fix" : suggestions.length > 0 ? "suggestion" : "hint",
      ...(fix && { alone: apply(fix) }),
      suggestions: suggestions.map((each) => ({ title: withoutMark(each.description), text: apply(each) })),
    };
  });
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

function applyChanges(text: string, changes: readonly ts.FileTextChanges[]): string {
  const edits = changes.flatMap(({ textChanges }) => textChanges).reverse();
  return edits.reduce(
    (result, { span, newText }) => result.slice(0, span.start) + newText + result.slice(span.start + span.length),
    text,
  );
}
