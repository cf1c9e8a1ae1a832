import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { type FileView, isSameCode } from "../semantics/file-view.js";
import { isNode, memberName, stringValue, unwrap, type Node } from "../syntax/nodes.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import type { FindExport } from "../semantics/local-names.js";
import { fieldAliasOf } from "../semantics/field-aliases.js";
import { boundCallOf, isWholeOfNode, localAliasOf, membersOfExport, originOf } from "../semantics/origins.js";
import type { Binding } from "./filling.js";
import { isOwnExport } from "../semantics/own-exports.js";
import { adopt, copyOf, emptyState, restore, type State, fitsBinary, fitsLogical, fitsObject } from "./match-operators.js";
import type { Children, Fitting } from "./may-fit.js";
import { GLOBAL_OBJECT_NAMES } from "../syntax/identifiers.js";
import { childHoleOf, fitsAttribute, fitsElement, isMarkup } from "./match-jsx.js";
import type { Template } from "./template.js";
import { askedBy, comparedWith, holeAt, holeOf, isOfKind, isOwnParameter, listHoleOf } from "./template-holes.js";

/** Why what matches as a guess is only suggested. */
export const MATCHED_BY_NAME = "its local name is not in the contract's `imports`: add it there";

/** How an expression fits a pattern. */
export interface Match {
  readonly node: Node;
  /** The pattern, where it matched as a whole. */
  readonly template?: Template;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Everything that holes took, `$_` included, in the order of the text. */
  readonly bound: readonly Node[];
  /** The `const` names and class fields through which a part of the pattern matched. */
  readonly aliases: ReadonlySet<AliasHolder>;
  /** Whether a name that the contract does not declare matched a local variable by name only. */
  readonly isGuess: boolean;
  /** Whether it begins with an access to a singleton, which gives the same each time. */
  readonly isAccess?: boolean;
}

/** The value of a destructured name: an expression, and the path that is read from it. */
export interface Read {
  readonly value: Node;
  readonly path: readonly string[];
}

const MOST_ALIASES = 16;

/** The file in which a pattern is matched, and how. */
export interface MatchContext {
  readonly file: FileView;
  readonly findExport: FindExport;
  /** `a?.b` counts as `a.b` although it may be skipped. */
  readonly ignoresOptional?: boolean;
}

/** Matches an expression with a pattern; undefined if it does not fit. */
export function matchTemplate(context: MatchContext, template: Template, node: Node): Match | undefined {
  const match = matchPart(context, template.root, node);
  return match && { ...match, template };
}

/** Matches an expression with a part of a pattern. */
export function matchPart(context: MatchContext, pattern: Node, node: Node): Match | undefined {
  return matched(node, (state) => new Matcher(context).fits(pattern, node, state));
}

/** Matches what a destructured property reads with a pattern; `node`: the property. */
export function matchRead(context: MatchContext, template: Template, read: Read, node: Node): Match | undefined {
  const match = matched(node, (state) => new Matcher(context).fitsRead(askedBy(template.root), read, state, 0));
  return match && { ...match, template };
}

function matched(node: Node, fits: (state: State) => boolean): Match | undefined {
  const state = emptyState();
  if (!fits(state)) return undefined;
  const bound = [...state.bound].sort((a, b) => a.range[0] - b.range[0]);
  return { node, bindings: state.bindings, bound, aliases: state.aliases, isGuess: state.isGuess };
}

class Matcher {
  readonly file: FileView;
  readonly #findExport: FindExport;
  readonly #ignoresOptional: boolean;

  constructor({ file, findExport, ignoresOptional = false }: MatchContext) {
    this.file = file;
    this.#findExport = findExport;
    this.#ignoresOptional = ignoresOptional;
  }

  fits(patternNode: Node, candidate: Node, state: State, depth = 0): boolean {
    const pattern = askedBy(patternNode);
    const hole = pattern.type === "Identifier" ? holeOf(pattern.name) : undefined;
    if (hole) return !hole.isList && this.#bind(hole.name, candidate, state);
    if (pattern.type === "Identifier" || pattern.type === "JSXIdentifier") return this.#fitsName(pattern, candidate, state);
    const text = pattern.type === "JSXText" || pattern.type === "TemplateLiteral" ? holeAt(pattern) : undefined;
    if (text) return candidate.type !== "Identifier" && this.#bind(text.name, candidate, state);
    const child = isMarkup(candidate) ? childHoleOf(pattern) : undefined;
    if (child !== undefined) return this.#bind(child, candidate, state);
    const node = comparedWith(pattern, candidate);
    if (node.type === "Identifier") return this.#isMemberOfModule(pattern, node) || this.#fitsAlias(pattern, node, state, depth);
    const attempt = copyOf(state);
    if (this.#fitsNode(pattern, node, attempt, depth)) {
      adopt(state, attempt);
      return true;
    }
    return node.type === "MemberExpression" && this.#fitsField(pattern, node, state, depth);
  }

  /** `this.registry`, where the field's value fits the pattern. */
  #fitsField(pattern: Node, node: TSESTree.MemberExpression, state: State, depth: number): boolean {
    const alias = depth > MOST_ALIASES ? undefined : fieldAliasOf(this.file, node);
    if (!alias || !this.fits(pattern, alias.value, state, depth + 1)) return false;
    state.aliases.add(alias.field);
    return true;
  }

  #bind(name: string, candidate: Node, state: State): boolean {
    if (candidate.type === "SpreadElement") return false;
    state.bound.push(candidate);
    if (name === "_") return true;
    const known = state.bindings.get(name);
    if (!known) {
      state.bindings.set(name, { node: candidate });
      return true;
    }
    return "node" in known && this.#isSameText(known.node, candidate);
  }

  #isSameText(a: Node, b: Node): boolean {
    return isSameCode(this.file, unwrap(a), unwrap(b));
  }

  /** A name that the contract declares matches by identity, whatever it is called in the file; any other matches by name. */
  #fitsName(pattern: TSESTree.Identifier | TSESTree.JSXIdentifier, candidate: Node, state: State): boolean {
    const [{ name }, node] = [pattern, unwrap(candidate)];
    // It may have any name: that of no hole has a space.
    if (isOwnParameter(pattern)) return node.type === "Identifier" && this.#bind(`parameter ${name}`, node, state);
    const ref = this.#findExport(name);
    if (ref) {
      // In its module the export's own name stands for nothing else.
      if (isOwnExport(this.file, node, ref)) return true;
      const origin = originOf(this.file, node);
      const isIt = !!origin && membersOfExport(this.file, origin, ref)?.length === 0;
      if (isIt) this.#noteAliases(node, state);
      return isIt;
    }
    if (node.type === "MemberExpression") return this.#isOfGlobalObject(node, name);
    if ((node.type !== "Identifier" && node.type !== "JSXIdentifier") || node.name !== name) return false;
    // `<font>` is no variable's name.
    const isNeverLocal = node.type === "JSXIdentifier" && node.parent.type !== "JSXMemberExpression" && /^[a-z]/u.test(name);
    if (!isNeverLocal && this.file.variableOf(node)) state.isGuess = true;
    return true;
  }

  /** `window.setTimeout`, `globalThis.setTimeout`: the global of that name. */
  #isOfGlobalObject(node: TSESTree.MemberExpression, name: string): boolean {
    const object = unwrap(node.object);
    return (
      memberName(node) === name &&
      object.type === "Identifier" &&
      GLOBAL_OBJECT_NAMES.has(object.name) &&
      !this.file.variableOf(object)
    );
  }

  #noteAliases(node: Node, state: State): void {
    for (let at = unwrap(node), depth = 0; at.type === "Identifier" && depth < MOST_ALIASES; depth++) {
      const variable = this.file.variableOf(at);
      const alias = variable && localAliasOf(this.file, variable);
      if (!variable || !alias) return;
      state.aliases.add(variable);
      at = unwrap(alias.value);
    }
  }

  /** `settings`, imported from the module that the contract calls `models`, where the pattern is `models.settings`. */
  #isMemberOfModule(pattern: Node, node: TSESTree.Identifier): boolean {
    const object = pattern.type === "MemberExpression" ? unwrap(pattern.object) : undefined;
    const ref = object?.type === "Identifier" ? this.#findExport(object.name) : undefined;
    if (!ref || pattern.type !== "MemberExpression") return false;
    if (ref.exported !== "*" && !isWholeOfNode(ref.module, ref.exported)) return false;
    const origin = originOf(this.file, node);
    const members = origin?.reference && membersOfExport(this.file, origin, ref);
    return members?.length === 1 && members[0] === memberName(pattern);
  }

  /** `const r = X.getInstance()`, `const { get } = X.getInstance()`: the name matches if its value does. */
  #fitsAlias(pattern: Node, node: TSESTree.Identifier, state: State, depth: number): boolean {
    const variable = this.file.variableOf(node);
    const alias = variable && localAliasOf(this.file, variable);
    if (!variable || !alias || depth > MOST_ALIASES) return false;
    if (!this.fitsRead(pattern, alias, state, depth + 1)) return false;
    state.aliases.add(variable);
    return true;
  }

  fitsRead(pattern: Node, read: Read, state: State, depth: number): boolean {
    const name = read.path.at(-1);
    if (name === undefined) return this.fits(pattern, read.value, state, depth);
    if (pattern.type !== "MemberExpression") return false;
    const index = pattern.computed && pattern.property.type === "Literal" ? String(pattern.property.value) : undefined;
    if ((memberName(pattern) ?? index) !== name) return false;
    return this.fitsRead(askedBy(pattern.object), { value: read.value, path: read.path.slice(0, -1) }, state, depth);
  }

  #fitsNode(pattern: Node, node: Node, state: State, depth: number): boolean {
    const text = stringValue(pattern);
    if (text !== undefined) return stringValue(node) === text;
    if (!isOfKind(pattern, node.type)) return false;
    switch (pattern.type) {
      case "Literal":
        return (
          "raw" in node &&
          (pattern.raw === node.raw || ("value" in node && pattern.value !== null && pattern.value === node.value))
        );
      case "MemberExpression":
        return this.#fitsMember(pattern, node as TSESTree.MemberExpression, state, depth);
      case "CallExpression":
      case "NewExpression":
        return this.#fitsCall(pattern, node as TSESTree.CallExpression, state, depth);
      case "ObjectExpression":
        return fitsObject(this.#fitting(state, depth), pattern, node as TSESTree.ObjectExpression);
      case "TemplateElement":
        return pattern.value.cooked === (node as TSESTree.TemplateElement).value.cooked;
      case "JSXText":
        return pattern.value.trim() === (node as TSESTree.JSXText).value.trim();
      case "JSXElement":
        return fitsElement(this.#fitting(state, depth), pattern, node as TSESTree.JSXElement);
      case "JSXAttribute":
        return fitsAttribute(this.#fitting(state, depth), pattern, node as TSESTree.JSXAttribute);
      case "BinaryExpression":
        return fitsBinary({ file: this.file, fitting: this.#fitting(state, depth) }, pattern, node as TSESTree.BinaryExpression);
      case "LogicalExpression":
        return fitsLogical({ file: this.file, fitting: this.#fitting(state, depth) }, pattern, node as typeof pattern);
      case "ArrayExpression":
        return this.#fitsList(pattern.elements, (node as TSESTree.ArrayExpression).elements, state, depth);
      default:
        return this.#fitsChildren(pattern, node, state, depth);
    }
  }

  #fitsMember(pattern: TSESTree.MemberExpression, node: TSESTree.MemberExpression, state: State, depth: number): boolean {
    if (node.optional && !pattern.optional && !this.#mayIgnoreOptional(node.object)) return false;
    const name = memberName(pattern);
    const isHole = pattern.property.type === "Identifier" && !!holeOf(pattern.property.name);
    if (isHole && !pattern.computed) {
      // `$x.$method(…)`: the hole takes the property's name.
      if (node.computed) return false;
      return (
        this.fits(pattern.object, node.object, state, depth) &&
        this.#bindName(pattern.property as TSESTree.Identifier, node.property, state)
      );
    }
    if (name === undefined || memberName(node) === undefined) {
      return (
        pattern.computed === node.computed &&
        this.fits(pattern.object, node.object, state, depth) &&
        this.fits(pattern.property, node.property, state, depth)
      );
    }
    return memberName(node) === name && this.fits(pattern.object, node.object, state, depth);
  }

  #bindName(hole: TSESTree.Identifier, property: Node, state: State): boolean {
    const name = holeOf(hole.name)?.name as string;
    const known = state.bindings.get(name);
    if (known) return "node" in known && this.#isSameText(known.node, property);
    if (name !== "_") state.bindings.set(name, { node: property });
    return true;
  }

  /** An optional call that may be skipped does not match a plain call. */
  #mayIgnoreOptional(node: Node): boolean {
    if (this.#ignoresOptional) return true;
    const object = unwrap(node);
    return object.type === "ThisExpression" || object.type === "NewExpression" || object.type === "ObjectExpression";
  }

  #fitsCall(
    pattern: TSESTree.CallExpression | TSESTree.NewExpression,
    node: TSESTree.CallExpression,
    state: State,
    depth: number,
  ): boolean {
    if (
      "optional" in node &&
      node.optional &&
      !("optional" in pattern && pattern.optional) &&
      !this.#mayIgnoreOptional(node.callee)
    )
      return false;
    const types = pattern.typeArguments;
    return (
      this.#attempt(
        state,
        (attempt) =>
          this.fits(pattern.callee, node.callee, attempt, depth) &&
          (!types || this.#fitsChild(types, node.typeArguments, attempt, depth)) &&
          this.#fitsList(pattern.arguments, node.arguments, attempt, depth),
      ) ||
      (pattern.type === "CallExpression" && this.#fitsBoundCall(pattern, node, state, depth))
    );
  }

  /** `const get = registry.get.bind(registry); get("x")`. */
  #fitsBoundCall(pattern: TSESTree.CallExpression, node: TSESTree.CallExpression, state: State, depth: number): boolean {
    const bound = depth > MOST_ALIASES ? undefined : boundCallOf(this.file, node.callee);
    if (!bound) return false;
    const args = [...bound.args, ...node.arguments];
    const isFit = this.#attempt(
      state,
      (attempt) =>
        this.fits(pattern.callee, bound.target, attempt, depth + 1) &&
        this.#fitsList(pattern.arguments, args, attempt, depth + 1),
    );
    if (isFit) for (const alias of bound.aliases) state.aliases.add(alias);
    return isFit;
  }

  /** The functions for parts of a pattern that are matched in files of their own. */
  #fitting(state: State, depth: number): Fitting {
    return {
      fits: (part, other) => this.fits(part, other, state, depth),
      fitsList: (parts, others) => this.#fitsList(parts, others, state, depth),
      bindName: (hole, property) => this.#bindName(hole, property, state),
      bindList: (name, nodes, children) => this.#bindList(name, nodes, state, children),
      attempt: (run) => {
        const before = copyOf(state);
        if (run()) return true;
        restore(state, before);
        return false;
      },
    };
  }

  #attempt(state: State, run: (attempt: State) => boolean): boolean {
    const attempt = copyOf(state);
    if (!run(attempt)) return false;
    adopt(state, attempt);
    return true;
  }

  /** Arguments and elements; `$$$xs` takes any number, the fewest first. */
  #fitsList(patterns: readonly (Node | null)[], nodes: readonly (Node | null)[], state: State, depth: number): boolean {
    const [first, ...rest] = patterns;
    if (first === undefined) return nodes.length === 0;
    const hole = listHoleOf(first);
    if (hole === undefined) {
      const [node, ...others] = nodes;
      if (node === undefined || (first === null) !== (node === null)) return false;
      if (first && node && !this.fits(first, node, state, depth)) return false;
      return this.#fitsList(rest, others, state, depth);
    }
    for (let count = 0; count <= nodes.length; count++) {
      const taken = nodes.slice(0, count);
      if (taken.includes(null)) return false;
      const attempt = copyOf(state);
      if (this.#bindList(hole, taken as Node[], attempt) && this.#fitsList(rest, nodes.slice(count), attempt, depth)) {
        adopt(state, attempt);
        return true;
      }
    }
    return false;
  }

  #bindList(name: string, list: readonly Node[], state: State, children?: Children): boolean {
    state.bound.push(...list, ...(children?.nodes ?? []));
    if (name === "_") return true;
    const known = state.bindings.get(name);
    if (known)
      return (
        "list" in known &&
        known.list.length === list.length &&
        known.list.every((node, index) => this.#isSameText(node, list[index] as Node))
      );
    state.bindings.set(name, { list, ...(children && { children }) });
    return true;
  }

  #fitsChildren(pattern: Node, node: Node, state: State, depth: number): boolean {
    const [a, b] = [pattern as Indexed, node as Indexed];
    if (SCALARS.some((key) => key in a && a[key] !== b[key])) return false;
    return (visitorKeys[pattern.type] ?? [])
      .filter((key) => pattern.type.startsWith("TS") || !TYPES.has(key))
      .every((key) => this.#fitsChild(a[key], b[key], state, depth));
  }

  #fitsChild(pattern: unknown, node: unknown, state: State, depth: number): boolean {
    if (Array.isArray(pattern)) return Array.isArray(node) && this.#fitsList(pattern as Node[], node as Node[], state, depth);
    if (!isNode(pattern)) return !isNode(node) || pattern === undefined;
    return isNode(node) && this.fits(pattern, node, state, depth);
  }
}

type Indexed = Node & Readonly<Record<string, unknown>>;

const SCALARS = ["operator", "computed", "kind", "async", "generator", "prefix", "delegate", "name"] as const;
/** The keys that a pattern does not compare: types, but for those of its casts and of calls. */
const TYPES = new Set(["typeAnnotation", "typeArguments", "typeParameters", "returnType"]);
