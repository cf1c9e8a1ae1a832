import { expectTargets } from "../expectation.js";
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
  entryForFunction,
} from "./entries.js";
import { type LooseSite, findLooseTypes } from "./sites.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { ImportNeed } from "../../semantics/import-requests.js";
import { because, type Why } from "../../reasons/reasons.js";
import type { Range } from "../../syntax/ranges.js";
import { documentedStart, jsDocTags, type JsDocTag } from "../../semantics/view/jsdoc.js";
import { functionName, isFunction, type Node } from "../../syntax/nodes.js";

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
  docs: { description: "disallow loose types where a named type exists", isRecommended: false, changesTypes: true },
  option: looseTypeEntry,
  hasEntries: true,
  findFaults: findLooseFaults,

  compile: (option, setting) => readLooseEntries(option, setting),

  expectations: (option) =>
    option.flatMap(({ names, functions }, index) => [
      ...expectTargets([index, "names"], names),
      ...expectTargets([index, "functions"], functions),
    ]),

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

const TAGS = /@(?:param|arg|argument|property|prop|returns?|type|satisfies)\b/u;

/** Finds `@param {Object} auth`, `@returns {Promise<any>}`, `@type {any}` in JavaScript files. */
function jsDocFindings(file: FileView, options: LooseSetting): Finding[] {
  const tags = jsDocTags(file, TAGS);
  const results = new Map(tags.flatMap(({ tag, subject, type }) => (tag.startsWith("return") ? [[subject, type]] : [])));
  return tags.flatMap((tag) => findingOf(file, options, tag, results.get(tag.subject)) ?? []);
}

/** Whether what a function returns (`auth is AuthResult`, `Promise<AuthResult>`) says that it makes the type of a parameter, or asks for it. */
function isOfConverter(file: FileView, entry: LooseEntry, name: string, result: string): boolean {
  if (/^\s*(?:asserts\s+)?(?<about>[\w$]+)\s+is\b/u.exec(result)?.groups?.["about"] === name) return true;
  const made = /^\s*(?:Promise(?:\.)?<)?\s*(?:import\([^)]*\)\.)?(?<type>.*?)\s*>?\s*$/su.exec(result)?.groups?.["type"];
  const [use] = entry.uses;
  return made === entry.type || (use !== undefined && made === knownName(file, entry, use.ref));
}

const VALUE = String.raw`(?:any|\*|unknown|object|Object|\{\s*\}|mixed)`;
const LOOSE = new RegExp(
  String.raw`(?:${VALUE}|Object(?:\.)?<\s*string\s*,\s*${VALUE}\s*>|Record<\s*string\s*,\s*${VALUE}\s*>|\{[^{}]*\})`,
  "u",
);
const WHOLE = new RegExp(
  String.raw`^(?<before>\s*[?!.]*\s*(?:Promise(?:\.)?<\s*)?(?:(?:null|undefined)\s*\|\s*)?)(?<part>${LOOSE.source})(?<after>\s*(?:\|\s*(?:null|undefined)\s*)?>?\s*=?\s*)$`,
  "u",
);

function findingOf(file: FileView, options: LooseSetting, tag: JsDocTag, result: string | undefined): Finding | undefined {
  const match = WHOLE.exec(tag.type);
  if (!match?.groups) return undefined;
  const { before = "", part = "", after = "" } = match.groups;
  if (before.includes("<") !== after.includes(">")) return undefined;
  const isResult = tag.tag.startsWith("return");
  const subject =
    isResult || /^(?:type|satisfies)$/u.test(tag.tag) ? declaredAt(file, tag, isResult) : tag.name.split(".").at(-1);
  const entry = subject && (isResult ? entryForFunction(options, subject) : entryForName(options, subject, "one"));
  if (!entry) return undefined;
  if (/^(?:param|arg)/u.test(tag.tag) && result !== undefined && isOfConverter(file, entry, tag.name, result)) return undefined;
  const range: Range = [tag.typeAt + before.length, tag.typeAt + before.length + part.length];
  return {
    range,
    found: `${subject}${isResult ? "()" : ""}: ${tag.type.trim()}`,
    problem: "is a loose type",
    replacement: replacementCode(`${before}${entry.type}${after}`.trim()),
    edit: atMost(writeInComment(file, entry, range), entry.fix),
  };
}

const DECLARING = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "VariableDeclarator",
  "PropertyDefinition",
  "AccessorProperty",
] as const;

/** The name of the function, or of the variable or field, that a comment is about. */
function declaredAt(file: FileView, { subject }: JsDocTag, isOfFunction: boolean): string | undefined {
  const nodes = DECLARING.flatMap((type): readonly Node[] => file.nodes(type));
  const node = nodes.find((each) => isFunction(each) === isOfFunction && documentedStart(each) === subject);
  if (isFunction(node)) return functionName(node);
  const name = node?.type === "VariableDeclarator" ? node.id : node && "key" in node ? node.key : undefined;
  return name?.type === "Identifier" ? name.name : undefined;
}

/** `import("./auth-result.js").AuthResult`, or the name that a `@typedef` in the file gives it. */
function writeInComment(file: FileView, entry: LooseEntry, range: Range): Edit {
  let text = "";
  let at = 0;
  const reasons: Why[] = [];
  for (const { ref, range: own } of entry.uses) {
    const known = knownName(file, entry, ref);
    const answer = known === undefined ? localNamesOf(file).importOf(ref, true) : undefined;
    if (ref.module.kind === "file" && ref.module.path === file.path)
      return hint(because("ownType", "this module holds the type itself"));
    if (answer && "refused" in answer) return hint(answer.refused);
    if (answer?.reason !== undefined) reasons.push(answer.reason);
    const { quote } = file.layout();
    const imported = answer && `import(${quote}${answer.specifier}${quote}).${answer.exported}`;
    text += entry.type.slice(at, own[0]) + (known ?? imported ?? "");
    at = own[1];
  }
  text += entry.type.slice(at);
  if (entry.uses.length === 0) reasons.push(`${entry.type} is not declared in the contract's imports`);
  if (isChecked(file)) reasons.push("TypeScript checks this file, and what it does with it may not compile");
  return reasons.reduce<Edit>(atMostSuggestion, fix([{ range, parts: [text] }]));
}

/** Whether TypeScript checks a JavaScript file: by its own comment, else by the tsconfig. */
function isChecked({ text, modules, path }: FileView): boolean {
  const said = /^[ \t]*\/\/[ \t]*@ts-(?<word>(?:no)?check)\b/mu.exec(text)?.groups;
  return said ? said["word"] === "check" : modules.hasOption(path, "checkJs");
}

function knownName(file: FileView, { type }: LooseEntry, ref: LooseEntry["uses"][number]["ref"]): string | undefined {
  for (const reference of file.moduleReferences()) {
    if (
      reference.kind !== "jsdoc" ||
      !file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), ref.module)
    )
      continue;
    const name = reference.names.find(({ imported }) => imported === ref.exported);
    if (name && reference.tagRange) return name.alias ?? name.imported;
  }
  // `@typedef {import("./auth-result.js").AuthResult} AuthResult`
  const typedef = new RegExp(String.raw`@typedef\s*\{[^}]*\.${ref.exported}\s*\}\s*${ref.name}\b`, "u");
  return typedef.test(file.text) && type.includes(ref.name) ? ref.name : undefined;
}
