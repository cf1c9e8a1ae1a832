import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import { evaluateBefore } from "../../edits/evaluate-before.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { sensitivityOf } from "../../semantics/effects.js";
import type { FileView } from "../../semantics/file-view.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { fillingFor } from "../../patterns/filling.js";
import { renderTemplate } from "../../patterns/render.js";
import { stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { contains, type Range } from "../../syntax/ranges.js";
import type { FileNarrowing, HeldValue } from "../narrowing.js";
import { findAliases } from "./aliases.js";
import { placeholderDoubt, retype, type IdFile } from "./edits.js";
import { entryFor, type IdEntry, type StringIdSetting } from "./entries.js";
import { findWraps, unwrapped } from "./rewraps.js";
import { isShownToBe } from "./values.js";

/** The name of the one that is wrapped, in a list. */
const EACH = "each";
/** The name of a value that is read twice. */
const HOLDER = "given";
/** Such values that edits of a file hold so far: the names, and the lists of statements that have them. */
const heldNames = new WeakMap<FileView, { readonly name: string; readonly list: Range }[]>();

/** Brings ID types to places of a file which a type checker has found. */
export function openNarrowing(file: FileView, options: StringIdSetting): FileNarrowing {
  const aliases = findAliases(file, options).filter(({ isTopLevel }) => isTopLevel);
  for (const { entry, node } of aliases) if (node.id.name === entry.ref.name) localNamesOf(file).reserve(entry.ref, node.id.name);
  const removals = new Map(aliases.map(({ entry, removal }) => [entry, removal]));
  const id: IdFile = { file, options, setting: options.setting, aliases: removals, isDisabled: () => false };
  const entryOf = (type: string): IdEntry | undefined => options.entries.find((entry) => entry.type === type);
  return {
    retype(type, part) {
      const entry = entryOf(type);
      if (!entry) return hint(`the contract has no type ${type}`);
      const alias = aliases.find(({ node }) => node.typeAnnotation === part);
      return alias ? alias.removal : retype(id, entry, part as Parameters<typeof retype>[2]);
    },
    wrap(type, value, held) {
      const entry = entryOf(type);
      return entry ? wrapHeld(id, entry, value, held) : hint(`the contract has no type ${type}`);
    },
    *findWraps() {
      for (const site of findWraps(id))
        yield {
          range: site.node.range,
          isNeedless: () => isShownToBe(id, site.entry, site.value),
          remove: () => unwrapped(id, site),
        };
    },
  };
}

/** The entry's type for a name that tells of one. */
export function typeForName(options: StringIdSetting, name: string): string | undefined {
  return entryFor(options, name)?.type;
}

/** Wraps a value; where that reads it twice and it may be read once only, or is no name that a test narrows, a constant holds it. */
function wrapHeld(id: IdFile, entry: IdEntry, value: Node, held: HeldValue): Edit {
  const edit = wrapInPlace(id, entry, value, held);
  const text = textFor(entry, held);
  if (edit.level === "hint" || (held.isReadOnce ? !isReadTwice(text) : held.keeps === undefined)) return edit;
  if (!held.isReadOnce && isReference(value) && sensitivityOf(id.file, value) !== "acts") return edit;
  const name = freeName(id.file, value);
  const before = evaluateBefore(id.file, value, name);
  if (!before) return hint("it may be evaluated only once, and nothing can hold it here");
  const ofName = text.replaceAll("$value", name);
  const rendered = renderTemplate(id.file, id.setting.template(ofName), fillingFor(id.setting, {}), value);
  const removal = id.aliases.get(entry);
  return allOf(fix([before]), replaceExpression(id.file, value, rendered), ...(removal ? [removal] : []));
}

function isReadTwice(text: string): boolean {
  return text.indexOf("$value") !== text.lastIndexOf("$value");
}

/** Whether a test of it tells the type checker what it is: `a.b?.c`. */
function isReference(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "ChainExpression") return isReference(inner.expression);
  if (inner.type === "MemberExpression") return isReference(inner.object);
  return inner.type === "Identifier" || inner.type === "ThisExpression";
}

/** A name that means nothing around a value, nor inside of the statements beside it, for a constant that holds it. */
function freeName(file: FileView, value: Node): string {
  const holders = heldNames.get(file) ?? [];
  heldNames.set(file, holders);
  const list = statementsAround(value);
  const text = file.text.slice(...list);
  const isTaken = (name: string): boolean =>
    new RegExp(`\\b${name}\\b`, "u").test(text) ||
    file.findVariable(name, value) !== undefined ||
    holders.some((held) => held.name === name && (contains(held.list, list) || contains(list, held.list)));
  for (let count = 1; ; count++) {
    const name = count === 1 ? HOLDER : `${HOLDER}${count}`;
    if (isTaken(name)) continue;
    holders.push({ name, list });
    return name;
  }
}

/** The range of the statements among which a constant for a value would be. */
function statementsAround(value: Node): Range {
  let at = value;
  while (at.parent && !/^(?:Program|BlockStatement|TSModuleBlock)$/u.test(at.type)) at = at.parent;
  return at.range;
}

function wrapInPlace(id: IdFile, entry: IdEntry, value: Node, held: HeldValue): Edit {
  const brand = entry.brand();
  if (brand.isPlain) return hint(`${entry.type} is only another name for string`);
  if (brand.isValue === false && !entry.hasOwnWrap)
    return hint(`${entry.type} is only a type: the contract has to say how to wrap a value`);
  const rendered = renderTemplate(id.file, id.setting.template(textFor(entry, held)), fillingFor(id.setting, { value }), value);
  const edit = replaceExpression(id.file, value, rendered, { bound: [value] });
  const text = stringValue(unwrap(value));
  const doubt = text === undefined || brand.isCast || entry.isCastWrap ? undefined : placeholderDoubt(text);
  const removal = id.aliases.get(entry);
  return allOf(doubt === undefined ? edit : atMostSuggestion(edit, doubt), ...(removal ? [removal] : []));
}

/** `x === undefined ? undefined : UserId(x)`, `xs.map((each) => UserId(each))`. */
function textFor({ wrapText }: IdEntry, { keeps, isList }: HeldValue): string {
  const given = /^\w+\(\$value\)$/u.test(wrapText) ? wrapText : `(${wrapText})`;
  const one = isList ? `$value.map((${EACH}) => ${given.replaceAll("$value", EACH)})` : given;
  if (keeps === undefined) return isList ? one : wrapText;
  if (keeps === "both") return `$value == null ? $value : ${one}`;
  return `$value === ${keeps} ? ${keeps} : ${one}`;
}
