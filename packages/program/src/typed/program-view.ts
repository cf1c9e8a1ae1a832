import type ts from "typescript";
import type { ProgramToRead } from "../project-state.js";
import type { ExaminedProject } from "../examined-project.js";
import type { TypeScript } from "../typescript.js";
import type { EditedText } from "./plain-edits.js";

/** A range of a file (relative to the root) as it was before any edit. */
export interface OriginalPlace {
  readonly file: string;
  readonly range: readonly [number, number];
}

/** One project's program with the edits of a wave, whose nodes can be found in the texts before. */
export class ProgramView {
  readonly ts: TypeScript;
  readonly program: ProgramToRead;
  readonly checker: ts.TypeChecker;
  /** The names of the places to which the values of declarations go, as far as they were asked for. */
  readonly targets = new Map<ts.Node, readonly string[]>();
  readonly #project: ExaminedProject;
  readonly #texts: ReadonlyMap<string, EditedText>;

  constructor(project: ExaminedProject, texts: ReadonlyMap<string, EditedText>) {
    this.ts = project.ts;
    this.program = project.program;
    this.checker = project.program.getTypeChecker();
    this.#project = project;
    this.#texts = texts;
  }

  /** The file (relative to the root) of a node; undefined for packages and files outside of the root. */
  fileOf(node: ts.Node): string | undefined {
    return this.#project.toOwn(node.getSourceFile().fileName);
  }

  /** Where a node was before the edits; undefined if they wrote it, or its file may not be edited. */
  originalOf(node: ts.Node): OriginalPlace | undefined {
    const source = node.getSourceFile();
    const file = this.#project.toOwn(source.fileName);
    if (file === undefined || source.isDeclarationFile) return undefined;
    const range = [node.getStart(source), node.end] as const;
    const original = this.#texts.get(file)?.toOriginal(range) ?? (this.#texts.has(file) ? undefined : range);
    return original && { file, range: original };
  }

  /** The node that starts where this place is now, and is the largest of those that a test accepts. */
  nodeAt(source: ts.SourceFile, place: number, isWanted: (node: ts.Node) => boolean): ts.Node | undefined {
    let found: ts.Node | undefined;
    const visit = (node: ts.Node): void => {
      if (place < node.pos || place >= node.end) return;
      if (!found && node.getStart(source) === place && isWanted(node)) found = node;
      if (!found) this.ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  }

  /** The innermost node that contains a range; of those with exactly this range the outermost. */
  nodeIn(source: ts.SourceFile, start: number, end: number): ts.Node {
    let found: ts.Node = source;
    const visit = (node: ts.Node): void => {
      if (node.getStart(source) > start || node.end < end) return;
      if (isSame(found)) return;
      found = node;
      this.ts.forEachChild(node, visit);
    };
    const isSame = (node: ts.Node): boolean => node.getStart(source) === start && node.end === end;
    this.ts.forEachChild(source, visit);
    return found;
  }

  /** The file's text before, as the wave has it. */
  editedOf(file: string): EditedText | undefined {
    return this.#texts.get(file);
  }
}
