import type { ProjectState } from "./project-state.js";

/** What a change reaches. */
export interface Reach {
  /** The files whose errors it may alter. */
  readonly affected: ReadonlySet<string>;
  /** The files that look different to those that import them. */
  readonly reshaped: ReadonlySet<string>;
}

/**
 * The files whose errors a change may alter: the changed ones; those that import one whose declarations look different now; and so on
 * from each of these whose own declarations differ or name such a module. All of them if a change is seen without an import. Undefined if
 * the declarations of more than `most` files would have to be compared.
 */
export function findAffected(
  before: ProjectState,
  after: ProjectState,
  changed: readonly string[],
  most: number,
): Reach | undefined;
export function findAffected(before: ProjectState, after: ProjectState, changed: readonly string[]): Reach;
export function findAffected(
  before: ProjectState,
  after: ProjectState,
  changed: readonly string[],
  most = Infinity,
): Reach | undefined {
  if (isSeenWithoutImport(before, after, changed)) return { affected: allOf(after), reshaped: allOf(after) };
  const affected = new Set(changed);
  const reshaped = new Set<string>();
  const queue: string[] = [];
  const reshape = (file: string): void => {
    if (reshaped.has(file)) return;
    reshaped.add(file);
    queue.push(file);
  };
  let compared = changed.length;
  if (compared > most) return undefined;
  for (const file of changed) if (before.shapeOf(file).text !== after.shapeOf(file).text) reshape(file);
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const importer of after.importersOf(file)) {
      affected.add(importer);
      if (reshaped.has(importer)) continue;
      if (++compared > most) return undefined;
      const shape = after.shapeOf(importer);
      const namesReshaped = [...shape.modules].some((module) => reshaped.has(module));
      if (namesReshaped || shape.text !== before.shapeOf(importer).text) reshape(importer);
    }
  }
  return { affected, reshaped };
}

/** The changed files, and all that import one of them, directly or not. */
export function findImporters(before: ProjectState, after: ProjectState, changed: readonly string[]): ReadonlySet<string> {
  if (isSeenWithoutImport(before, after, changed)) return allOf(after);
  const found = new Set(changed);
  for (const file of found) for (const importer of after.importersOf(file)) found.add(importer);
  return found;
}

function isSeenWithoutImport(before: ProjectState, after: ProjectState, changed: readonly string[]): boolean {
  return changed.some((file) => before.isGlobal(file) || after.isGlobal(file));
}

function allOf(after: ProjectState): ReadonlySet<string> {
  return new Set(after.ownFiles());
}
