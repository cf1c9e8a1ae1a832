import path from "node:path";
import {
  completionPolicy,
  findBan,
  hoverOfBan,
  replacementsAt,
  writeReplacement,
  type CompletionPolicy,
  type NamedExport,
  type OfferedReplacement,
  type Project,
  type WrittenFile,
} from "@godwit/project/editor";
import type ts from "typescript";
import type { Feature } from "../guard.js";
import { exportOfFile, exportOfSpecifier, holderAt, importedNames } from "../named-exports.js";
import { nodeAround } from "../node-at.js";
import type { Session } from "../session.js";
import { toFileChanges } from "../text-changes.js";

/** Banned names, members and paths go last and are struck through; a replacement comes first, also for who types the old name. */
export const completions: Feature<Session> = (inner, session) => ({
  getCompletionsAtPosition(fileName, position, ...rest) {
    const own = inner.getCompletionsAtPosition(fileName, position, ...rest);
    const project = own && session.projectOf(fileName);
    const file = project && session.sourceFile(fileName);
    if (!own || !project || !file) return own;
    const policy = completionPolicy(project);
    const identify = createIdentifier(session, project, file, position);
    const offered = own.isMemberCompletion ? [] : offersAt(session, project, file.fileName, position);
    const banned = session.leavesToExtension ? bannedInVsCode : bannedEntry;
    const entries = own.entries.map((entry) => withVerdict(policy, entry, { identify, banned, offered }));
    const listed = new Set(own.entries.map(({ name }) => name));
    return { ...own, entries: [...entries, ...missingEntries(session, offered, { fileName, position, listed })] };
  },
  getCompletionEntryDetails(...args) {
    const [fileName, position, name, , source, , data] = args;
    const project = session.projectOf(fileName);
    const file = project && session.sourceFile(fileName);
    if (project && data && OFFER in data) return detailsOfOffer(session, project, args);
    const own = inner.getCompletionEntryDetails(...args);
    if (!own || !project || !file) return own;
    const named = createIdentifier(session, project, file, position)({ name, source, data });
    const ban = named && findBan(project, named);
    if (!ban) return own;
    const before = own.documentation ?? [];
    const gap = before.length === 0 ? [] : [{ text: "\n\n---\n\n", kind: "lineBreak" }];
    return {
      ...own,
      documentation: [...before, ...gap, { text: hoverOfBan(project, ban, { file: path.resolve(fileName) }), kind: "markdown" }],
    };
  },
});

type Entry = Pick<ts.CompletionEntry, "name"> & {
  readonly source?: string | undefined;
  readonly data?: ts.CompletionEntryData | undefined;
};

interface Judges {
  identify(entry: Entry): NamedExport | undefined;
  banned(entry: ts.CompletionEntry): ts.CompletionEntry;
  readonly offered: readonly OfferedReplacement[];
}

/** The entry as it is to be shown. */
function withVerdict(
  policy: CompletionPolicy,
  entry: ts.CompletionEntry,
  { identify, banned, offered }: Judges,
): ts.CompletionEntry {
  const named = identify(entry);
  const concerns = named && (policy.mayConcern(named.name) || policy.mayConcern(named.member));
  const verdict = concerns ? policy.judge(named) : undefined;
  if (!verdict) return entry;
  if (verdict.kind === "banned") return banned(entry);
  const offer = offered.find(({ target }) => target === verdict.replacement.target);
  return { ...entry, ...lifted(entry, offer) };
}

/** What makes an entry the first one; with an offer it is also found by the names that it replaces. */
function lifted(entry: ts.CompletionEntry, offer: OfferedReplacement | undefined): Partial<ts.CompletionEntry> {
  const replaces = offer?.insteadOf === undefined ? {} : { detail: ` (replaces ${offer.insteadOf})` };
  return {
    sortText: `0${entry.sortText}`,
    labelDetails: { ...entry.labelDetails, ...replaces, description: "migration" },
    ...(offer && { filterText: offer.filterText }),
  };
}

/** Marks the data of an entry that this plugin adds. */
const OFFER = "godwit";

interface Place {
  readonly fileName: string;
  readonly position: number;
  /** The names that are in the list. */
  readonly listed: ReadonlySet<string>;
}

/** TypeScript lists an export that is not imported only where its own name fits what is typed; the rest is added here. */
function missingEntries(session: Session, offered: readonly OfferedReplacement[], { fileName, position, listed }: Place) {
  const file = writtenFile(session, fileName);
  return offered.flatMap((offer): ts.CompletionEntry[] => {
    const { insteadOf, target } = offer;
    const written = insteadOf === undefined || !file ? undefined : writeReplacement(file, position, offer);
    if (!written || listed.has(written.name)) return [];
    const entry: ts.CompletionEntry = {
      name: written.name,
      kind: session.typescript.ScriptElementKind.unknown,
      sortText: "11",
      hasAction: true,
      // TypeScript's server hands on only data with an export's name.
      data: { exportName: target.exported, moduleSpecifier: "", [OFFER]: true } as ts.CompletionEntryData,
    };
    return [{ ...entry, ...lifted(entry, offer) }];
  });
}

function detailsOfOffer(
  session: Session,
  project: Project,
  [fileName, position, name]: Parameters<ts.LanguageService["getCompletionEntryDetails"]>,
): ts.CompletionEntryDetails | undefined {
  const file = writtenFile(session, fileName);
  for (const offer of offersAt(session, project, fileName, position)) {
    const written = file && writeReplacement(file, position, offer);
    if (written?.name !== name) continue;
    const text = `instead of ${offer.insteadOf ?? offer.old.join(", ")}`;
    return {
      ...{ name, kind: session.typescript.ScriptElementKind.unknown, kindModifiers: "", displayParts: [{ text, kind: "text" }] },
      codeActions: [{ description: `Import ${name}`, changes: toFileChanges(fileName, written.imports) }],
    };
  }
  return undefined;
}

function offersAt(session: Session, project: Project, fileName: string, position: number): readonly OfferedReplacement[] {
  if (completionPolicy(project).replacements.length === 0) return [];
  const file = writtenFile(session, fileName);
  return file ? replacementsAt(file, position) : [];
}

function writtenFile(session: Session, fileName: string): WrittenFile | undefined {
  const project = session.projectOf(fileName);
  const document = session.document(fileName);
  return project && document && { project, text: document.text, parse: () => document.parse() };
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
  session: Session,
  project: Project,
  file: ts.SourceFile,
  position: number,
): (entry: Entry) => NamedExport | undefined {
  const { typescript } = session;
  const typed = pathBefore(typescript, file, position);
  if (typed !== undefined) return ({ name }) => exportOfSpecifier(project, file.fileName, typed + name, undefined);
  const imported = importedNames(typescript, file);
  const policy = completionPolicy(project);
  const holder = holderAt(session, project, file, position);
  return ({ name, source, data }) => {
    if (holder) return policy.mayConcern(name) ? { ...holder, member: name } : undefined;
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
