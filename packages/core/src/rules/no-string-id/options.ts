import { type Finding, asList, asObject, fields, warningAt } from "../../contracts/index.js";
import {
  findNamesForAll,
  findRepeatedMatches,
  fixLevel,
  type FixLevel,
  replacements,
  targetNames,
  template,
} from "../option-facts.js";
import { type CompiledEntry, compileEntries } from "../option-templates.js";
import { unwrap } from "../../syntax/nodes.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { Template } from "../../patterns/template.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { type Brand, onlyStatesType, readBrand } from "./brands.js";
import { type IdNames, readIdNames } from "./names.js";
import { ANYTHING, type Needs, anyOf, containsInAnyCase } from "../../scan/needs.js";

const { identifier, object } = fields;

/** An entry of no-string-id. */
export const stringIdEntry = object({
  type: identifier("a name from imports").describe("The ID's type, a name in `imports`."),
  names: targetNames.describe("Names of targets that hold such an ID; the type's own words when not given."),
  wrap: template().optional().describe("How a plain value becomes the type; `Type($value)` when not given."),
  replace: replacements.optional().describe("Replacements for values whose target has such a name."),
  fix: fixLevel,
}).describe("IDs that are plain strings.");

/** An entry of no-string-id as data. */
export type StringIdEntry = fields.ValueOf<typeof stringIdEntry>;

/** How a plain value becomes the entry's type. */
export function wrapTemplate({ type, wrap }: StringIdEntry): string {
  return wrap ?? `${type}($value)`;
}

/** Finds entries that match every target, and entries that can never match because of an earlier one. */
export function findIdFaults(option: unknown): Finding[] {
  const entries = asList(option);
  const types = entries.map((entry) => asObject(entry)?.["type"]);
  return entries.flatMap((entry, index) => [
    ...findNamesForAll(entry, [index]),
    ...findRepeatedMatches(entry, [index]),
    ...(types[index] !== undefined && types.indexOf(types[index]) < index
      ? [warningAt([index, "type"], "unreachable", `An earlier entry is of ${String(types[index])} already: join the two.`)]
      : []),
  ]);
}

/** One kind of ID: its type, the names for it, and how a text becomes one. */
export interface IdEntry {
  readonly type: string;
  readonly ref: ExportRef;
  readonly names: IdNames;
  readonly wrap: Template;
  /** The wrap as it is written. */
  readonly wrapText: string;
  /** Whether the wrap only states the type: `$value as UserId`. */
  readonly isCastWrap: boolean;
  /** Whether the entry gives a wrap of its own. */
  readonly hasOwnWrap: boolean;
  readonly replace: readonly CompiledEntry[];
  readonly fix: FixLevel;
  brand(): Brand;
  /** Whether the wrap does no more than to state the type at run time. */
  onlyStatesType(): boolean;
}

/** The rule's option, compiled. */
export interface StringIdSetting {
  readonly setting: RuleSetting;
  readonly entries: readonly IdEntry[];
}

/** Reads the entries; skips one whose type `imports` does not declare. */
export function readStringIdEntries(options: readonly StringIdEntry[], setting: RuleSetting): StringIdSetting {
  return { setting, entries: options.flatMap((option) => readEntry(option, setting)) };
}

function readEntry(option: StringIdEntry, setting: RuleSetting): IdEntry[] {
  const ref = setting.findExport(option.type);
  if (!ref) return [];
  const wrapText = wrapTemplate(option);
  const wrap = setting.template(wrapText);
  let brand: Brand | undefined;
  let statesType: boolean | undefined;
  return [
    {
      type: option.type,
      ref,
      names: readIdNames(option.type, option.names),
      wrap,
      wrapText,
      isCastWrap: unwrap(wrap.root) !== wrap.root,
      hasOwnWrap: option.wrap !== undefined,
      replace: compileEntries(option.replace, setting),
      fix: option.fix,
      brand: () => (brand ??= readBrand(setting, ref)),
      onlyStatesType: () => (statesType ??= onlyStatesType(setting, wrap)),
    },
  ];
}

/** Code repeats its names. */
const known = new WeakMap<StringIdSetting, Map<string, IdEntry | undefined>>();
const MOST_KNOWN = 5000;

/** The entry whose names fit best; the first one if several fit equally. */
export function entryFor(options: StringIdSetting, spoken: string): IdEntry | undefined {
  const byName = known.get(options) ?? new Map<string, IdEntry | undefined>();
  known.set(options, byName);
  if (byName.has(spoken)) return byName.get(spoken);
  if (byName.size >= MOST_KNOWN) byName.clear();
  const entry = bestOf(options, spoken);
  byName.set(spoken, entry);
  return entry;
}

function bestOf({ entries }: StringIdSetting, spoken: string): IdEntry | undefined {
  const fits = entries.map((entry) => ({ entry, fit: entry.names.fit(spoken) })).filter(({ fit }) => fit > 0);
  return fits.reduce<(typeof fits)[number] | undefined>((best, each) => (best && best.fit >= each.fit ? best : each), undefined)
    ?.entry;
}

/** The names in any spelling, and the type's own name in casts. */
export function needsOfEntries({ entries }: StringIdSetting): Needs {
  return anyOf(entries.flatMap(({ names, ref }) => [names.needs, isAnyName(ref) ? ANYTHING : containsInAnyCase(ref.exported)]));
}

function isAnyName({ exported }: ExportRef): boolean {
  return exported === "default" || exported === "*";
}
