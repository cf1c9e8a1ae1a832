/** Writes a replacement into the old text, so that what only gets another name keeps its place, its comments and its layout. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import { type Part, contains, type Range } from "../syntax/ranges.js";
import { keyName, stringValue, unwrap, type Node } from "../syntax/nodes.js";
import type { Rendered } from "./filling.js";
import type { Match } from "./match.js";
import { attributeName, isKey } from "./match-jsx.js";
import { attributeLayoutOf } from "./render-places.js";
import type { RuleSetting } from "./rule-setting.js";
import type { Template } from "./template.js";
import { STAYS } from "./moved-words.js";
import { holeAt, listHoleOf } from "./template-holes.js";

/** The old text, a part of the pattern that it matched, and the same part of the replacement. */
interface Triple<T extends Node = Node> {
  readonly pattern: T;
  readonly old: T;
  readonly next: T;
}

type Call = TSESTree.CallExpression | TSESTree.NewExpression;
type Attribute = TSESTree.JSXOpeningElement["attributes"][number];
/** Attributes before all others, and what is written instead of old ones. */
interface Changes {
  readonly first: readonly Part[];
  readonly changed: ReadonlyMap<Node, readonly Part[]>;
}

type Parts = readonly Part[] | undefined;

const KEY = "__key";

/** The `key` of an element that a pattern without one matched: it is about the element's place, and what replaces that takes it. */
export function keyLeftBy({ node, template }: Match): TSESTree.JSXAttribute | undefined {
  if (node.type !== "JSXElement" || template?.root.type !== "JSXElement") return undefined;
  const { attributes } = template.root.openingElement;
  const isTaken = attributes.some((each) => isKey(each) || listHoleOf(each) !== undefined);
  return isTaken ? undefined : node.openingElement.attributes.find(isKey);
}

/** The match and its replacement with the element's `key` in both, where the replacement is an element without one. */
export function withKey(match: Match, written: Template, setting: RuleSetting): { match: Match; template: Template } {
  const key = keyLeftBy(match);
  const value = key && bare(key.value);
  const keyed = (template: Template | undefined): Template | undefined => {
    if (template?.root.type !== "JSXElement" || template.root.openingElement.attributes.some(isKey)) return undefined;
    const { name, typeArguments } = template.root.openingElement;
    const at = (typeArguments ?? name).range[1] - template.offset;
    return setting.template(`${template.text.slice(0, at)} key={$${KEY}}${template.text.slice(at)}`);
  };
  const [pattern, template] = [match.template, written].map(keyed);
  if (!value || !pattern || !template) return { match, template: written };
  const bindings = new Map(match.bindings).set(KEY, { node: value });
  const bound = [...match.bound, value].sort((a, b) => a.range[0] - b.range[0]);
  return { match: { ...match, template: pattern, bindings, bound }, template };
}

/** The replacement with everything in its old place; as it was where the pattern and the replacement are not alike. */
export function keepPlaces(file: FileView, match: Match, rendered: Rendered): Rendered {
  const { template } = match;
  const isStuck = rendered.refusal !== undefined && rendered.refusal !== STAYS;
  if (!template || isStuck || rendered.missing.length > 0) return rendered;
  // What a name was made with is not in the old text.
  if (match.bound.some(({ range }) => !contains(match.node.range, range))) return rendered;
  const { root } = rendered.template;
  const waits = root.type === "AwaitExpression";
  const triple = { pattern: unwrap(template.root), old: unwrap(match.node), next: unwrap(waits ? root.argument : root) };
  const inner = new Places(file, rendered).whole(triple);
  if (!inner) return rendered;
  const parts = waits ? ["await ", ...inner] : inner;
  const uses = inOrderOf(parts, rendered.uses);
  return uses ? { ...rendered, parts, uses, refusal: undefined } : rendered;
}

/** What is used, in the order of the new text; undefined if something is not copied there. */
function inOrderOf(parts: readonly Part[], uses: Rendered["uses"]): Rendered["uses"] | undefined {
  const placed = uses.map((use) => ({
    use,
    at: parts.findIndex((part) => typeof part !== "string" && contains(part.copy, use.node.range)),
  }));
  if (placed.some(({ at, use }) => at < 0 && use.node.type !== "JSXAttribute")) return undefined;
  return placed.sort((a, b) => a.at - b.at || a.use.node.range[0] - b.use.node.range[0]).map(({ use }) => use);
}

class Places {
  constructor(
    readonly file: FileView,
    readonly rendered: Rendered,
  ) {}

  /** An element, or a call of which the arguments stay in order. */
  whole({ pattern, old, next }: Triple): Parts {
    if (pattern.type === "JSXElement" && old.type === "JSXElement" && next.type === "JSXElement")
      return this.#element({ pattern, old, next });
    return isCall(pattern) && isCall(old) && isCall(next) && pattern.type === old.type
      ? this.#call({ pattern, old, next })
      : undefined;
  }

  #value({ pattern, old, next }: Triple): Parts {
    if (this.#isKept(pattern, next)) return [{ copy: old.range }];
    const triple = { pattern: unwrap(pattern), old: unwrap(old), next: unwrap(next) };
    if (triple.pattern.type === "ObjectExpression" && triple.old.type === "ObjectExpression" && old === triple.old)
      return triple.next.type === "ObjectExpression" ? this.#object(triple as Triple<TSESTree.ObjectExpression>) : undefined;
    return this.#isConstant(pattern, next) ? this.rendered.partsOf(next) : undefined;
  }

  /** Whether the replacement has another constant in the place of one. */
  #isConstant(...nodes: readonly Node[]): boolean {
    return nodes.every((node) => node.type === "Literal" && holeAt(node) === undefined);
  }

  /** Whether the replacement has no place for the value of an attribute or a property. */
  #isDropped(value: Node | undefined): boolean {
    const hole = value && holeAt(value);
    return (
      !this.rendered.template.holes.some(({ name }) => name === hole?.name) && (!value || !!hole || value.type === "Literal")
    );
  }

  /** Whether the replacement takes over a part of the pattern: the same hole, the same constant. */
  #isKept(pattern: Node, next: Node): boolean {
    const [hole, other] = [holeAt(pattern), holeAt(next)];
    if (hole || other) return hole?.name === other?.name && hole?.isList === other?.isList;
    const text = stringValue(pattern);
    if (text !== undefined) return text === stringValue(next);
    return pattern.type === "Literal" && next.type === "Literal" && pattern.raw === next.raw;
  }

  #call({ pattern, old, next }: Triple<Call>): Parts {
    const [patterns, values] = [pattern.arguments, next.arguments];
    if (patterns.length !== values.length || old.arguments.length === 0 || isOptional(old)) return undefined;
    const types = old.typeArguments;
    if (types && !this.#copies(next, types)) return undefined;
    const [, end] = this.file.rangeWithParentheses(old.callee);
    const open = this.file.skipTrivia(types ? types.range[1] : end);
    const callee = this.rendered.partsOf(next.callee);
    if (!callee || this.file.text[open] !== "(") return undefined;
    const isChanged = !patterns.every((each, index) => this.#isKept(each, values[index] as Node));
    // A call on one line is written as the contract writes it.
    if (!isChanged && !/[\n]|\/[/*]/u.test(this.file.text.slice(open, old.range[1]))) return undefined;
    const rest = patterns.findIndex((each) => listHoleOf(each) !== undefined);
    if (rest >= 0 && (!values[rest] || !this.#isKept(patterns[rest] as Node, values[rest]))) return undefined;
    const behind = rest < 0 ? 0 : patterns.length - rest - 1;
    const parts: Part[] = [next.type === "NewExpression" ? "new " : "", ...callee];
    if (types) parts.push({ copy: [end, open] });
    let at = open;
    for (const [index, pattern_] of patterns.entries()) {
      if (index === rest) continue;
      const argument = old.arguments[rest >= 0 && index > rest ? old.arguments.length - behind + index - rest - 1 : index];
      const value = argument && this.#value({ pattern: pattern_, old: argument, next: values[index] as Node });
      if (!argument || !value) return undefined;
      parts.push({ copy: [at, argument.range[0]] }, ...value);
      at = argument.range[1];
    }
    return [...parts, { copy: [at, old.range[1]] }];
  }

  /** Whether the replacement has a part of the old text as it is. */
  #copies(next: Node, { range }: Node): boolean {
    const parts = this.rendered.partsOf(next) ?? [];
    return parts.some((part) => typeof part !== "string" && contains(part.copy, range));
  }

  #object({ pattern, old, next }: Triple<TSESTree.ObjectExpression>): Parts {
    const hasRest = pattern.properties.some((each) => listHoleOf(each) !== undefined);
    const named = new Map<Node, Parts>();
    const values = next.properties.filter((each) => each.type === "Property");
    const taken = new Set<Node>();
    for (const property of pattern.properties) {
      if (listHoleOf(property) !== undefined) continue;
      const found = old.properties.find((each) => each.type === "Property" && isSameKey(property, each));
      if (property.type !== "Property" || found?.type !== "Property") return undefined;
      const wanted =
        values.find((each) => this.#isKept(property.value, each.value)) ?? values.find((each) => isSameKey(property, each));
      const parts = wanted ? this.#property(found, property, wanted) : this.#isDropped(property.value) ? [] : undefined;
      if (!parts) return undefined;
      named.set(found, parts);
      if (wanted) taken.add(wanted);
    }
    if (taken.size < values.filter((each) => listHoleOf(each) === undefined).length) return undefined;
    const keptRest = pattern.properties.every((each) => {
      const hole = listHoleOf(each);
      return hole === undefined || next.properties.some((other) => listHoleOf(other) === hole);
    });
    return (hasRest || named.size === old.properties.length) && keptRest ? this.#around(old, named) : undefined;
  }

  #property(old: TSESTree.Property, pattern: TSESTree.Property, next: TSESTree.Property): Parts {
    const name = keyName(next);
    if (name === undefined || next.computed) return undefined;
    if (!this.#isKept(pattern.value, next.value)) {
      const value = old.shorthand ? undefined : this.#value({ pattern: pattern.value, old: old.value, next: next.value });
      return value && [{ copy: [old.range[0], old.value.range[0]] }, ...value, { copy: [old.value.range[1], old.range[1]] }];
    }
    if (keyName(pattern) === name) return [{ copy: old.range }];
    const key = this.rendered.template.text.slice(...this.#inTemplate(next.key));
    if (old.value.type === "Identifier" && old.value.name === name) return [{ copy: old.value.range }];
    if (old.method && !old.computed)
      return [{ copy: [old.range[0], old.key.range[0]] }, key, { copy: [old.key.range[1], old.range[1]] }];
    if (old.shorthand || old.computed) return old.method ? undefined : [`${key}: `, { copy: old.value.range, as: "value" }];
    return [key, { copy: [old.key.range[1], old.range[1]] }];
  }

  #inTemplate({ range: [start, end] }: Node): [number, number] {
    const { offset } = this.rendered.template;
    return [start - offset, end - offset];
  }

  #element({ pattern, old, next }: Triple<TSESTree.JSXElement>): Parts {
    if (!this.#keepsChildren(pattern, next)) return undefined;
    const tag = this.rendered.partsOf(next.openingElement.name);
    const attributes = this.#attributes({ pattern, old, next });
    if (!tag || !attributes) return undefined;
    const { name, attributes: all } = old.openingElement;
    const start = [{ copy: [old.range[0], name.range[0]] as const }, ...tag];
    const closing = old.closingElement;
    const end: Part[] = closing
      ? [{ copy: [old.openingElement.range[1], closing.name.range[0]] }, ...tag, { copy: [closing.name.range[1], old.range[1]] }]
      : [];
    const run = this.#run({ range: [name.range[1], old.openingElement.range[1]], items: all }, attributes.changed);
    return run && [...start, ...attributes.first, ...run, ...end];
  }

  #keepsChildren(pattern: TSESTree.JSXElement, next: TSESTree.JSXElement): boolean {
    const [from, to] = [pattern, next].map(({ children }) =>
      children.filter((each) => each.type !== "JSXText" || each.value.trim() !== ""),
    );
    if (from?.length === 0 && to?.length === 0) return true;
    return from?.length === 1 && to?.length === 1 && this.#isKept(bare(from[0]!)!, bare(to[0]!)!);
  }

  /** The attributes that change, with what is written instead. */
  #attributes({ pattern, old, next }: Triple<TSESTree.JSXElement>): Changes | undefined {
    const changed = new Map<Node, readonly Part[]>();
    const places = new Map<Node, Node>();
    const left = new Set<Attribute>(next.openingElement.attributes);
    const take = (isWanted: (each: Attribute) => boolean): Attribute | undefined => {
      const found = [...left].find(isWanted);
      if (found) left.delete(found);
      return found;
    };
    for (const attribute of pattern.openingElement.attributes) {
      const hole = listHoleOf(attribute);
      if (hole !== undefined) {
        if (!take((each) => listHoleOf(each) === hole)) return undefined;
        continue;
      }
      if (attribute.type !== "JSXAttribute") return undefined;
      const found = old.openingElement.attributes.find((each) => each.type === "JSXAttribute" && isSameName(each, attribute));
      const kept = take((each) => each.type === "JSXAttribute" && this.#isSameValue(attribute, each));
      const wanted = kept ?? take((each) => each.type === "JSXAttribute" && isSameName(attribute, each));
      if (found?.type !== "JSXAttribute") return undefined;
      if (!wanted && this.#isDropped(bare(attribute.value))) {
        changed.set(found, []);
        continue;
      }
      if (wanted?.type !== "JSXAttribute") return undefined;
      places.set(wanted, found);
      const other = kept ? undefined : this.rendered.partsOf(wanted);
      if (!kept && !other) return undefined;
      changed.set(
        found,
        other ?? [
          this.rendered.template.text.slice(...this.#inTemplate(wanted.name)),
          { copy: [found.name.range[1], found.range[1]] },
        ],
      );
    }
    return this.#withNew({ pattern, old, next }, changed, places);
  }

  /** A new attribute follows the one that it follows in the replacement; undefined where its text can't be told. */
  #withNew(
    { old, next }: Triple<TSESTree.JSXElement>,
    changed: Map<Node, readonly Part[]>,
    places: ReadonlyMap<Node, Node>,
  ): Changes | undefined {
    const lead = attributeLayoutOf(this.file, old)?.lead ?? " ";
    const first: Part[] = [];
    let anchor: Node | undefined;
    for (const attribute of next.openingElement.attributes) {
      const isRest = listHoleOf(attribute) !== undefined;
      const known = isRest ? old.openingElement.attributes.at(-1) : places.get(attribute);
      if (isRest || known) {
        anchor = known ?? anchor;
        continue;
      }
      const text = this.rendered.partsOf(attribute);
      if (!text) return undefined;
      const before = anchor && (changed.get(anchor) ?? [{ copy: anchor.range }]);
      if (anchor && before) changed.set(anchor, before.length > 0 ? [...before, lead, ...text] : text);
      else first.push(lead, ...text);
    }
    return { first, changed };
  }

  #isSameValue(pattern: TSESTree.JSXAttribute, next: TSESTree.JSXAttribute): boolean {
    const [from, to] = [bare(pattern.value), bare(next.value)];
    return from && to ? this.#isKept(from, to) : !from && !to && isSameName(pattern, next);
  }

  #around(list: TSESTree.ObjectExpression, changed: ReadonlyMap<Node, Parts>): Parts {
    return this.#run({ range: list.range, items: list.properties }, changed);
  }

  /** A run of the old text in which some items are written anew, or not at all; undefined where comments are beside what goes. */
  #run({ range, items }: { readonly range: Range; readonly items: readonly Node[] }, changed: ReadonlyMap<Node, Parts>): Parts {
    const parts: Part[] = [];
    let [at] = range;
    for (const [index, item] of items.entries()) {
      const text = changed.get(item);
      if (!text) continue;
      const [before, next] = [items[index - 1]?.range[1] ?? at, items[index + 1]?.range[0]];
      const isGone = text.length === 0;
      // What is above the next one is about that.
      const [comment] = isGone ? this.file.commentsIn([item.range[1], next ?? range[1]]) : [];
      const isBeside = comment && (next === undefined || !this.file.text.slice(item.range[1], comment.range[0]).includes("\n"));
      if (isGone && (isBeside || this.file.commentsIn([before, item.range[0]]).length > 0)) return undefined;
      parts.push({ copy: [at, isGone && next === undefined ? Math.max(at, before) : item.range[0]] }, ...text);
      at = (isGone ? (comment?.range[0] ?? next) : undefined) ?? item.range[1];
    }
    return [...parts, { copy: [at, range[1]] }];
  }
}

function isCall(node: Node): node is Call {
  return node.type === "CallExpression" || node.type === "NewExpression";
}

function isOptional(call: Call): boolean {
  return call.type === "CallExpression" && call.optional;
}

function isSameKey(pattern: Node, property: TSESTree.Property): boolean {
  return (
    pattern.type === "Property" &&
    !pattern.computed &&
    keyName(pattern) !== undefined &&
    patternKey(pattern) === keyName(property)
  );
}

/** `{ $context }` takes the value of that key. */
function patternKey(pattern: TSESTree.Property): string | undefined {
  const hole = pattern.shorthand ? holeAt(pattern.value) : undefined;
  return hole ? hole.name : keyName(pattern);
}

function isSameName(one: TSESTree.JSXAttribute, other: TSESTree.JSXAttribute): boolean {
  return attributeName(one) === attributeName(other);
}

/** An attribute's value or a child without its braces. */
function bare(node: Node | null): Node | undefined {
  return node?.type === "JSXExpressionContainer" ? node.expression : (node ?? undefined);
}
