import path from "node:path";
import { applyTextEdits, removeDeclaration, removeNames, type TextEdit } from "@godwit/core/engine";
import { FileError, linkStatsAt, removeFile, replaceFile, writeWhole } from "@godwit/core/disk";
import { findUncommitted, parseBridge, readSource, type BridgeState } from "@godwit/project";
import { findFault } from "../host/parse.js";
import type { BridgeSearch } from "./bridge-search.js";

/** A change of one file. */
export interface FileChange {
  /** Relative to the root. */
  readonly file: string;
  readonly before: string;
  /** Null: the file is deleted. */
  readonly after: string | null;
}

/** The changes that delete some bridges, and those that can't be deleted by a program. */
export interface PlannedRemoval {
  readonly removed: readonly BridgeState[];
  readonly changes: readonly FileChange[];
  readonly refused: readonly { readonly bridge: BridgeState; readonly reason: string }[];
}

/** Plans the removal of bridges that nothing uses, with their re-exports and imports. */
export function planRemoval(search: BridgeSearch, bridges: readonly BridgeState[]): PlannedRemoval {
  const deleted = new Set<string>();
  const edits = new Map<string, TextEdit[]>();
  const refused: PlannedRemoval["refused"][number][] = [];
  const removed = bridges.filter((bridge) => {
    const reason = planOne(search, bridge, { deleted, edits });
    if (reason !== undefined) refused.push({ bridge, reason });
    return reason === undefined;
  });
  const texts = [...edits].filter(([file]) => !deleted.has(file)).map(([file, own]) => changeOf(search, file, own));
  const files = [...deleted].map((file): FileChange => ({ file, before: search.textOf(file), after: null }));
  return { removed, changes: [...texts, ...files].sort((a, b) => (a.file < b.file ? -1 : 1)), refused };
}

interface Changes {
  readonly deleted: Set<string>;
  readonly edits: Map<string, TextEdit[]>;
}

/** Adds the changes for one bridge; returns why there are none. */
function planOne(search: BridgeSearch, state: BridgeState, { deleted, edits }: Changes): string | undefined {
  const { file, exported, member } = parseBridge(state.bridge);
  if (linkStatsAt(path.join(search.project.root, file))?.isSymbolicLink()) return "it is a symbolic link";
  const own = exported === undefined ? undefined : search.openFile(file);
  const removal = own && removeDeclaration(own, exported!, member);
  if (exported !== undefined && !removal) return "its file can't be parsed";
  if (removal && "refused" in removal) return removal.refused;
  if (removal) addEdits(edits, file, removal.edits);
  else deleted.add(file);
  for (const other of new Set(state.removable.map((each) => each.file))) {
    const source = search.openFile(other);
    const ranges = state.removable.filter((each) => each.file === other).map(({ range }) => range);
    if (source) addEdits(edits, other, removeNames(source, ranges));
  }
  return undefined;
}

function addEdits(edits: Map<string, TextEdit[]>, file: string, more: readonly TextEdit[]): void {
  edits.set(file, [...(edits.get(file) ?? []), ...more]);
}

function changeOf(search: BridgeSearch, file: string, edits: readonly TextEdit[]): FileChange {
  const before = search.textOf(file);
  const bom = before.startsWith("\uFEFF") ? "\uFEFF" : "";
  return { file, before, after: bom + applyTextEdits(before.slice(bom.length), withoutOverlaps(edits)) };
}

/** Two bridges may take the same name away. */
function withoutOverlaps(edits: readonly TextEdit[]): readonly TextEdit[] {
  const kept: TextEdit[] = [];
  for (const { range, text } of [...edits].sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1])) {
    const last = kept.at(-1);
    if (last && range[0] < last.range[1])
      kept[kept.length - 1] = { range: [last.range[0], Math.max(last.range[1], range[1])], text };
    else kept.push({ range, text });
  }
  return kept;
}

/** Why changes must not be written: they would break a file, or git could not bring back what was there. */
export function findObstacle(root: string, changes: readonly FileChange[], isForced: boolean): string | undefined {
  for (const { file, before, after } of changes) {
    const fault = after === null ? undefined : findFault({ path: path.join(root, file), before, after });
    if (fault !== undefined) return `${file} would not parse any more (${fault}). Please report it.`;
  }
  if (isForced) return undefined;
  const files = changes.map(({ file }) => file);
  const open = findUncommitted(root, files);
  if (!open) return "There is no git to bring them back from. Delete them all the same with --force.";
  if (open.length === 0) return undefined;
  return `There are changes that are not committed in ${open.join(", ")}. Commit them first, or use --force.`;
}

/** Writes all changes, or none: what was written is put back where a later one fails. Returns why it failed. */
export function writeChanges(root: string, changes: readonly FileChange[]): string | undefined {
  const written: FileChange[] = [];
  try {
    // Edits come first: a file that is gone while another still names it breaks the build.
    for (const change of [...changes].sort((a, b) => Number(a.after === null) - Number(b.after === null))) {
      const absolute = path.join(root, change.file);
      const read = readSource(absolute);
      if (read.kind !== "text" || read.bytes.toString("utf8") !== change.before)
        throw new Error(`${change.file} has changed meanwhile`);
      if (change.after === null) removeFile(absolute, root);
      else if (!replaceFile(absolute, { expected: read.bytes, bytes: Buffer.from(change.after, "utf8"), root }))
        throw new Error(`${change.file} has changed meanwhile`);
      written.push(change);
    }
    return undefined;
  } catch (error) {
    for (const { file, before } of written.reverse()) writeWhole(path.join(root, file), before, { root });
    return `${describeWriteError(error)}. Nothing was deleted.`;
  }
}

function describeWriteError(error: unknown): string {
  return error instanceof FileError ? `${error.path}: ${error.message}` : (error as Error).message;
}
