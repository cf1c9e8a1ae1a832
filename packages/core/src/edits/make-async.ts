import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import type { ModuleView } from "../semantics/module-view.js";
import {
  type Field,
  finalName,
  functionName,
  type FunctionNode,
  isField,
  keyName,
  memberName,
  type Node,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { usesOf } from "../semantics/origins.js";
import { awaitPlace, findWait } from "../semantics/await-place.js";
import { fix, hint, type Edit } from "./edit.js";
import type { Change, Part } from "../syntax/change.js";
import { needsParentheses } from "../syntax/precedence.js";
import { because, reasonOf, type Why, wordsOf } from "../reasons/reasons.js";
import { contains } from "../syntax/ranges.js";

/** What making a function async means for code outside the file and for whoever receives the function. */
interface Role {
  /** Why the function can't be async. */
  readonly refusal?: Why;
  /** What a person has to check. */
  readonly reasons: readonly Why[];
}

/** Reads who calls a function, and whether the callers can wait for it. */
function readRole(file: FileView, owner: FunctionNode): Role {
  const refusal = refusalOf(owner);
  if (refusal !== undefined) return { refusal, reasons: [] };
  const outer = rewrap(owner);
  const holder = outer.parent as Node;
  switch (holder.type) {
    case "MethodDefinition":
    case "PropertyDefinition":
    case "AccessorProperty":
      return { reasons: reasonsOfMember(holder) };
    case "CallExpression":
    case "NewExpression":
      return holder.callee === outer ? { reasons: [] } : roleOfCallback(holder);
    case "JSXExpressionContainer":
      return { reasons: [`${attributeName(holder)} does not wait for it`] };
    default:
      return roleOfNamed(file, owner, outer, holder);
  }
}

function refusalOf(owner: FunctionNode): Why | undefined {
  const holder = owner.parent;
  if (owner.generator) return because("noAwait", "await is not allowed in a generator that is not async");
  if (owner.returnType?.typeAnnotation.type === "TSTypePredicate")
    return `${nameOfFunction(owner)} is a type guard, which can't be async`;
  if (holder.type === "MethodDefinition" && holder.kind === "constructor")
    return because("noAwait", "await is not allowed in a constructor");
  const isAccessor = (holder.type === "MethodDefinition" || holder.type === "Property") && /^[gs]et$/u.test(holder.kind);
  if (isAccessor) return because("noAwait", "await is not allowed in an accessor");
  return /^use\p{Lu}/u.test(nameOfFunction(owner)) ? because("noAwait", "await is not allowed in a React hook") : undefined;
}

function reasonsOfMember(member: TSESTree.MethodDefinition | Field): string[] {
  const name = keyName(member) ?? "the method";
  if (member.key.type === "PrivateIdentifier" || member.accessibility === "private") return [];
  const owner = member.parent.parent;
  // A tree of a parser for JavaScript has no `implements`.
  const { implements: promises = [] } = owner as Partial<typeof owner>;
  const isBound = member.override || promises.length > 0 || !!owner.superClass;
  return [
    `its callers elsewhere have to await ${name}`,
    ...(isBound ? [`the type that ${owner.id?.name ?? "the class"} implements or extends has to allow a promise`] : []),
  ];
}

/** Functions that wait for what their callback returns. */
const WAITING = new Set([
  ...["then", "catch", "finally", "it", "test", "each", "before", "after", "beforeEach", "afterEach", "beforeAll", "afterAll"],
  ...["setup", "teardown", "suiteSetup", "suiteTeardown", "only", "skip", "step", "act", "waitFor", "from"],
]);
/** Functions that use what their callback returns as a plain value. */
const COUNTING = new Set([
  ...["filter", "find", "findIndex", "findLast", "findLastIndex", "some", "every", "sort", "toSorted", "reduce", "reduceRight"],
  ...["replace", "replaceAll", "flatMap", "describe", "suite", "context"],
]);

/** What passing an async function to a call means. */
function roleOfCallback(call: TSESTree.CallExpression | TSESTree.NewExpression): Role {
  const name = finalName(call.callee) ?? "its caller";
  if (call.type === "NewExpression")
    return { reasons: [name === "Promise" ? "an error in an async executor is lost" : `${name} does not wait for it`] };
  if (COUNTING.has(name)) return { refusal: because("noAwait", `${name} can't wait for its callback`), reasons: [] };
  if (/^use\p{Lu}/u.test(name) && name !== "useCallback")
    return { refusal: because("noAwait", `${name} can't wait for its callback`), reasons: [] };
  if (WAITING.has(name)) return { reasons: [] };
  if (name === "map") return { reasons: isJoined(call) ? [] : ["map then gives promises"] };
  return { reasons: [`${name} does not wait for it`] };
}

/** `Promise.all(ids.map(…))`. */
function isJoined(call: Node): boolean {
  const parent = rewrap(call).parent;
  const callee = parent?.type === "CallExpression" ? unwrap(parent.callee) : undefined;
  return callee?.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Promise";
}

function attributeName(container: TSESTree.JSXExpressionContainer): string {
  const { parent } = container;
  return parent.type === "JSXAttribute" && parent.name.type === "JSXIdentifier" ? parent.name.name : "JSX";
}

function roleOfNamed(file: FileView, owner: FunctionNode, outer: Node, holder: Node): Role {
  const name = nameOfFunction(owner);
  const reasons: Why[] = [];
  if (/^\p{Lu}/u.test(name) && holdsJsx(file, owner)) reasons.push("only a server component can be async");
  if (holder.type === "VariableDeclarator") {
    if (holder.id.typeAnnotation) reasons.push(`the type of ${name} has to allow a promise`);
    if (isExported(file, holder.id, holder.parent)) reasons.push(`its callers elsewhere have to await ${name}`);
  } else if (owner.type === "FunctionDeclaration") {
    if (!owner.id || isExported(file, owner.id, owner)) reasons.push(`its callers elsewhere have to await ${name}`);
  } else {
    reasons.push(`its callers have to await ${name}`);
  }
  if (outer !== owner && /^TS(?:As|Satisfies)/u.test(outer.type)) reasons.push(`the type of ${name} has to allow a promise`);
  return { reasons };
}

function holdsJsx(file: FileView, owner: FunctionNode): boolean {
  return [...file.nodes("JSXElement"), ...file.nodes("JSXFragment")].some((node) => contains(owner.range, node.range));
}

function isExported(file: FileView, name: Node, declaration: Node): boolean {
  const { parent } = declaration;
  if (parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration") return true;
  const variable = name.type === "Identifier" ? file.findVariable(name.name, declaration) : undefined;
  return (
    !!variable &&
    usesOf(file, variable).some((use) => use.parent.type === "ExportSpecifier" || use.parent.type === "ExportDefaultDeclaration")
  );
}

/** The name of a function for messages. */
function nameOfFunction(owner: FunctionNode): string {
  return functionName(owner) ?? ("key" in (rewrap(owner).parent ?? owner) ? "the method" : "the function around it");
}

/**
 * The edit that allows an `await` at a node: empty in async code and at the top level of a module; otherwise it makes the
 * function around the node async, which a person has to decide.
 */
export function allowAwait(file: FileView, site: Node): Edit {
  const place = awaitPlace(file, site);
  if (place === "module") return fix([]);
  if ("refusal" in place) return { ...hint(place.refusal), needsAsync: true };
  return place.async ? fix([]) : { ...new AsyncChange(file).makeAsync(place), needsAsync: true };
}

/** Makes a function async, and adds `await` to its calls in the file, whose functions become async in turn. */
class AsyncChange {
  readonly #file: FileView;
  readonly #changes: Change[] = [];
  readonly #reasons = new Set<string>();
  /** Why each function that was visited can't be async; undefined if it can. */
  readonly #refusals = new Map<FunctionNode, Why | undefined>();

  constructor(file: FileView) {
    this.#file = file;
  }

  makeAsync(owner: FunctionNode): Edit {
    const refusal = this.#visit(owner);
    if (refusal !== undefined) return hint(refusal);
    const reason = because("notAsync", [`${nameOfFunction(owner)} is not async`, ...this.#reasons].join("; "));
    return { level: "suggestion", reason, changes: this.#changes, imports: [] };
  }

  /** Collects the changes that make a function async; returns why it can't be async. */
  #visit(owner: FunctionNode): Why | undefined {
    if (owner.async) return undefined;
    if (this.#refusals.has(owner)) return this.#refusals.get(owner);
    const { refusal, reasons } = readRole(this.#file, owner);
    this.#refusals.set(owner, refusal);
    if (refusal !== undefined) return refusal;
    for (const reason of reasons) this.#reasons.add(wordsOf(reason));
    this.#changes.push(insertAsync(this.#file, owner));
    for (const signature of [owner, ...overloadsOf(this.#file, owner)])
      this.#changes.push(...wrapReturnType(this.#file, signature));
    for (const use of usesOfFunction(this.#file, owner)) {
      const problem = this.#awaitUse(owner, use);
      if (problem === undefined) continue;
      this.#refusals.set(owner, problem);
      return problem;
    }
    return undefined;
  }

  /** Adds `await` to a call; returns why that is impossible, if the call's value is needed. */
  #awaitUse(owner: FunctionNode, use: Node): Why | undefined {
    const outer = rewrap(use);
    const call = outer.parent;
    const name = nameOfFunction(owner);
    if (call?.type === "ExportSpecifier" || call?.type === "ExportDefaultDeclaration" || call?.type === "TSTypeQuery")
      return undefined;
    if (call?.type !== "CallExpression" || call.callee !== outer) {
      const role = call?.type === "CallExpression" ? roleOfCallback(call) : undefined;
      this.#reasons.add([`${name} is passed on as a value`, ...(role?.reasons ?? []).map(wordsOf)].join(", and "));
      return role?.refusal;
    }
    if (findWait(call)) return undefined;
    const place = awaitPlace(this.#file, call);
    const refusal = place === "module" ? undefined : "refusal" in place ? place.refusal : this.#visit(place);
    if (refusal === undefined) this.#changes.push(awaitCall(this.#file, call));
    else {
      const reason = `a caller of ${name} can't await it: ${wordsOf(refusal)}`;
      if (rewrap(call).parent?.type !== "ExpressionStatement") return { ...reasonOf(refusal), text: reason };
      this.#reasons.add(reason);
    }
    return undefined;
  }
}

const AWAIT = { type: "AwaitExpression" } as Node;

function awaitCall(file: FileView, call: TSESTree.CallExpression): Change {
  const isDressed = !file.isParenthesized(call) && needsParentheses(AWAIT, call, "await");
  const copy: Part = { copy: call.range, as: "operand" };
  return { range: call.range, parts: isDressed ? ["(await ", copy, ")"] : ["await ", copy] };
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

/** Every place in the file that refers to a function: by its variable, or as `this.method` or `Class.method`. */
function usesOfFunction(file: FileView, owner: FunctionNode): readonly Node[] {
  const identifier = identifierOf(owner);
  const variable = identifier && file.findVariable(identifier.name, owner.parent);
  if (variable) return usesOf(file, variable);
  const method = owner.parent;
  if (method.type !== "MethodDefinition" && !isField(method)) return [];
  const { id } = method.parent.parent;
  const name = keyName(method);
  return file.nodes("MemberExpression").filter((node) => {
    const { object, range } = node;
    if (memberName(node) !== name) return false;
    const isInside = range[0] >= method.parent.range[0] && range[1] <= method.parent.range[1];
    if (object.type === "ThisExpression") return isInside;
    const isClass = method.static && object.type === "Identifier" && object.name === id?.name;
    return isClass && (isInside || file.variableOf(object) === file.findVariable(object.name, method.parent.parent.parent));
  });
}

/** The identifier by which the file's scopes know a function. */
function identifierOf(owner: FunctionNode): TSESTree.Identifier | undefined {
  if (owner.type === "FunctionDeclaration") return owner.id ?? undefined;
  const { parent } = rewrap(owner);
  return parent?.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
}
