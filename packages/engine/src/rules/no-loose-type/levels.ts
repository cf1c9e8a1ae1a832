import type { Variable } from "@typescript-eslint/scope-manager";
import { enclosingFunction, isFunction, unwrap, type FunctionNode, type Node } from "../../syntax/nodes.js";
import { usesOf } from "../../semantics/uses.js";
import type { AnnotatedPlace } from "../../naming/annotated-places.js";
import { isVisibleToOthers } from "../../semantics/own-exports.js";
import { carrierOf } from "../../naming/targets.js";
import { returnsOf } from "../../semantics/returns.js";
import { doubtOfValue, type LooseCase } from "./fits.js";
import { doubtOfUse, doubtOfUses, takes } from "./reads.js";
import type { LooseSite } from "./sites.js";

/** Why the named type may not compile at a site; undefined if the file or its types prove that it does. */
export function doubtOfSite(at: LooseCase, { at: where, entry }: LooseSite): string | undefined {
  if (where.kind === "cast") return doubtOfValue(at, where.cast.expression, false) ?? doubtOfTarget(at, where);
  if (where.kind === "call") return `what the call gives is not known to be of type ${entry.type}`;
  return doubtOfPlace(at, where.place);
}

/** A cast's target has to accept the type, or its uses have to fit the type. */
function doubtOfTarget(at: LooseCase, { cast, target }: Extract<LooseSite["at"], { kind: "cast" }>): string | undefined {
  if (target.annotation) return takes(at, target.annotation) ? undefined : "its target is of another type";
  const declarator = carrierOf(cast).parent;
  const variable =
    declarator?.type === "VariableDeclarator" && declarator.parent.kind === "const" && declarator.id.type === "Identifier"
      ? at.file.variableOf(declarator.id)
      : undefined;
  if (!variable || isVisibleToOthers(at.file, variable)) return `it is not known what becomes of ${target.name}`;
  return doubtOfUses(at, variable);
}

function doubtOfPlace(at: LooseCase, place: AnnotatedPlace): string | undefined {
  if (place.shape !== "one") return `what is put into ${place.name} is not known to be of type ${at.entry.type}`;
  switch (place.kind) {
    case "return":
      return doubtOfResult(at, place);
    case "variable":
      return doubtOfVariable(at, place);
    case "parameter":
      return doubtOfParameter(at, place);
    default:
      return `what is put into ${place.name} is not known to be of type ${at.entry.type}`;
  }
}

/** What a function returns has to have the type, and this file's uses of the result have to compile. */
function doubtOfResult(at: LooseCase, place: AnnotatedPlace): string | undefined {
  const owner = place.holder;
  if (!isFunction(owner)) return "what implements it does not show here";
  if (owner.generator) return "it yields values";
  const returns = returnsOf(at.file, owner);
  for (const value of returns) {
    const doubt = doubtOfValue(at, value, place.isNullable);
    if (doubt !== undefined) return doubt;
  }
  return doubtOfCalls(at, owner);
}

function doubtOfCalls(at: LooseCase, owner: FunctionNode): string | undefined {
  const variable = variableOf(at, owner);
  if (!variable) return undefined;
  for (const use of usesOf(at.file, variable)) {
    const call = use.parent;
    const isCall = call.type === "CallExpression" && unwrap(call.callee) === use;
    if (!isCall) continue;
    const doubt = doubtOfUse(at, call);
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** The variable that names a function. */
function variableOf({ file }: LooseCase, owner: FunctionNode): Variable | undefined {
  if (owner.type === "FunctionDeclaration") return owner.id ? file.variableOf(owner.id) : undefined;
  const { parent } = owner;
  return parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? file.variableOf(parent.id) : undefined;
}

function doubtOfVariable(at: LooseCase, { holder, isNullable }: AnnotatedPlace): string | undefined {
  const variable = holder.type === "Identifier" ? at.file.variableOf(holder) : undefined;
  if (!variable || holder.parent?.type !== "VariableDeclarator") return "it is not known what it holds";
  if (isVisibleToOthers(at.file, variable)) return "other files may use it otherwise";
  return doubtOfWrites(at, variable, isNullable) ?? doubtOfUses(at, variable);
}

function doubtOfWrites(at: LooseCase, variable: Variable, isNullable: boolean): string | undefined {
  for (const reference of variable.references) {
    if (!reference.isWrite()) continue;
    const doubt = reference.writeExpr ? doubtOfValue(at, reference.writeExpr, isNullable) : "it is not known what it holds";
    if (doubt !== undefined) return doubt;
  }
  return undefined;
}

/** A parameter of a function that only this file calls, always with a value of the type. */
function doubtOfParameter(at: LooseCase, { holder, isNullable }: AnnotatedPlace): string | undefined {
  const owner = enclosingFunction(holder);
  const index = owner?.params.indexOf(holder as never) ?? -1;
  const called = owner && variableOf(at, owner);
  if (!owner || index < 0 || !called || holder.type !== "Identifier") return "its callers do not show here";
  if (isVisibleToOthers(at.file, called)) return "callers in other files may pass something else";
  for (const use of usesOf(at.file, called)) {
    const doubt = doubtOfCall(at, use, index, isNullable || holder.optional);
    if (doubt !== undefined) return doubt;
  }
  const own = at.file.variableOf(holder);
  return own && (doubtOfWrites(at, own, isNullable) ?? doubtOfUses(at, own));
}

function doubtOfCall(at: LooseCase, use: Node, index: number, isNullable: boolean): string | undefined {
  const call = use.parent;
  if (call?.type !== "CallExpression" || unwrap(call.callee) !== use) return "it is not only called";
  const argument = call.arguments[index];
  const isSpread = call.arguments.slice(0, index + 1).some((each) => each.type === "SpreadElement");
  if (isSpread || (!argument && !isNullable)) return "a call of it passes something else";
  return argument ? doubtOfValue(at, argument, isNullable) : undefined;
}
