import { localNamesOf, hidesGlobal } from "../semantics/local-names.js";
import type { TSESTree } from "@typescript-eslint/types";
import { bindsTightly, needsParentheses } from "../syntax/precedence.js";
import { type Part, contains, type Range } from "../syntax/ranges.js";
import type { FileView } from "../semantics/file-view.js";
import { callIn, type Node } from "../syntax/nodes.js";
import { linksOf } from "./logical-chains.js";
import { quoted } from "../syntax/spellings.js";
import type { ImportNeed } from "../semantics/import-requests.js";
import { findInScope, type LackedValue } from "../semantics/scope-lookup.js";
import { turnIn, type Turn } from "../semantics/effects.js";
import { doubtOfOwnTest } from "../semantics/mocks/test-declarations.js";
import { ownDeclarationOf, type OwnDeclaration } from "../semantics/own-declaration.js";
import { attributeLayoutOf, doubtOfNames, isBetweenTags, placeList, placeNode, type PlacedText } from "./render-places.js";
import {
  doubtOfFound,
  doubtOfKept,
  doubtOfReceiver,
  doubtOfTruth,
  refusalOfCapture,
  refusalOfMove,
  refusalOfNames,
  STAYS,
} from "./moved-words.js";
import type { Binding, Filling, ListBinding, Rendered } from "./filling.js";
import { keepLines, renderTags, type Piece } from "./render-lists.js";
import { holeOf } from "./template-holes.js";
import type { Template, TemplateHole } from "./template.js";
import type { Why } from "../reasons/reasons.js";

const THIS = { type: "ThisExpression" } as Node;

/** Holes that tell of the place itself. */
const BUILT_IN = new Set(["name", "entity"]);

/** Fills a template for one site. */
export function renderTemplate(file: FileView, template: Template, filling: Filling, site: Node): Rendered {
  const renderer = new Renderer(file, template, filling, site);
  return renderer.run();
}

class Renderer {
  readonly #needs: ImportNeed[] = [];
  readonly #reasons: Why[] = [];
  readonly #missing: string[] = [];
  readonly #unproved: string[] = [];
  readonly #uses: { node: Node; turn: Turn }[] = [];
  #refusal: Why | undefined;
  #own: OwnDeclaration | undefined;

  constructor(
    readonly file: FileView,
    readonly template: Template,
    readonly filling: Filling,
    readonly site: Node,
  ) {}

  run(): Rendered {
    const { template } = this;
    const filled = new Map(template.holes.map((hole) => [hole, this.#fill(hole)]));
    const pieces = [...this.#withWholeLists(filled), ...this.#names(), ...this.#strings(), ...this.#tags(), ...this.#types()];
    const asFound = keepLines({ file: this.file, template, site: this.site, bindings: this.filling.bindings, pieces });
    return {
      template,
      ...this.#assemble([...pieces, ...asFound]),
      needs: this.#needs,
      reasons: this.#reasons,
      missing: [...new Set(this.#missing)],
      lacks: this.#lacks(new Set(this.#missing)),
      unproved: this.#unproved.length === this.#reasons.length ? this.#lacks(new Set(this.#unproved)) : [],
      own: this.#own,
      refusal:
        this.#refusal ??
        refusalOfNames(
          this.file,
          this.site,
          template,
          this.#uses.map(({ node }) => node),
        ),
      uses: this.#uses,
      partsOf: (node) => this.#partsOf(node, pieces),
    };
  }

  #lacks(names: ReadonlySet<string>): readonly LackedValue[] {
    if ([...names].some((name) => BUILT_IN.has(name))) return [];
    return [...names].map((name) => {
      const { from, type, inject } = this.filling.scopeRule(name);
      return { name, from, type, inject };
    });
  }

  #partsOf(node: Node, pieces: readonly Piece[]): readonly Part[] | undefined {
    const { offset, holes } = this.template;
    const range: Range = [node.range[0] - offset, node.range[1] - offset];
    const own = pieces.filter((piece) => contains(range, piece.range));
    const isFilled = holes.every(
      (hole) => !contains(range, hole.range) || own.some((piece) => contains(piece.range, hole.range)),
    );
    return isFilled ? this.#assemble(own, range).parts : undefined;
  }

  /** The template's text, or a part of it, with the pieces in their places. */
  #assemble(pieces: readonly Piece[], [start, end]: Range = [0, this.template.text.length]): Pick<Rendered, "parts" | "display"> {
    const template = { text: this.template.text.slice(0, end) };
    const parts: Part[] = [];
    let display = "";
    let at = start;
    for (const piece of inOrder(pieces)) {
      let between = template.text.slice(at, piece.range[0]);
      at = piece.range[1];
      if (piece.parts.length === 0) {
        // An empty list removes the comma before it or, without one, the comma after it.
        if (piece.isAttribute) between = between.trimEnd();
        else if (/\{\s*$/u.test(between) && /^\s*\}/u.test(template.text.slice(at))) {
          between = between.trimEnd();
          at += /^\s*/u.exec(template.text.slice(at))?.[0].length ?? 0;
        } else if (/,\s*$/u.test(between)) between = between.replace(/,\s*$/u, "");
        else at += /^\s*,\s*/u.exec(template.text.slice(at))?.[0].length ?? 0;
      }
      parts.push(between, ...piece.parts);
      display += between + piece.display;
    }
    parts.push(template.text.slice(at));
    display += template.text.slice(at);
    return { parts, display: display.replace(/\s+/gu, " ").trim() };
  }

  /** Copies all arguments with the white space between them if they become arguments again, so that they keep their lines. */
  #withWholeLists(filled: ReadonlyMap<TemplateHole, Piece>): Piece[] {
    const pieces = new Map(filled);
    for (const hole of filled.keys()) {
      const call = hole.node.parent;
      const isFirst = (call.type === "CallExpression" || call.type === "NewExpression") && call.arguments[0] === hole.node;
      const holes = isFirst ? call.arguments.map((node) => this.template.holes.find((other) => other.node === node)) : [];
      const inner = holes.every((each) => each !== undefined) ? this.#wholeArguments(holes) : undefined;
      if (!inner) continue;
      const displays = holes.map((each) => filled.get(each as TemplateHole)?.display ?? "");
      for (const each of holes) pieces.delete(each as TemplateHole);
      const range: Range = [hole.range[0], (holes.at(-1) as TemplateHole).range[1]];
      pieces.set(hole, {
        range,
        parts: [{ copy: inner }],
        isWholeList: true,
        display: displays.filter((text) => text !== "").join(", "),
      });
    }
    return [...pieces.values()];
  }

  /** The range between the parentheses of a call, if the holes took all its arguments in order. */
  #wholeArguments(holes: readonly TemplateHole[]): Range | undefined {
    const bound = holes.flatMap(({ name }): readonly (Node | undefined)[] => {
      const binding = this.filling.bindings.get(name);
      return !binding ? [undefined] : "list" in binding ? binding.list : [binding.node];
    });
    const [first] = bound;
    const call = first?.parent;
    if (!first || (call?.type !== "CallExpression" && call?.type !== "NewExpression")) return undefined;
    const isWhole = call.arguments.length === bound.length && call.arguments.every((node, index) => node === bound[index]);
    if (!isWhole || !contains(this.site.range, call.range)) return undefined;
    const inner: Range = [this.file.lastBefore(this.file.rangeWithParentheses(first)[0]) + 1, call.range[1] - 1];
    return this.file.text.slice(...inner).trimStart() === this.file.text.slice(...inner) ? undefined : inner;
  }

  #fill(hole: TemplateHole): Piece {
    const { range } = hole;
    const shorthand = this.#shorthandPrefix(hole);
    const bound = this.filling.bindings.get(hole.name);
    if (bound) return this.#withPlace(range, this.#bound(hole, bound, shorthand));
    const literal = this.#builtIn(hole);
    if (literal !== undefined) return { range, ...literal };
    const rule = this.filling.scopeRule(hole.name);
    const own = this.template.root === hole.node ? ownDeclarationOf(this.file, this.site, rule.type) : undefined;
    const found = findInScope(this.file, rule, this.site, own?.path);
    if (own && (found ? found.text === own.path : rule.from.includes(own.path))) this.#own = own;
    if (!found) {
      this.#missing.push(hole.name);
      return { range, parts: [`${shorthand}${hole.name}`], display: `${shorthand}${hole.name}` };
    }
    const doubt = found.reason ?? doubtOfFound(this.file, found, hole.node, this.filling.findExport);
    const doubts = [doubt, doubtOfKept(this.file, found, this.site), doubtOfTruth(this.file, found, this, hole.node)];
    this.#reasons.push(...doubts.filter((each) => each !== undefined));
    if (found.isOfUnknownType) this.#unproved.push(hole.name);
    if (/^this\b/u.test(found.text)) this.#refusal ??= refusalOfMove(THIS, hole.node, this.template.root);
    const key = keyOfValue(hole.node);
    const isNamed = key?.name === found.text;
    const text = isNamed ? found.text : shorthand + found.text;
    return this.#withPlace(range, { parts: [text], display: text, ...(isNamed && { range: key.range }) });
  }

  /** `{ $context }` names its property after the hole. */
  #shorthandPrefix(hole: TemplateHole): string {
    const parent = hole.node.parent;
    return parent.type === "Property" && parent.shorthand && !hole.isList ? `${hole.name}: ` : "";
  }

  #withPlace(own: Range, { range, refusal, ...text }: PlacedText): Piece {
    this.#refusal ??= refusal;
    const { offset } = this.template;
    return { ...text, range: range ? [range[0] - offset, range[1] - offset] : own };
  }

  #bound(hole: TemplateHole, bound: Binding, shorthand: string): PlacedText {
    if ("list" in bound) return this.#boundList(hole, bound);
    const { node, isOptional } = bound;
    this.#uses.push({ node, turn: this.#turnOf(hole.node, node) });
    this.#move(node, hole.node);
    if (node.type === "Super" && !isMemberObject(hole.node)) this.#refusal ??= "super is not allowed elsewhere";
    if (node.parent?.type === "Property" && node.parent.method) this.#refusal ??= STAYS;
    const doubt = doubtOfReceiver(this.file, node, hole.node);
    if (doubt !== undefined) this.#reasons.push(doubt);
    const placed = placeNode(this.file, hole, node);
    if (placed) return placed;
    const text = this.file.textOf(node);
    const key = keyOfValue(hole.node);
    if (key?.name === text && node.type === "Identifier")
      return { parts: [{ copy: node.range }], display: text, range: key.range };
    const dressed = this.#needsParentheses(node, hole.node, text);
    // What an alias's initialiser bound is outside the site, so its text is repeated.
    const isOperand = !dressed && (hole.node === this.template.root || bindsTightly(hole.node));
    const copied: Part = { copy: node.range, as: isOperand ? "operand" : "value" };
    const copy = contains(this.site.range, node.range) ? copied : text;
    const link = isOptional && isHeadOfChain(this.template.root, hole.node) ? "?" : "";
    return {
      parts: dressed ? [shorthand, "(", copy, ")", link] : [shorthand, copy, link],
      display: shorthand + (dressed ? `(${text})` : text) + link,
    };
  }

  #boundList({ node: slot, ...hole }: TemplateHole, binding: ListBinding): PlacedText {
    const { list, children } = binding;
    const isText = !!children && (isBetweenTags(slot) || !hole.isList);
    for (const node of isText ? children.nodes : list) {
      this.#uses.push({ node, turn: this.#turnOf(slot, node) });
      this.#move(node, slot);
    }
    const doubt = doubtOfNames(this.file, slot, list);
    if (doubt !== undefined) this.#reasons.push(doubt);
    return placeList(this.file, { ...hole, node: slot }, binding, attributeLayoutOf(this.file, this.site));
  }

  /** Refuses code that would mean something else at its place in the template. */
  #move(node: Node, slot: Node): void {
    this.#refusal ??= refusalOfMove(node, slot, this.template.root) ?? refusalOfCapture(this.file, this.site, node, slot);
  }

  /** The pieces that the template's elements need beside their holes. */
  #tags(): Piece[] {
    const { file, template, site, filling } = this;
    const nameOf = (own: string): string => {
      const ref = filling.findExport(own);
      const chosen = ref && localNamesOf(file).nameFor(ref, site);
      return chosen && !("refused" in chosen) ? chosen.text : own;
    };
    const { pieces, uses } = renderTags({ file, template, site, bindings: filling.bindings, nameOf });
    this.#uses.push(...uses.map((node) => ({ node, turn: "always" as const })));
    return pieces;
  }

  #needsParentheses(node: Node, slot: Node, text: string): boolean {
    // A hole at the template's root replaces the site itself.
    return slot === this.template.root ? false : needsParentheses(node, slot, text);
  }

  /** When what a hole took runs in the new text. What ran in a function before has lost it, or has another around it. */
  #turnOf(slot: Node, taken: Node): Turn {
    return turnIn(this.site, taken) === "later" ? "later" : turnIn(this.template.root, slot);
  }

  #builtIn({ name, node }: TemplateHole): { parts: Part[]; display: string } | undefined {
    const { value, entity } = this.filling;
    if (name === "value" && value) {
      this.#uses.push({ node: value, turn: this.#turnOf(node, value) });
      this.#move(value, node);
      const text = this.file.textOf(value);
      const isDressed = this.#needsParentheses(value, node, text);
      return isDressed
        ? { parts: ["(", { copy: value.range }, ")"], display: `(${text})` }
        : { parts: [{ copy: value.range }], display: text };
    }
    if (name !== "name" && name !== "entity") return undefined;
    const text = name === "name" ? this.filling.name : entity;
    if (text !== undefined) return { parts: [quoted(text, this.file.layout().quote)], display: quoted(text, '"') };
    this.#missing.push(name);
    return { parts: [`$${name}`], display: name === "name" ? "<name>" : "<entity>" };
  }

  #names(): Piece[] {
    return this.template.names.flatMap((name): Piece[] => {
      const ref = this.filling.findExport(name.name);
      if (!ref) {
        const isValue = name.node.type === "Identifier" && !name.node.parent.type.startsWith("TS");
        if (isValue && hidesGlobal(this.file, name.name, this.site))
          this.#reasons.push(`${name.name} is not the global of that name here`);
        const isUuid = name.name === "crypto" && this.template.text.includes("crypto.randomUUID");
        if (isUuid && this.file.modules.declaredPackages([this.file.path]).has("jest-environment-jsdom"))
          this.#reasons.push("its tests may run in jsdom, of which only newer versions have crypto.randomUUID");
        return [];
      }
      const chosen = localNamesOf(this.file).nameFor(ref, this.site);
      if ("refused" in chosen) {
        this.#refusal ??= chosen.refused;
        return [];
      }
      if (name.node.type === "JSXIdentifier" && /^[a-z][^.]*$/u.test(chosen.text)) {
        this.#refusal ??= `${chosen.text} would be the name of an HTML element`;
        return [];
      }
      if (chosen.need) this.#needs.push(chosen.need);
      if (chosen.reason !== undefined) this.#reasons.push(chosen.reason);
      const doubt = doubtOfOwnTest(this.file, ref, chosen.text, this.site);
      if (doubt !== undefined) this.#reasons.push(doubt);
      const shorthand = isShorthand(name.node) ? `${name.name}: ` : "";
      return [{ range: name.range, parts: [shorthand + chosen.text], display: ref.local ?? name.name }];
    });
  }

  /** The parenthesis of the template's call, behind the type arguments of the call at the site. */
  #types(): Piece[] {
    const { template, filling } = this;
    const call = callIn(template.root);
    if (!filling.typeArguments || !call) return [];
    const end = call.callee.range[1] - template.offset;
    const open = template.text.indexOf("(", end);
    const link = template.text.slice(end, open);
    const shown = `${link}${this.file.textOf(filling.typeArguments)}(`;
    return [{ range: [end, open + 1], parts: [link, { copy: filling.typeArguments.range }, "("], display: shown }];
  }

  #strings(): Piece[] {
    const { offset } = this.template;
    return this.template.strings
      .filter((node) => node.parent.type !== "JSXAttribute")
      .map((node) => ({
        range: [node.range[0] - offset, node.range[1] - offset],
        parts: [quoted(node.value, this.file.layout().quote)],
        display: quoted(node.value, '"'),
      }));
  }
}

/** The outermost pieces in the order of the text. */
function inOrder(pieces: readonly Piece[]): Piece[] {
  const rank = ({ range, isSpace }: Piece): number => (isSpace && range[0] === range[1] ? 0 : 1);
  return [...pieces]
    .sort((a, b) => a.range[0] - b.range[0] || rank(a) - rank(b) || b.range[1] - a.range[1])
    .filter((piece, index, all) => piece.isSpace || !all.slice(0, index).some((outer) => holds(outer, piece)));
}

function holds(outer: Piece, inner: Piece): boolean {
  return contains(outer.range, inner.range) && outer.range[0] !== outer.range[1];
}

/** The name of the property that has a hole as its value, with the range of both: `a: $x` may become `a`. */
function keyOfValue(hole: Node): { readonly name: string; readonly range: Range } | undefined {
  const { parent } = hole;
  if (parent?.type !== "Property" || parent.value !== hole || parent.computed || parent.key.type !== "Identifier")
    return undefined;
  const name = parent.shorthand ? holeOf(parent.key.name)?.name : parent.key.name;
  return name === undefined ? undefined : { name, range: parent.range };
}

/** Whether the template's chain starts with the hole and a dot. */
function isHeadOfChain(root: Node, slot: Node): boolean {
  const { parent } = slot;
  return linksOf(root).at(-1) === slot && parent?.type === "MemberExpression" && !parent.computed && !parent.optional;
}

function isMemberObject(slot: Node): boolean {
  return slot.parent?.type === "MemberExpression" && slot.parent.object === slot;
}

function isShorthand(node: TSESTree.Identifier | TSESTree.JSXIdentifier): boolean {
  return node.type === "Identifier" && node.parent.type === "Property" && node.parent.shorthand;
}
