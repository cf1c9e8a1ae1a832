import {
  completionPolicy,
  findBan,
  hoverOfBan,
  type CompletionPolicy,
  type NamedExport,
  type Project,
} from "@godwit/project/editor";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import { exportOfFile, exportOfSpecifier, importedNames } from "../named-exports.js";
import { nodeAround } from "../node-at.js";
import type { Session } from "../session.js";

/** Banned names and paths go last and are struck through; a replacement comes first. */
export const completions: Feature<Session> = (inner, session) => ({
  getCompletionsAtPosition(fileName, position, ...rest) {
    const own = inner.getCompletionsAtPosition(fileName, position, ...rest);
    const project = own && session.projectOf(fileName);
    const file = project && session.sourceFile(fileName);
    if (!own || !project || !file) return own;
    const policy = completionPolicy(project);
    const identify = createIdentifier(session, project, file, position);
    const banned = session.leavesToExtension ? bannedInVsCode : bannedEntry;
    return { ...own, entries: own.entries.flatMap((entry) => withVerdict(policy, entry, { identify, banned })) };
  },
  getCompletionEntryDetails(...args) {
    const own = inner.getCompletionEntryDetails(...args);
    const [fileName, position, name, , source, , data] = args;
    const project = own && session.projectOf(fileName);
    const file = project && session.sourceFile(fileName);
    if (!own || !project || !file) return own;
    const named = createIdentifier(session, project, file, position)({ name, source, data });
    const ban = named && findBan(project, named);
    if (!ban) return own;
    const before = own.documentation ?? [];
    const gap = before.length === 0 ? [] : [{ text: "\n\n---\n\n", kind: "lineBreak" }];
    return { ...own, documentation: [...before, ...gap, { text: hoverOfBan(project, ban), kind: "markdown" }] };
  },
});

type Entry = Pick<ts.CompletionEntry, "name"> & {
  readonly source?: string | undefined;
  readonly data?: ts.CompletionEntryData | undefined;
};

/** The entry as it is to be shown; a replacement is there once more for each name that it replaces. */
function withVerdict(
  policy: CompletionPolicy,
  entry: ts.CompletionEntry,
  {
    identify,
    banned,
  }: { identify(entry: Entry): NamedExport | undefined; banned(entry: ts.CompletionEntry): ts.CompletionEntry },
): ts.CompletionEntry[] {
  const named = identify(entry);
  const verdict = named && policy.mayConcern(named.name) ? policy.judge(named) : undefined;
  if (!verdict) return [entry];
  if (verdict.kind === "replacement") {
    const sortText = `0${entry.sortText}`;
    return [
      { ...entry, sortText, labelDetails: { ...entry.labelDetails, description: "migration" } },
      // Editors compare what is typed with this text: who types the old name finds the new one, above the old one.
      ...verdict.replaces.map((filterText) => ({
        ...entry,
        sortText,
        filterText,
        labelDetails: { ...entry.labelDetails, detail: " (replaces it)", description: "migration" },
      })),
    ];
  }
  return [banned(entry)];
}

function bannedEntry(entry: ts.CompletionEntry): ts.CompletionEntry {
  const modifiers = [...(entry.kindModifiers ?? "").split(",").filter((each) => each !== ""), "deprecated"];
  return { ...entry, sortText: `z${entry.sortText}`, kindModifiers: [...new Set(modifiers)].join(",") };
}

/** What VS Code takes from a match for each letter that it skips is more for this than for any name in use. */
const FAR = "_".repeat(30);

/**
 * VS Code puts names that begin with what is typed above all others, whatever is to be sorted last. As its text to compare with does not
 * begin so, a banned name comes below.
 */
function bannedInVsCode(entry: ts.CompletionEntry): ts.CompletionEntry {
  const isName = /^[\w$]+$/.test(entry.name);
  return { ...bannedEntry(entry), ...(isName && { filterText: FAR + entry.name }) };
}

/** Creates a function that finds the export behind a completion entry; it returns undefined for entries that no contract can name. */
function createIdentifier(
  { typescript }: Session,
  project: Project,
  file: ts.SourceFile,
  position: number,
): (entry: Entry) => NamedExport | undefined {
  const typed = pathBefore(typescript, file, position);
  if (typed !== undefined) return ({ name }) => exportOfSpecifier(project, file.fileName, typed + name, undefined);
  const imported = importedNames(typescript, file);
  const policy = completionPolicy(project);
  return ({ name, source, data }) => {
    const exported = data?.exportName === undefined || data.exportName.startsWith("export") ? name : data.exportName;
    const known = source === undefined && !data ? imported.get(name) : undefined;
    if (known) return exportOfSpecifier(project, file.fileName, known.specifier, known.name);
    if (!policy.mayConcern(exported)) return undefined;
    const specifier =
      (data as { readonly moduleSpecifier?: string } | undefined)?.moduleSpecifier ?? data?.ambientModuleName ?? source;
    if (data?.fileName !== undefined)
      return { ...exportOfFile(data.fileName, exported), ...(specifier !== undefined && { specifier }) };
    return specifier === undefined ? undefined : exportOfSpecifier(project, file.fileName, specifier, exported);
  };
}

/** The text of a module path up to the last `/` before the position; undefined outside module paths. */
function pathBefore(typescript: typeof ts, file: ts.SourceFile, position: number): string | undefined {
  const node = nodeAround(typescript, file, Math.max(0, position - 1));
  if (!typescript.isStringLiteralLike(node)) return undefined;
  const isPath =
    typescript.isImportDeclaration(node.parent) ||
    typescript.isExportDeclaration(node.parent) ||
    typescript.isCallExpression(node.parent);
  const text = file.text.slice(node.getStart(file) + 1, position);
  return isPath ? text.slice(0, text.lastIndexOf("/") + 1) : undefined;
}
