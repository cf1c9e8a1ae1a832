import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { isFunction, keyName, memberName, rewrap, type FunctionNode, type Node } from "../file/nodes.js";
import { usesOf } from "../imports/uses.js";
import { fix, hint, type Change, type Edit } from "./edit.js";
import { needsParentheses } from "./precedence.js";

/**
 * What it takes that an `await` may stand at a node: nothing in async code and at the top level of a
 * module; else an `async` on the function around it, which is for a person to decide.
 */
export function allowAwait(file: FileView, site: Node): Edit {
  const place = awaitPlace(site);
  if (place === "parameter") return hint("await can't stand in a default value");
  if (place === "field") return hint("await can't stand in a class field");
  if (place === "top")
    return file.layout().moduleKind === "esm" ? fix([]) : hint("await can't stand at the top level of a CommonJS module");
  if (place.async) return fix([]);
  return new AsyncChange(file).of(place);
}

function awaitPlace(site: Node): FunctionNode | "parameter" | "field" | "top" {
  for (let node = site; node.parent; node = node.parent) {
    const parent = node.parent;
    if (isFunction(parent)) return parent.body === node ? parent : "parameter";
    if ((parent.type === "PropertyDefinition" && parent.value === node) || parent.type === "StaticBlock") return "field";
  }
  return "top";
}

/** Makes a function async, awaits its callers in the file, and theirs. */
class AsyncChange {
  readonly #file: FileView;
  readonly #changes: Change[] = [];
  readonly #reasons: string[] = [];
  readonly #visited = new Set<FunctionNode>();

  constructor(file: FileView) {
    this.#file = file;
  }

  of(owner: FunctionNode): Edit {
    const refusal = this.#visit(owner);
    if (refusal !== undefined) return hint(refusal);
    const reason = [`${nameOf(owner)} is not async`, ...new Set(this.#reasons)].join("; ");
    return { level: "suggestion", reason, changes: this.#changes, imports: [] };
  }

  /** Notes what changes; returns why it can't be. */
  #visit(owner: FunctionNode): string | undefined {
    if (owner.async || this.#visited.has(owner)) return undefined;
    this.#visited.add(owner);
    const holder = owner.parent;
    if (holder.type === "MethodDefinition" && holder.kind === "constructor") return "await can't stand in a constructor";
    if ((holder.type === "MethodDefinition" || holder.type === "Property") && (holder.kind === "get" || holder.kind === "set")) {
      return "await can't stand in an accessor";
    }
    if (owner.generator) return "await can't stand in a generator that is not async";
    this.#changes.push(insertAsync(owner, holder), ...wrapReturnType(this.#file, owner));
    if (isVisibleElsewhere(this.#file, owner)) this.#reasons.push(`its callers elsewhere have to await ${nameOf(owner)}`);
    for (const use of usesOfFunction(this.#file, owner)) this.#awaitUse(owner, use);
    return undefined;
  }

  #awaitUse(owner: FunctionNode, use: Node): void {
    const outer = rewrap(use);
    const call = outer.parent;
    if (call?.type === "ExportSpecifier" || call?.type === "ExportDefaultDeclaration") return;
    if (call?.type !== "CallExpression" || call.callee !== outer) {
      this.#reasons.push(`${nameOf(owner)} is passed on as a value`);
      return;
    }
    if (call.parent.type === "AwaitExpression") return;
    const place = awaitPlace(call);
    const problem = place === "parameter" || place === "field" ? place : place === "top" ? undefined : this.#visit(place);
    if (problem !== undefined) this.#reasons.push(`a caller of ${nameOf(owner)} can't await it`);
    else this.#changes.push(awaitCall(this.#file, call));
  }
}

const AWAIT = { type: "AwaitExpression" } as Node;

function awaitCall(file: FileView, call: TSESTree.CallExpression): Change {
  const isDressed = !file.isParenthesized(call) && needsParentheses(AWAIT, call, "await");
  return { range: call.range, parts: isDressed ? ["(await ", { copy: call.range }, ")"] : ["await ", { copy: call.range }] };
}

function insertAsync(owner: FunctionNode, holder: Node): Change {
  const isMethod = holder.type === "MethodDefinition" || (holder.type === "Property" && holder.method);
  const at = isMethod ? (holder as TSESTree.MethodDefinition).key.range[0] : owner.range[0];
  // A computed key starts behind its bracket.
  const offset = isMethod && (holder as TSESTree.MethodDefinition).computed ? at - 1 : at;
  return { range: [offset, offset], parts: ["async "] };
}

/** `: T` becomes `: Promise<T>`. */
function wrapReturnType(file: FileView, owner: FunctionNode): Change[] {
  const type = owner.returnType?.typeAnnotation;
  if (!type || type.type === "TSTypePredicate") return [];
  if (type.type === "TSTypeReference" && file.textOf(type.typeName) === "Promise") return [];
  return [{ range: type.range, parts: ["Promise<", { copy: type.range }, ">"] }];
}

/** Where the file itself refers to a function: by its variable, or as `this.method`. */
function usesOfFunction(file: FileView, owner: FunctionNode): readonly Node[] {
  const identifier = identifierOf(owner);
  const variable = identifier && file.findVariable(identifier.name, owner.parent);
  if (variable) return usesOf(file, variable);
  const method = owner.parent;
  if (method.type !== "MethodDefinition" && method.type !== "PropertyDefinition") return [];
  return file.nodes("MemberExpression").filter((node) => {
    const isOwn = node.object.type === "ThisExpression" && memberName(node) === keyName(method);
    return isOwn && node.range[0] >= method.parent.range[0] && node.range[1] <= method.parent.range[1];
  });
}

function identifierOf(owner: FunctionNode): TSESTree.Identifier | undefined {
  if (owner.type === "FunctionDeclaration") return owner.id ?? undefined;
  const parent = owner.parent;
  return parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
}

/** Whether something outside the file may call it: an export, a method that is not private, a function that is handed on. */
function isVisibleElsewhere(file: FileView, owner: FunctionNode): boolean {
  const { parent } = owner;
  if (parent.type === "MethodDefinition" || parent.type === "PropertyDefinition") {
    return parent.key.type !== "PrivateIdentifier" && parent.accessibility !== "private";
  }
  const identifier = identifierOf(owner);
  if (!identifier) return parent.type === "ExportDefaultDeclaration" || parent.type === "AssignmentExpression";
  const declaration = owner.type === "FunctionDeclaration" ? owner : parent.parent;
  if (declaration?.parent?.type === "ExportNamedDeclaration" || declaration?.parent?.type === "ExportDefaultDeclaration")
    return true;
  const variable = file.findVariable(identifier.name, owner.parent);
  return (
    !!variable &&
    usesOf(file, variable).some((use) => use.parent.type === "ExportSpecifier" || use.parent.type === "ExportDefaultDeclaration")
  );
}

function nameOf(owner: FunctionNode): string {
  if (owner.id) return owner.id.name;
  const parent = owner.parent;
  if (parent.type === "MethodDefinition" || parent.type === "Property" || parent.type === "PropertyDefinition")
    return keyName(parent) ?? "the method";
  if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") return parent.id.name;
  return "the function around it";
}
