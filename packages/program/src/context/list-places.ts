import type ts from "typescript";
import type { ListPlace, ParameterPlace } from "./call-graph.js";
import { inheritedConstructor } from "./inherited-constructor.js";
import { withoutThis, type Signature } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";

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
  const inherited = inheritedConstructor(reader, declaration);
  const step = indent.slice(indentAt(source.text, declaration.getStart(source)).length) || "  ";
  const end = source.statements.some((each) => source.text[each.end - 1] === ";") ? ";" : "";
  const base = {
    ...{ file: reader.fileOf(declaration)!, isTyped: true, isMember: true, isOptional: false, declaration: key },
    ...(inherited && { heir: { inherited, indent, step, end } }),
  };
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
