/** Finds the functions that a framework is given: inline, by name, bound, wrapped, in options, from another module. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isFunction, keyName, memberName, rewrap, unwrap, type FunctionNode, type Node } from "../../syntax/nodes.js";
import { findCallee, type Callee, localValue, returnsOf } from "../../semantics/callees.js";
import { findMatches } from "../../patterns/find-matches.js";
import { namedFunctions, headOf, type NamedFunction } from "./functions.js";
import { isByFileAlone, isMeantFile, type ContextSetting } from "./options.js";
import { passesContext } from "./values.js";

/** A function that a framework calls; one without a name is written where it is registered. */
export type Handler = Omit<NamedFunction, "name"> & { readonly name: string | undefined };

/** A handler of another module, where it is registered. */
export interface DistantHandler {
  readonly node: Node;
  readonly callee: Callee;
}

/** The handlers that the patterns find in a file. */
export interface Handlers {
  readonly here: readonly Handler[];
  readonly distant: readonly DistantHandler[];
}

/** Finds the functions that the option's patterns bind as `$handler` or `$$$handlers`. */
export function findHandlers(file: FileView, context: ContextSetting): Handlers {
  const isMeant = isByFileAlone(context) || isMeantFile(context, file.path);
  if (context.handlers.length === 0 || !isMeant) return { here: [], distant: [] };
  const patterns = context.handlers.map((match) => ({ match }));
  const search = new HandlerSearch(file, context);
  for (const { match } of findMatches(file, patterns, (name) => context.setting.findExport(name))) {
    for (const name of HANDLER_HOLES) {
      const binding = match.bindings.get(name);
      const value = binding && ("node" in binding ? binding.node : binding.list.at(-1));
      if (value && !("list" in (binding ?? {}) && unwrap(value).type === "Literal")) search.visit(value, 0);
    }
  }
  return { here: [...search.here.values()], distant: [...search.distant.values()] };
}

/** The names of holes that bind handlers. */
export const HANDLER_HOLES = ["handler", "handlers"] as const;
const MOST_STEPS = 8;

class HandlerSearch {
  readonly here = new Map<FunctionNode, Handler>();
  readonly distant = new Map<Node, DistantHandler>();
  #named: ReadonlyMap<FunctionNode, NamedFunction> | undefined;
  /** How often a handler was found, repetitions included. */
  #met = 0;

  constructor(
    readonly file: FileView,
    readonly context: ContextSetting,
  ) {}

  visit(value: Node, depth: number): void {
    if (depth > MOST_STEPS) return;
    const node = unwrap(value);
    if (isFunction(node)) return this.#add(node);
    switch (node.type) {
      case "Identifier":
        return this.#visitName(node, depth);
      case "MemberExpression":
        return this.#visitCallee(node, depth);
      case "CallExpression":
        return this.#visitCall(node, depth);
      case "ConditionalExpression":
        this.visit(node.consequent, depth + 1);
        return this.visit(node.alternate, depth + 1);
      case "LogicalExpression":
        this.visit(node.left, depth + 1);
        return this.visit(node.right, depth + 1);
      case "ArrayExpression": {
        const last = node.elements.at(-1);
        return last ? this.visit(last, depth + 1) : undefined;
      }
      case "ObjectExpression":
        return this.#visitOptions(node, depth);
      default:
    }
  }

  #add(owner: FunctionNode): void {
    this.#met++;
    if (this.here.has(owner)) return;
    this.#named ??= new Map([...namedFunctions(this.file)].map((each) => [each.owner, each]));
    const named = this.#named.get(owner);
    this.here.set(owner, {
      owner,
      name: isGiven(owner) ? undefined : named?.name,
      range: named?.range ?? headOf(this.file, owner),
    });
  }

  #visitName(node: TSESTree.Identifier, depth: number): void {
    const local = localValue(this.file, node);
    if (!local) return this.#visitCallee(node, depth);
    // `const handlers = [auth, list]`, `const list = asyncHandler(async (req) => …)`.
    return local.type === "FunctionDeclaration" ? this.#add(local) : this.visit(local, depth + 1);
  }

  #visitCallee(node: Node, depth: number): void {
    const callee = findCallee(this.file, node);
    if (callee?.module.path === this.file.path && isFunction(callee.node)) this.#add(callee.node);
    else if (callee?.module.path === this.file.path) return;
    else if (callee) this.#addDistant(node, callee);
    else if (node.type === "MemberExpression" && depth < MOST_STEPS) this.#visitMemberOfObject(node, depth);
  }

  /** Adds a handler; one that is registered several times is reported once. */
  #addDistant(node: Node, callee: Callee): void {
    this.#met++;
    if (!this.distant.has(callee.node)) this.distant.set(callee.node, { node, callee });
  }

  /** `handlers.list` of `const handlers = { list: asyncHandler(…) }`. */
  #visitMemberOfObject(node: TSESTree.MemberExpression, depth: number): void {
    const object = unwrap(node.object);
    const variable = object.type === "Identifier" ? this.file.variableOf(object) : undefined;
    const definition = variable?.defs[0]?.node as Node | undefined;
    const init = definition?.type === "VariableDeclarator" && definition.init ? unwrap(definition.init) : undefined;
    if (init?.type !== "ObjectExpression") return;
    const property = propertyOf(init, memberName(node));
    if (property) this.visit(property, depth + 1);
  }

  /** `handle.bind(this)`, `asyncHandler(handle)`, `makeHandler(deps)`. */
  #visitCall(call: TSESTree.CallExpression, depth: number): void {
    const callee = unwrap(call.callee);
    if (callee.type === "MemberExpression" && memberName(callee) === "bind") {
      const bound = call.arguments.slice(1);
      if (!bound.some((argument) => passesContext(this.file, this.context, argument))) this.visit(callee.object, depth + 1);
      return;
    }
    // `withContext(context, …)`: the wrapper already has a context.
    if (call.arguments.some((argument) => !isFunction(unwrap(argument)) && passesContext(this.file, this.context, argument)))
      return;
    const before = this.#met;
    for (const argument of [...call.arguments].reverse()) {
      this.visit(argument, depth + 1);
      if (this.#met > before) return;
    }
    this.#visitMaker(callee, depth);
  }

  /** A function of the file that returns the handler. */
  #visitMaker(callee: Node, depth: number): void {
    const made = findCallee(this.file, callee);
    if (!made || made.module.path !== this.file.path || !isFunction(made.node)) return;
    for (const returned of returnsOf(this.file, made.node)) {
      const inner = unwrap(returned);
      if (isFunction(inner)) this.#add(inner);
      else if (inner.type === "Identifier") this.visit(inner, depth + 1);
    }
  }

  /** fastify's `{ schema, handler }`. */
  #visitOptions(node: TSESTree.ObjectExpression, depth: number): void {
    const handler = propertyOf(node, "handler");
    if (handler) this.visit(handler, depth + 1);
  }
}

function isGiven(owner: FunctionNode): boolean {
  const { parent } = rewrap(owner);
  return parent?.type === "CallExpression" || parent?.type === "ArrayExpression";
}

function propertyOf(node: TSESTree.ObjectExpression, name: string | undefined): Node | undefined {
  const found = node.properties.find((property) => property.type === "Property" && keyName(property) === name);
  return found?.type === "Property" ? found.value : undefined;
}
