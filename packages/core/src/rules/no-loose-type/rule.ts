import type { TSESTree } from "@typescript-eslint/types";
import { errorAt, warningAt } from "../../contracts/index.js";
import { type Edit, atMost, atMostSuggestion, fix, hint } from "../../edits/edit.js";
import { isGetter } from "../../naming/annotated-places.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Finding, type OptionProblem, defineRule } from "../define-rule.js";
import type { FileNarrowing, RuleNarrowing } from "../narrowing.js";
import { findValueForType } from "../option-facts.js";
import { replacementCode } from "../replacement.js";
import {
  type LooseEntry,
  type LooseSetting,
  type LooseTypeEntry,
  entryForName,
  findLooseFaults,
  looseTypeEntry,
  needsOfLooseTypes,
  parseType,
  readLooseEntries,
} from "./entries.js";
import { jsDocFindings } from "./jsdoc.js";
import { type LooseSite, findLooseTypes } from "./sites.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { ImportNeed } from "../../semantics/import-requests.js";
import { because, type Why } from "../../reasons/reasons.js";

/** Writes named types in places where a type checker has found that they hold; nothing makes a value of such a type. */
const looseNarrowing: RuleNarrowing<LooseSetting> = {
  isOfTexts: false,
  typeForName: (options, name) => entryForName(options, name, "one")?.type,
  open: (file, options) => openNarrowing(file, options),
};

function openNarrowing(file: FileView, { entries }: LooseSetting): FileNarrowing {
  return {
    retype(type, part) {
      const entry = entries.find((each) => each.type === type);
      if (!entry) return hint(because("noSuchType", `the contract has no type ${type}`));
      return atMost(writeType(file, entry, part as TSESTree.TypeNode), entry.fix);
    },
    wrap: (type) => hint(because("nothingMakes", `nothing makes a ${type} of a text`)),
  };
}

/** Finds loose types of things that have a named one, and writes the name. */
export const noLooseType = defineRule<readonly LooseTypeEntry[], LooseSetting>({
  name: "no-loose-type",
  docs: { description: "disallow loose types where a named type exists", isRecommended: false },
  option: looseTypeEntry,
  hasEntries: true,
  findFaults: findLooseFaults,

  compile: (option, setting) => readLooseEntries(option, setting),

  problems: (option, setting) => looseProblems(option, setting),

  needs: (options) => needsOfLooseTypes(options),

  replacements: ({ entries }) => entries.flatMap(({ uses }) => uses.map(({ ref }) => ref.name)),

  usedNames: (option) => option.map(({ type }) => type),

  written: (option) => option.map(({ type }) => type),

  narrowing: looseNarrowing,

  find: (file, options) => findingsOf(file, options),
});

/** The loose types of one file. */
function* findingsOf(file: FileView, options: LooseSetting): Generator<Finding> {
  for (const site of findLooseTypes(file, options)) {
    const { entry, part, at } = site;
    yield {
      ...describe(file, site),
      problem: "is a loose type",
      edit: atMost(suggestType(file, entry, part), entry.fix),
      // A cast says what the checker can't know; a person decides about it.
      ...(at.kind === "place" && { narrows: { part: part.range, type: entry.type } }),
    };
  }
  yield* jsDocFindings(file, options);
}

function describe(file: FileView, { entry, part, at }: LooseSite): Pick<Finding, "range" | "found" | "replacement"> {
  if (at.kind === "cast")
    return { range: part.range, found: `as ${file.textOf(part)}`, replacement: replacementCode(`as ${entry.type}`) };
  if (at.kind === "call")
    return {
      range: part.range,
      found: `${at.target.name}: <${file.textOf(part)}>`,
      replacement: replacementCode(`<${entry.type}>`),
    };
  const { place } = at;
  const { type } = place;
  const before = file.text.slice(type.range[0], part.range[0]);
  const after = file.text.slice(part.range[1], type.range[1]);
  const name = place.kind === "return" && !isGetter(place.holder) ? `${place.name}()` : place.name;
  const whole = place.kind === "argument" ? `<${file.textOf(type)}>` : file.textOf(type);
  return { range: type.range, found: `${name}: ${whole}`, replacement: replacementCode(`${before}${entry.type}${after}`) };
}

/** Finds texts that are no types, types as loose as those they would replace, and names that match everything. */
function* looseProblems(entries: readonly LooseTypeEntry[], setting: RuleSetting): Generator<OptionProblem> {
  const taken = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    yield* typeProblems(entry.type, [index, "type"], setting);
    for (const key of ["names", "functions"] as const) {
      for (const [position, name] of [entry[key] ?? []].flat().entries()) {
        const path = [index, key, ...(Array.isArray(entry[key]) ? [position] : [])];
        if (wordsOf(name.replaceAll("*", "")).length === 0) yield errorAt(path, "matches-everything", fitsAll(name));
        const id = `${key} ${wordsOf(name.replaceAll("*", " _ ")).join(" ")} ${name.includes("*") ? name : ""}`;
        const other = taken.get(id);
        const type = other === undefined || other === index ? entry.type : (entries[other]?.type ?? "");
        if (type !== entry.type)
          yield errorAt(path, "contradiction", `${name} is ${type} in another entry already. Name it in one of them.`);
        taken.set(id, other ?? index);
      }
    }
  }
}

function fitsAll(name: string): string {
  return `${JSON.stringify(name)} fits every name. Write a word of the names that are meant, such as "*Auth".`;
}

function* typeProblems(type: string, path: OptionProblem["path"], setting: RuleSetting): Generator<OptionProblem> {
  const parsed = parseType(type, setting);
  const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(type);
  if (!parsed) yield errorAt(path, "not-a-type", `${JSON.stringify(type)} is not a type. Write a type's name.`);
  else if (parsed.type.endsWith("Keyword") || parsed.type === "TSTypeLiteral")
    yield errorAt(path, "loose-type", `${type} is no named type. Write the name of the type to use instead.`);
  else if (isName && !setting.findExport(type))
    yield warningAt(
      path,
      "unknown-name",
      `${type} is not declared in imports, so it is only suggested. Add it: \`${type}: ./path/of/its/module.ts\`.`,
    );
  else yield* findValueForType(type, path, setting);
}

/** Writes the entry's type in place of a loose one. */
function writeType(file: FileView, entry: LooseEntry, part: TSESTree.TypeNode): Edit {
  const needs: ImportNeed[] = [];
  const reasons: Why[] = [];
  let text = "";
  let at = 0;
  for (const { ref, range } of entry.uses) {
    const name = localNamesOf(file).nameFor(ref, part, { isTypeOnly: true });
    if ("refused" in name) return hint(name.refused);
    if (name.need) needs.push(name.need);
    if (name.reason !== undefined) reasons.push(name.reason);
    text += entry.type.slice(at, range[0]) + name.text;
    at = range[1];
  }
  text += entry.type.slice(at);
  const edit = fix([{ range: part.range, parts: [text] }], needs);
  if (entry.uses.length === 0) reasons.push(`${entry.type} is not declared in the contract's imports`);
  if (file.commentsIn(part.range).length > 0) reasons.push(because("commentLost", "a comment inside it would be lost"));
  return reasons.reduce<Edit>(atMostSuggestion, edit);
}

/** The same where no compiler judges it: what is held there, and what becomes of it, may not fit. */
function suggestType(file: FileView, entry: LooseEntry, part: TSESTree.TypeNode): Edit {
  return atMostSuggestion(writeType(file, entry, part), `the code around it may not fit ${entry.type}`);
}
