import type ts from "typescript";
import type { Container } from "../callers/call-graph.js";
import type { Holder, NeedPlace } from "./call-graph.js";
import { declarationOf, type CallableDeclaration } from "../callers/callables.js";
import { classOfThis, type Candidates } from "./candidates.js";
import type { OwnDeclarations } from "./own-declarations.js";
import type { ProgramReader } from "../callers/program-reader.js";
import type { WantedValue } from "./wanted.js";

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
