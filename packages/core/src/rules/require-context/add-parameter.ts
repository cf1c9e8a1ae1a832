import { localNamesOf } from "../../semantics/local-names.js";
/** Gives a function the context as its first parameter, and its callers in the file the argument. */
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { Change } from "../../syntax/change.js";
import { nameOfFunction } from "../../semantics/function-roles.js";
import { overloadsOf, usesOfFunction, type Signature } from "../../edits/make-async.js";
import type { FileView } from "../../semantics/file-view.js";
import { keyName, listOf, memberName, rewrap, type FunctionNode, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import type { ImportRequest } from "../../semantics/import-requests.js";
import { appendArgument, contextAt } from "./scope.js";
import { isExportedDeclaration } from "./functions.js";
import type { ContextSetting } from "./options.js";
import { functionsAround } from "./taking.js";
import { passesContext } from "./values.js";

/** Makes a function take the context if every caller is in the file and has a context, or can take one too. */
export function addParameter(file: FileView, context: ContextSetting, owner: FunctionNode): Edit {
  const written = writtenParameter(file, context, owner);
  if ("refused" in written) return hint(refusalOf(file, context, owner) ?? written.refused);
  const change = new ParameterChange(file, context, written.text);
  const refusal = change.visit(owner);
  if (refusal !== undefined) return hint(refusal);
  const reason = written.reason ?? change.doubt ?? `see that what its callers have is the ${context.parameter} that is meant`;
  return atMostSuggestion(allOf(fix(change.changes, written.imports)), reason);
}

type Written =
  { readonly text: string; readonly imports: readonly ImportRequest[]; readonly reason?: string } | { readonly refused: string };

/** `context: UserContext`, with the import of the type. */
function writtenParameter(file: FileView, { parameter, type, typeRef }: ContextSetting, at: Node): Written {
  if (!/\.[cm]?tsx?$/u.test(file.path)) return { text: parameter, imports: [] };
  if (type === undefined) return { refused: `the contract does not say of which type the ${parameter} is` };
  if (!typeRef)
    return file.findVariable(type, at)
      ? { text: `${parameter}: ${type}`, imports: [] }
      : { refused: `the contract's imports do not say where ${type} comes from` };
  const named = localNamesOf(file).nameFor(typeRef, at, { isTypeOnly: true });
  if ("refused" in named) return named;
  const { reason, need } = named;
  return { text: `${parameter}: ${named.text}`, imports: need ? [need] : [], ...(reason !== undefined && { reason }) };
}

class ParameterChange {
  readonly changes: Change[] = [];
  /** What a person has to check. */
  doubt: string | undefined;
  /** The functions that were visited, with the reason if one can't take the context. */
  readonly #refusals = new Map<FunctionNode, string | undefined>();

  constructor(
    readonly file: FileView,
    readonly context: ContextSetting,
    readonly text: string,
  ) {}

  /** Records the changes for a function; returns the reason if it can't change. */
  visit(owner: FunctionNode): string | undefined {
    if (this.#refusals.has(owner)) return this.#refusals.get(owner);
    const before = this.changes.length;
    this.#refusals.set(owner, undefined);
    const refusal = refusalOf(this.file, this.context, owner) ?? this.#visitUses(owner);
    this.#refusals.set(owner, refusal);
    if (refusal !== undefined) {
      this.changes.splice(before);
      return refusal;
    }
    for (const signature of [owner, ...overloadsOf(this.file, owner)])
      this.changes.push(insertParameter(this.file, signature, this.text));
    return undefined;
  }

  #visitUses(owner: FunctionNode): string | undefined {
    for (const use of usesOfFunction(this.file, owner)) {
      const outer = rewrap(use);
      const call = outer.parent as Node;
      if (call.type === "TSTypeQuery") continue;
      if (call.type !== "CallExpression" || call.callee !== outer) return `${nameOfFunction(owner)} is passed on as a value`;
      if (call.arguments.some((each) => passesContext(this.file, this.context, each)))
        return `a caller passes ${nameOfFunction(owner)} a ${this.context.parameter} already`;
      const argument = this.#argumentFor(call);
      if (argument === undefined) return `${nameOfFunction(owner)} is called where no ${this.context.parameter} is in scope`;
      const change = prependArgument(this.file, call, argument);
      if (typeof change === "string") return change;
      this.changes.push(change);
    }
    return undefined;
  }

  /** The argument for a call: a context that the caller has, or that it takes by the same change. */
  #argumentFor(call: TSESTree.CallExpression): string | undefined {
    const around = functionsAround(call);
    // The caller is the function itself, or another one that takes the context by this change.
    if (around.some((each) => this.#refusals.has(each) && this.#refusals.get(each) === undefined)) return this.context.parameter;
    const found = contextAt(this.file, this.context, call);
    if (found) {
      this.doubt ??= found.reason;
      return found.text;
    }
    return around.some((each) => this.visit(each) === undefined) ? this.context.parameter : undefined;
  }
}

/** Why a function can't take the context by a change of this file. */
function refusalOf(file: FileView, { parameter }: ContextSetting, owner: FunctionNode): string | undefined {
  const name = nameOfFunction(owner);
  if (/^\p{Lu}/u.test(name)) return `${name} is a component or a class, which takes what it is given`;
  const callers = callersOf(file, owner);
  if (callers === "elsewhere") return `its callers elsewhere have to pass ${parameter} to ${name}`;
  if (callers === "unknown") return "its callers can't be seen";
  const scope = file.scopeAt(owner.body);
  if (scope.set.has(parameter)) return `${name} has a ${parameter} of its own`;
  const outer = file.findVariable(parameter, owner);
  const isUsed = outer?.references.some(({ identifier }) => contains(owner.range, identifier.range));
  return isUsed ? `${name} uses a ${parameter} from outside` : undefined;
}

/** Where a function's callers are. */
function callersOf(file: FileView, owner: FunctionNode): "here" | "elsewhere" | "unknown" {
  if (owner.type === "FunctionDeclaration") return isExportedDeclaration(file, owner, owner.id) ? "elsewhere" : "here";
  const holder = rewrap(owner).parent as Node;
  if (holder.type === "VariableDeclarator" && holder.id.type === "Identifier") {
    if (holder.id.typeAnnotation || rewrap(owner) !== owner) return "unknown";
    return isExportedDeclaration(file, holder.parent, holder.id) ? "elsewhere" : "here";
  }
  if (holder.type !== "MethodDefinition" || holder.kind !== "method" || isOnOthers(file, holder)) return "unknown";
  if (holder.key.type === "PrivateIdentifier") return "here";
  return holder.accessibility === "private" && listOf(holder.decorators).length === 0 && !holder.computed ? "here" : "elsewhere";
}

/** `other.run()` in the class of a private `run`: it may call the same method on another instance. */
function isOnOthers(file: FileView, method: TSESTree.MethodDefinition): boolean {
  const owner = method.parent.parent;
  return file.nodes("MemberExpression").some((node) => {
    const { object } = node;
    if (memberName(node) !== keyName(method) || !contains(owner.range, node.range)) return false;
    const isClass = method.static && object.type === "Identifier" && object.name === owner.id?.name;
    return object.type !== "ThisExpression" && !isClass;
  });
}

function insertParameter(file: FileView, signature: FunctionNode | Signature, text: string): Change {
  const [first] = signature.params;
  const isThis = first?.type === "Identifier" && first.name === "this";
  if (isThis) return { range: [first.range[1], first.range[1]], parts: [`, ${text}`] };
  if (first && signature.type === "ArrowFunctionExpression" && !hasParentheses(file, signature))
    return { range: first.range, parts: [`(${text}, `, { copy: first.range }, ")"] };
  if (first) return { range: [first.range[0], first.range[0]], parts: [`${text}, `] };
  const from = signature.typeParameters?.range[1] ?? signature.id?.range[1] ?? signature.range[0];
  const at = file.text.indexOf("(", from) + 1;
  return { range: [at, at], parts: [text] };
}

/** Whether a function's parameters are in parentheses; those of `x => x` are not. */
function hasParentheses(file: FileView, { params }: FunctionNode): boolean {
  return file.text[file.lastBefore((params[0] as Node).range[0])] === "(" || params.length > 1;
}

function prependArgument(file: FileView, call: TSESTree.CallExpression, text: string): Change | string {
  const [first] = call.arguments;
  if (!first) return appendArgument(file, call, text);
  const [start] = file.rangeWithParentheses(first);
  return { range: [start, start], parts: [`${text}, `] };
}
