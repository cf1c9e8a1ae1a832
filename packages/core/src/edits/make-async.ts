import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import type { ModuleView } from "../semantics/module-view.js";
import { finalName, functionName, type FunctionNode, keyName, type Node, rewrap } from "../syntax/nodes.js";
import { awaitPlace } from "../semantics/await-place.js";
import { fix, hint, type Edit } from "./edit.js";
import type { Change } from "../syntax/ranges.js";
import { because, type Why } from "../reasons/reasons.js";

/**
 * The edit that allows an `await` at a node: empty in async code and at the top level of a module; otherwise it makes the
 * function around the node async, which a person has to decide.
 */
export function allowAwait(file: FileView, site: Node): Edit {
  const place = awaitPlace(file, site);
  if (place === "module") return fix([]);
  if ("refusal" in place) return { ...hint(place.refusal), needsAsync: true };
  if (place.async) return fix([]);
  const refusal = refusalOf(place);
  return { ...(refusal === undefined ? makeAsync(file, place) : hint(refusal)), needsAsync: true };
}

/** Functions that use what their callback returns as a plain value. */
const COUNTING = new Set([
  ...["filter", "find", "findIndex", "findLast", "findLastIndex", "some", "every", "sort", "toSorted", "reduce", "reduceRight"],
  ...["replace", "replaceAll", "flatMap", "describe", "suite", "context"],
]);

/** Why a function can't become async; undefined if it can. */
function refusalOf(owner: FunctionNode): Why | undefined {
  const holder = owner.parent;
  const name = nameOfFunction(owner);
  if (owner.generator) return because("noAwait", "await is not allowed in a generator that is not async");
  if (owner.returnType?.typeAnnotation.type === "TSTypePredicate") return `${name} is a type guard, which can't be async`;
  if (holder.type === "MethodDefinition" && holder.kind === "constructor")
    return because("noAwait", "await is not allowed in a constructor");
  const isAccessor = (holder.type === "MethodDefinition" || holder.type === "Property") && /^[gs]et$/u.test(holder.kind);
  if (isAccessor) return because("noAwait", "await is not allowed in an accessor");
  if (/^use\p{Lu}/u.test(name)) return because("noAwait", "await is not allowed in a React hook");
  const caller = callerOf(owner);
  const canWait = caller === undefined || caller === "useCallback" || !(COUNTING.has(caller) || /^use\p{Lu}/u.test(caller));
  return canWait ? undefined : because("noAwait", `${caller} can't wait for its callback`);
}

/** The name of the function that a callback is passed to. */
function callerOf(owner: FunctionNode): string | undefined {
  const outer = rewrap(owner);
  const call = outer.parent;
  return call?.type === "CallExpression" && call.callee !== outer ? finalName(call.callee) : undefined;
}

/** The name of a function for messages. */
function nameOfFunction(owner: FunctionNode): string {
  return functionName(owner) ?? ("key" in (rewrap(owner).parent ?? owner) ? "the method" : "the function around it");
}

/** Makes a function async. Who has to wait for it then is for `migrate` to see, which asks the type checker for its callers. */
function makeAsync(file: FileView, owner: FunctionNode): Edit {
  const reason = because("notAsync", `${nameOfFunction(owner)} is not async; its callers have to await it`);
  const types = [owner, ...overloadsOf(file, owner)].flatMap((signature) => wrapReturnType(file, signature));
  return { level: "suggestion", reason, changes: [insertAsync(file, owner), ...types], imports: [] };
}

function insertAsync(file: FileView, owner: FunctionNode): Change {
  const { parent } = owner;
  const method = parent.type === "MethodDefinition" || (parent.type === "Property" && parent.method) ? parent : undefined;
  const key = method?.key.range[0] ?? owner.range[0];
  // A computed key starts at its bracket.
  const at = method?.computed ? file.lastBefore(key) : key;
  // With the character behind it, so that an import at the start of the file stays above.
  return { range: [at, at + 1], parts: [`async ${file.text[at]!}`] };
}

/** `: T` becomes `: Promise<T>`. */
function wrapReturnType(file: FileView, signature: { readonly returnType?: TSESTree.TSTypeAnnotation | undefined }): Change[] {
  const type = signature.returnType?.typeAnnotation;
  if (!type) return [];
  const name = type.type === "TSTypeReference" ? file.textOf(type.typeName) : undefined;
  if (name === "Promise") return [];
  if (type.type === "TSTypeReference" && name === "PromiseLike") return [{ range: type.typeName.range, parts: ["Promise"] }];
  return [{ range: type.range, parts: ["Promise<", { copy: type.range }, ">"] }];
}

/** An overload: a signature without a body. */
export type Signature = TSESTree.TSDeclareFunction | TSESTree.TSEmptyBodyFunctionExpression;

/** The overloads that a function implements. */
export function overloadsOf(file: ModuleView, owner: FunctionNode): Signature[] {
  const method = owner.parent;
  if (method.type === "MethodDefinition") {
    return method.parent.body.flatMap((member) =>
      member.type === "MethodDefinition" &&
      member.value.type === "TSEmptyBodyFunctionExpression" &&
      member.static === method.static &&
      keyName(member) === keyName(method)
        ? [member.value]
        : [],
    );
  }
  if (owner.type !== "FunctionDeclaration" || !owner.id) return [];
  const scope = file.findVariable(owner.id.name, owner.parent);
  return file.nodes("TSDeclareFunction").filter((node) => node.id && scope?.identifiers.includes(node.id));
}
