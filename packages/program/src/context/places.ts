import type ts from "typescript";
import type { Holder, ListPlace, NeedPlace, ParameterPlace } from "./call-graph.js";
import { type CallableDeclaration, declarationOf, type Signature, withoutThis } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";
import type { Container } from "../callers/call-graph.js";
import { type Candidates, classOfThis } from "./candidates.js";
import type { OwnDeclarations } from "./own-declarations.js";
import type { WantedValue } from "./wanted.js";

/** Where a call takes one more argument before the `index`th; a text says why it can't. */
export function argumentPlace(
  reader: ProgramReader,
  call: ts.CallExpression | ts.NewExpression,
  index: number,
): ListPlace | string {
  const { ts } = reader;
  const file = reader.fileOf(call)!;
  const list = call.arguments;
  // `new X`
  if (!list) return { file, at: call.end, before: "(", after: ")" };
  const where = `it is called at ${reader.describe(call)}`;
  if (list.slice(0, index).some((each) => ts.isSpreadElement(each))) return `${where} with arguments that are spread`;
  if (list.length < index) return `${where} without all of its arguments`;
  return { file, ...placeInList(call.getSourceFile(), list, index) };
}

/** Where a signature takes one more parameter before the `index`th that callers fill. */
export function parameterPlace(
  reader: ProgramReader,
  signature: Signature,
  { index, ...rest }: Pick<ParameterPlace, "isOptional" | "declaration"> & { readonly index: number },
): ParameterPlace {
  const { ts } = reader;
  const source = signature.getSourceFile();
  const skipped = signature.parameters.length - withoutThis(ts, signature).length;
  const isTyped = !reader.isJavaScript(signature);
  const isMember = ts.isConstructorDeclaration(signature) && signature.body !== undefined;
  const [first] = signature.parameters;
  const isBare =
    first && ts.isArrowFunction(signature) && !source.text.slice(signature.pos, first.getStart(source)).includes("(");
  const base = { ...rest, file: reader.fileOf(signature)!, isTyped, isMember };
  // `x => …` needs parentheses first.
  if (isBare && index === 0)
    return { ...base, at: first.getStart(source), before: "(", after: ", ", extra: { at: first.end, text: ")" } };
  if (isBare) return { ...base, at: first.end, before: ", ", after: ")", extra: { at: first.getStart(source), text: "(" } };
  return { ...base, ...placeInList(source, signature.parameters, index + skipped) };
}

/** A class without a constructor gets one behind its fields. */
export function constructorPlace(reader: ProgramReader, declaration: ts.ClassLikeDeclaration, key: string): ParameterPlace {
  const { ts } = reader;
  const source = declaration.getSourceFile();
  const { members } = declaration;
  const behind = members.findIndex((member) => !ts.isPropertyDeclaration(member));
  const last = behind === 0 ? undefined : members[(behind === -1 ? members.length : behind) - 1];
  const [first] = members;
  const indent = first ? indentAt(source.text, first.getStart(source)) : "  ";
  const base = { file: reader.fileOf(declaration)!, isTyped: true, isMember: true, isOptional: false, declaration: key };
  const at = last ? endOfLineComment(source.text, last.end) : members.pos;
  const [before, after] = last ? [`\n\n${indent}constructor(`, `) {}`] : [`\n${indent}constructor(`, `) {}\n`];
  return { ...base, at, before, after };
}

/** A place in a list with commas that keeps lines and comments as they are. */
function placeInList(source: ts.SourceFile, list: ts.NodeArray<ts.Node>, index: number): Omit<ListPlace, "file"> {
  const { text } = source;
  const next = list[index];
  const last = list.at(-1);
  if (!last) return { at: list.pos, before: "", after: "" };
  const isSpread = text.slice(list.pos, list[0]!.getStart(source)).includes("\n");
  if (next) {
    const start = startWithComments(text, list, index, source);
    return { at: start, before: "", after: isSpread ? `,\n${indentAt(text, start)}` : ", " };
  }
  const indent = indentAt(text, last.getStart(source));
  if (!isSpread) return { at: last.end, before: ", ", after: "" };
  const comma = list.hasTrailingComma ? text.indexOf(",", last.end) + 1 : last.end;
  const end = endOfLineComment(text, comma);
  if (list.hasTrailingComma) return { at: end, before: `\n${indent}`, after: "," };
  // The comma has to be before the comment, and the comment stays where it is.
  return { at: last.end, before: `,\n${indent}`, after: "" };
}

/** Where an element starts with the comments that are about it. */
function startWithComments(text: string, list: ts.NodeArray<ts.Node>, index: number, source: ts.SourceFile): number {
  const start = list[index]!.getStart(source);
  const from = index === 0 ? list.pos : text.indexOf(",", list[index - 1]!.end) + 1;
  const between = text.slice(from, start);
  const line = between.indexOf("\n");
  const blank = /^\s*/u.exec(between.slice(line + 1))![0].length;
  return from + line + 1 + blank;
}

/** Behind the comment that ends the line of a place, if there is one. */
function endOfLineComment(text: string, place: number): number {
  const comment = /^[ \t]*(?:\/\/[^\n\r]*|\/\*[^\n\r]*?\*\/(?=[ \t]*\r?\n))/u.exec(text.slice(place, place + 1000));
  return comment ? place + comment[0].length : place;
}

function indentAt(text: string, place: number): string {
  const line = text.lastIndexOf("\n", place - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(line, place))![0];
}

/** What is needed to describe places in one program. */
export interface PlaceSetting {
  readonly reader: ProgramReader;
  readonly candidates: Candidates;
  readonly value: WantedValue;
  readonly own: OwnDeclarations;
  isTest(file: string): boolean;
  /** Names the function or constructor that a declaration declares: its callable's key, and its own. */
  toHolder(declaration: CallableDeclaration): Pick<Holder, "callable" | "inside">;
}

/** The member of a class that may hold a value: `this.logger`. */
export function memberOf({ from }: WantedValue): string | undefined {
  return from.map((path) => /^this\.([^.#]+)$/u.exec(path)?.[1]).find((name) => name !== undefined);
}

/** Describes a place that needs the value: what holds it there, or which functions around it could take it. */
export function needPlace(setting: PlaceSetting, node: ts.Node): NeedPlace {
  const { reader, candidates } = setting;
  const candidate = candidates.at(node);
  const holders = candidate === undefined ? holdersAround(setting, node) : [];
  return { at: reader.placeOf(node), candidate, holders, container: containerOf(setting, node) };
}

/** Describes a place for which nobody passes the value: what is there holds it, or a person has to look. */
export function seenPlace(setting: PlaceSetting, node: ts.Node): NeedPlace {
  const { reader, candidates } = setting;
  return { at: reader.placeOf(node), candidate: candidates.at(node), holders: [], container: containerOf(setting, node) };
}

function holdersAround({ reader, value, own, toHolder }: PlaceSetting, node: ts.Node): readonly Holder[] {
  const { ts } = reader;
  const functions: Holder[] = [];
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at) || !("body" in at) || !at.body) continue;
    const declaration = declarationOf(reader, at);
    // What closes over a function sees its parameters: the outermost one spares those inside of it.
    if (declaration) functions.unshift(toHolder(declaration));
  }
  const member = memberOf(value);
  const found = member === undefined ? undefined : classOfThis(reader, node);
  if (found && member !== undefined && own.isField(reader, found.element) && found.element.name.getText() === member)
    return [{ ...toHolder(found.owner), member }];
  const isEarly =
    found && (ts.isConstructorDeclaration(found.element) || (ts.isPropertyDeclaration(found.element) && !found.isDeferred));
  if (!found || member === undefined || isEarly) return functions;
  return [{ ...toHolder(found.owner), member }, ...functions];
}

function containerOf({ reader, isTest }: PlaceSetting, node: ts.Node): Container {
  const { ts } = reader;
  const source = node.getSourceFile();
  const { file } = reader.placeOf(source);
  const top = { file, start: 0, line: 1, column: 1 };
  if (isTest(file)) return { key: `test ${file}`, name: file, reason: "a test that has none", at: top };
  let found: ts.Node | undefined;
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at) || ts.isPropertyDeclaration(at) || ts.isClassStaticBlockDeclaration(at)) found = at;
  if (!found)
    return { key: `top ${file}`, name: `the top level of ${file}`, reason: "it runs when the module is loaded", at: top };
  const at = reader.placeOf(found);
  const key = `code ${file} ${at.start}`;
  if (ts.isAccessor(found)) return { key, name: found.name.getText(), reason: "an accessor takes no parameters", at };
  if (ts.isPropertyDeclaration(found) || ts.isClassStaticBlockDeclaration(found))
    return { key, name: found.name?.getText() ?? "a static block", reason: "a class sets it up by itself", at };
  const { parent } = reader.outermost(found);
  const name = ts.isCallExpression(parent) ? `the function passed to ${reader.showCallee(parent)}` : "a function without a name";
  return { key, name, reason: "it is passed on as a value", at };
}
