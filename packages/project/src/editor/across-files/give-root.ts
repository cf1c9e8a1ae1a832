import { applyTextEdits, insertTyped, type SourceFile, type TextEdit, type TypedInsertion } from "@godwit/core/engine";
import type { ActiveContract } from "../../index.js";
import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf } from "../typescript/comments.js";
import { textChanges } from "../text-changes.js";
import { applyToTexts, type AcrossFilesDryRun, type DryRunWave } from "./tell.js";

/** A line in a root that a person completes. */
export interface GivenRoot {
  /** The first is the line itself, the others are its import, if it needs one. */
  readonly edits: readonly TextEdit[];
  /** Where in the first edit's text the value goes. */
  readonly caret: number;
}

/** Where a value is declared. */
export interface RootPlace {
  /** The offset at which the function begins, or its name; undefined for a whole file. */
  readonly offset: number | undefined;
  /** `const logger: Logger = …;` */
  readonly write: string;
}

type FunctionNode = TSESTree.ArrowFunctionExpression | TSESTree.FunctionDeclaration | TSESTree.FunctionExpression;

/**
 * Declares a value at the start of a function, or behind a file's imports, for a person to complete; the callers stay as they are. An arrow
 * function without a block gets one. Undefined where there is no such function, or the type can't be imported.
 */
export function giveToRoot(
  { rules }: Pick<ActiveContract, "rules">,
  source: SourceFile,
  { offset, write }: RootPlace,
): GivenRoot | undefined {
  const [, start, type, end] = /^(const [^:=]+?)(?:: (.+))? = …(;)$/u.exec(write) ?? [];
  const [rule] = rules;
  if (start === undefined || !rule) return undefined;
  const declared: TypedInsertion["parts"] = type === undefined ? [start] : [`${start}: `, { type }];
  const place = placeFor(source, offset);
  if (!place) return undefined;
  const { at, before, after, close } = place;
  const insertions: TypedInsertion[] = [{ at, parts: [before, ...declared, ` = ${end!}${after}`] }];
  if (close) insertions.push({ at: close.at, parts: [close.text] });
  const { edits, refused } = insertTyped(source, rule, insertions);
  const line = edits.find((edit) => edit.range[0] <= at && at <= edit.range[1] && edit.text.includes(start));
  if (refused.length > 0 || !line || !isSound(source, edits)) return undefined;
  const caret = line.text.indexOf(" = ;", line.text.indexOf(start)) + " = ".length;
  return { edits: [line, ...edits.filter((edit) => edit !== line)], caret };
}

/** Edits of one text may not touch each other, or an editor would have to guess their order. */
function isSound({ text }: SourceFile, edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0]);
  return (
    sorted.every(({ range }, index) => index === 0 || sorted[index - 1]!.range[1] <= range[0]) &&
    applyTextEdits(text, sorted) !== text
  );
}

interface Place {
  readonly at: number;
  readonly before: string;
  readonly after: string;
  /** What closes a block that is made for it. */
  readonly close?: { readonly at: number; readonly text: string };
}

function placeFor(source: SourceFile, offset: number | undefined): Place | undefined {
  const { text, program } = source;
  const newline = /\r\n|\n/u.exec(text)?.[0] ?? "\n";
  if (offset === undefined) return behindImports(source, newline);
  const owner = functionAt(program, offset);
  if (!owner) return undefined;
  const indent = indentOf(text, owner.range[0]);
  const unit = /^(?:\t| {2,8})(?=\S)/mu.exec(text)?.[0] ?? "  ";
  const { body } = owner;
  if (body.type !== "BlockStatement") {
    const at = text.lastIndexOf("=>", body.range[0]) + "=>".length;
    const lines = { before: ` {${newline}${indent}${unit}`, after: `${newline}${indent}${unit}return` };
    return { at, ...lines, close: { at: owner.range[1], text: `;${newline}${indent}}` } };
  }
  const directive = body.body.findLast((each) => each.type === "ExpressionStatement" && each.directive !== undefined);
  const at = directive?.range[1] ?? body.range[0] + 1;
  const first = body.body.find((each) => each.range[0] >= at);
  const own = first && text.slice(at, first.range[0]).includes("\n") ? indentOf(text, first.range[0]) : `${indent}${unit}`;
  // What begins on the same line goes on to the next.
  const blank = /^[^\S\r\n]*/u.exec(text.slice(at))![0];
  const isOnLine = !/^(?:\/\/[^\n]*)?\r?\n/u.test(text.slice(at + blank.length));
  const after = isOnLine ? `${newline}${(first ? own : indent).slice(blank.length)}` : "";
  return { at, before: `${newline}${own}`, after };
}

function behindImports({ text, program: { body } }: SourceFile, newline: string): Place {
  const last = body.findLast((each) => each.type === "ImportDeclaration");
  if (!last) return { at: 0, before: "", after: newline };
  const rest = /^[^\n]*\n/u.exec(text.slice(last.range[1]))?.[0];
  if (rest === undefined) return { at: last.range[1], before: `${newline}${newline}`, after: "" };
  return { at: last.range[1] + rest.length, before: newline, after: newline };
}

function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[^\S\r\n]*/u.exec(text.slice(start))![0];
}

/** The innermost function whose head an offset is in: from what names or exports it to its body. */
function functionAt(program: TSESTree.Program, offset: number): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  const visit = (node: TSESTree.Node, headStart: number): void => {
    if (isFunction(node) && headStart <= offset && offset < node.body.range[0]) found = node;
    const start = NAMING.has(node.type) ? Math.min(headStart, node.range[0]) : undefined;
    for (const child of childrenOf(node)) if (offset < child.range[1]) visit(child, start ?? child.range[0]);
  };
  visit(program, 0);
  return found;
}

/** Nodes whose beginning is the beginning of the function that they hold. */
const NAMING: ReadonlySet<string> = new Set([
  "ExportDefaultDeclaration",
  "ExportNamedDeclaration",
  "MethodDefinition",
  "Property",
  "PropertyDefinition",
  "VariableDeclaration",
  "VariableDeclarator",
]);

function isFunction(node: TSESTree.Node): node is FunctionNode {
  const isOne =
    node.type === "ArrowFunctionExpression" || node.type === "FunctionDeclaration" || node.type === "FunctionExpression";
  // An overload in a class has no body.
  return isOne && (node as { readonly body: unknown }).body != null;
}

/** A place that a person should read before the others. */
export interface PlaceToRead {
  /** In the text before the edits, from 1. */
  readonly line: number;
  readonly column: number;
  /** `req.params.id becomes UserId`, `load takes logger` */
  readonly text: string;
}

/** The edits of one file. */
export interface AcrossFilesEdit {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly text: string;
  /** How many places they change. */
  readonly count: number;
  readonly edits: readonly TextEdit[];
  /** Where plain values become the type, and which functions take a value. */
  readonly places: readonly PlaceToRead[];
}

/**
 * The edits of a dry run, in units that are taken or left as a whole: half of a wave does not compile, and waves that share a file are on top
 * of each other. In a unit the files come first in which there is something to read. `changed` names the files that are no longer
 * those that the run has seen; their units are left out.
 */
export function unitsOf(
  { patch, waves }: AcrossFilesDryRun,
  subject: string,
  read: (file: string) => string | undefined,
): { readonly units: readonly (readonly AcrossFilesEdit[])[]; readonly changed: readonly string[] } {
  const texts = applyToTexts(patch, read);
  const changed = [...texts].flatMap(([file, found]) => (found ? [] : [file]));
  const units = groupFiles(waves, [...texts.keys()])
    .filter((files) => !files.some((file) => changed.includes(file)))
    .map((files) => files.map((file) => toEdit(file, texts.get(file)!, { waves, subject })).sort(byReading));
  return { units: units.filter(({ length }) => length > 0), changed };
}

/** The places of waves by what should be read in them. */
function placesOf({ wraps, signatures }: DryRunWave, subject: string): readonly (PlaceToRead & { readonly file: string })[] {
  return [
    ...signatures.map(({ name, takes, ...at }) => ({ ...at, text: `${name} takes ${takes}` })),
    ...wraps.map(({ value, file, line, column }) => ({ file, line, column, text: `${value} becomes a ${subject}` })),
  ];
}

function toEdit(
  file: string,
  { before, after }: { readonly before: string; readonly after: string },
  { waves, subject }: { readonly waves: readonly DryRunWave[]; readonly subject: string },
): AcrossFilesEdit {
  const all = waves.flatMap(({ annotations, wraps, sites, signatures, calls }) =>
    [annotations, wraps, sites, signatures, calls].flatMap((each) => each as readonly { readonly file: string }[]),
  );
  const places = waves
    .flatMap((wave) => placesOf(wave, subject))
    .filter((each) => each.file === file)
    .map(({ line, column, text }) => ({ line, column, text }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  const count = Math.max(1, all.filter((each) => each.file === file).length);
  return { file, text: before, count, edits: textChanges(before, after), places };
}

function byReading(a: AcrossFilesEdit, b: AcrossFilesEdit): number {
  return b.places.length - a.places.length || a.file.localeCompare(b.file);
}

/** The files of waves, those together that share one, in the order of the waves. */
function groupFiles(waves: readonly DryRunWave[], files: readonly string[]): readonly (readonly string[])[] {
  const groups: string[][] = [];
  for (const wave of [...waves.map((each) => each.files), ...files.map((file) => [file])]) {
    const own = wave.filter((file) => files.includes(file));
    const [first, ...others] = groups.filter((group) => group.some((file) => own.includes(file)));
    if (!first) {
      if (own.length > 0) groups.push([...own]);
      continue;
    }
    for (const other of others) groups.splice(groups.indexOf(other), 1);
    first.push(...[...others.flat(), ...own].filter((file, index, all) => !first.includes(file) && all.indexOf(file) === index));
  }
  return groups;
}
