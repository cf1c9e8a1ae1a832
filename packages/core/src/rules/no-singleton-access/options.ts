import type { TSESTree } from "@typescript-eslint/types";
import { type Finding, asList, asObject, asTexts, fields, warningAt } from "../../contracts/index.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, unwrap, finalName } from "../../syntax/nodes.js";
import type { ImportedName } from "../../semantics/module-reference.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { aliasOf, membersOfExport, originOf } from "../../semantics/origins.js";
import { isOwnExport } from "../../semantics/own-exports.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { findRepeatedMatches, identifiers, replacements } from "../option-facts.js";
import { type CompiledEntry, compileEntries, endlessReplacement, findInAllForms } from "../option-templates.js";
import type { OptionProblem } from "../define-rule.js";
import { wordsOf } from "../../naming/words.js";
import { allOf, anyOf, ANYTHING, confirmedBy, contains, containsInAnyCase, containsWord, type Needs } from "../../scan/needs.js";
import {
  lastVisible,
  mayEndComment,
  someOccurrence,
  containsOneOf,
  isTelling,
  needsOfMembers,
  needsOfOtherForms,
  needsOfTemplates,
} from "../template-needs.js";

const { flag, namePattern, object, oneOrMany } = fields;

/** The static members that give the instance, unless the contract says which. */
export const ACCESSORS: readonly string[] = ["getInstance", "instance", "shared"];

/** The names that factories have where the contract gives none. */
const FACTORY_NAMES: readonly string[] = ["useFactory", "create*", "make*"];

/** The option of no-singleton-access. */
export const singletonOption = object({
  classes: identifiers("a list of class names")
    .optional()
    .describe("The classes meant; any when neither these nor `objects` or `functions` are given."),
  accessors: identifiers("a list of names")
    .optional()
    .describe("Static members that give the instance; getInstance, instance, shared when not given."),
  objects: identifiers("a list of names from imports")
    .optional()
    .describe("Names from `imports` that are module-level instances."),
  functions: identifiers("a list of names").optional().describe("Functions that give the instance."),
  declarations: flag().optional().describe("Whether the declarations of instances are reported; true when not given."),
  construct: flag().optional().describe("Whether `new X()` outside the class's module and factories is reported."),
  factories: oneOrMany(namePattern(), "a function's name or a list of names")
    .optional()
    .describe("Functions that may construct, patterns too; `useFactory`, `create*` and `make*` when not given."),
  replace: replacements.optional().describe("Replacements in order; whatever a `match` matches is a violation too."),
}).describe("Access to, and creation of, process-wide instances.");

/** The option of no-singleton-access as data. */
export type SingletonOptions = fields.ValueOf<typeof singletonOption>;

/** Finds `construct` without `classes`, `factories` without `construct`, and patterns that repeat an earlier entry's. */
export function findSingletonFaults(option: unknown): Finding[] {
  const { construct, classes, factories } = asObject(option) ?? {};
  const faults: Finding[] = [];
  if (construct === true && asList(classes).length === 0)
    faults.push(
      warningAt(["construct"], "contradiction", '"construct" speaks of listed classes alone: add "classes", or remove it.'),
    );
  if (construct !== true && factories !== undefined)
    faults.push(
      warningAt(["factories"], "contradiction", '"factories" may do what "construct: true" reports: add it, or remove them.'),
    );
  return [...faults, ...findRepeatedMatches(option)];
}

/** The rule's option, with its names resolved. */
export interface SingletonSetting {
  readonly setting: RuleSetting;
  /** The names of the classes; undefined for any class, empty if the contract lists only objects and functions. */
  readonly classes: readonly string[] | undefined;
  readonly accessors: ReadonlySet<string>;
  readonly objects: readonly string[];
  readonly functions: readonly string[];
  readonly declarations: boolean;
  readonly construct: boolean;
  /** The names of functions that may construct. */
  readonly factories: readonly string[];
  readonly entries: readonly CompiledEntry[];
}

/** Parses the option's templates and collects the names that it lists. Throws `TemplateSyntaxError`. */
export function readSingletonOptions(option: SingletonOptions, contract: RuleSetting): SingletonSetting {
  const setting = { ...contract, findExport: findInAllForms(contract) };
  return {
    setting,
    classes: option.classes ?? (speaksOfOthers(option) ? [] : undefined),
    accessors: new Set(option.accessors ?? ACCESSORS),
    objects: option.objects ?? [],
    functions: option.functions ?? [],
    declarations: option.declarations ?? true,
    construct: option.construct ?? false,
    factories: asTexts(option.factories ?? FACTORY_NAMES),
    entries: compileEntries(option.replace, setting),
  };
}

/** Whether the contract names instances or getter functions. */
function speaksOfOthers({ objects = [], functions = [] }: SingletonOptions): boolean {
  return objects.length > 0 || functions.length > 0;
}

/** Names of a contract; with `renamed` they include exports that a barrel renames. */
export interface ContractNames {
  readonly names: readonly string[];
  readonly setting: RuleSetting;
  readonly renamed?: boolean;
}

/** Whether an expression is one of the names: by identity if `imports` declares it, otherwise by its name. */
export function isOneOf(file: FileView, node: Node, { names, setting }: ContractNames): boolean {
  return names.some((name) => {
    const ref = setting.findExport(name);
    return ref ? isExport(file, node, ref) : finalName(node) === name;
  });
}

function isExport(file: FileView, node: Node, ref: ExportRef): boolean {
  const origin = originOf(file, node);
  if (origin && membersOfExport(file, origin, ref)?.length === 0) return true;
  return isOwnExport(file, node, ref);
}

/** Whether an accessor is named like a method: `getInstance`. */
export function isMethodName(accessor: string): boolean {
  return /^(?:get|create|make|obtain|acquire)(?=\p{Lu}|$)/u.test(accessor);
}

/** Whether an expression from which `accessor` is read is a class that the rule covers. */
export function isSingletonClass(file: FileView, node: Node, accessor: string, options: SingletonSetting): boolean {
  const inner = unwrap(node);
  if (inner.type !== "Identifier" && inner.type !== "MemberExpression") return false;
  if (options.classes) return isOneOf(file, inner, { names: options.classes, setting: options.setting });
  return looksLikeClass(file, inner, isMethodName(accessor));
}

/** Without a list of classes: a PascalCase name; for `getInstance` also any import, for `instance` no constant. */
function looksLikeClass(file: FileView, node: TSESTree.Identifier | TSESTree.MemberExpression, isMethod: boolean): boolean {
  const name = finalName(node) ?? "";
  const isPascalCase = /^\p{Lu}[\p{L}\p{N}_$]*\p{Ll}/u.test(name);
  if (node.type === "MemberExpression") return isPascalCase && !!originOf(file, node)?.reference;
  if (!isPascalCase && !isMethod) return false;
  const variable = file.variableOf(node);
  const imported = variable && file.importedName(variable);
  if (imported) return isMethod || (isPascalCase && !isImportedObject(file, imported));
  return (isPascalCase || (isMethod && /^\p{Lu}/u.test(name))) && !holdsAnObject(file, node);
}

/** Whether a name is a parameter, an enum or an object literal, and so no class. */
function holdsAnObject(file: FileView, node: TSESTree.Identifier): boolean {
  const variable = file.findVariable(node.name, node);
  const type = variable?.defs[0]?.type as string | undefined;
  const value = variable && aliasOf(variable);
  return type === "Parameter" || type === "TSEnumName" || (!!value && unwrap(value.value).type === "ObjectExpression");
}

/** An enum or an object literal of another module: `Visibility.shared` is one of its members. */
function isImportedObject(file: FileView, { reference, imported }: ImportedName): boolean {
  const module = file.modules.resolve(file.path, reference.specifier);
  const declared = file.modules.declarations.findExported(module, imported);
  const value = declared?.module.values.get(declared.name);
  const kind = value && unwrap(value).type;
  return kind === "TSEnumDeclaration" || kind === "ObjectExpression";
}

/** Whether this file declares what the node names; such a file may use it. */
export function isDeclaredHere(file: FileView, node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "ThisExpression") return true;
  const variable = inner.type === "Identifier" ? file.variableOf(inner) : undefined;
  if (!variable || file.importedName(variable)) return false;
  const alias = aliasOf(variable);
  // `const R = Registry` is declared where its class is.
  const origin = alias && originOf(file, alias.value);
  if (alias && origin) return !origin.reference && isDeclaredHere(file, alias.value);
  return variable.scope.block.type === "Program" || variable.defs[0]?.type === ("ClassName" as string);
}

/** Finds replacements that keep the access which they replace. */
export function* singletonProblems({ replace = [] }: SingletonOptions, setting: RuleSetting): Generator<OptionProblem> {
  for (const [index, entry] of replace.entries()) yield* endlessReplacement(["replace", index, "with"], entry, setting);
}

/** The patterns' and names' own texts, or an accessor beside what can be a class. */
export function needsOfSingletons(options: SingletonSetting): Needs {
  const { entries, setting, objects, functions } = options;
  const patterns = needsOfTemplates(
    entries.map((entry) => entry.match),
    setting,
  );
  const named = [...objects, ...functions].map((name) => needsOfClass(options, name));
  const matched = entries.flatMap(({ match }) =>
    match.names.map(({ name }) => allOf([needsOfOtherForms(name, setting), needsOfMembers(match)])),
  );
  return anyOf([
    patterns,
    ...matched,
    ...named,
    ...(options.classes ? needsOfListed(options, options.classes) : needsOfAny(options)),
  ]);
}

/** `instance` and `shared` are in many files that name none of the classes; `getInstance` says enough alone. */
function needsOfListed(options: SingletonSetting, classes: readonly string[]): readonly Needs[] {
  const { accessors, construct, declarations } = options;
  const common = [...accessors].filter((accessor) => !isTelling(accessor));
  const telling = [...accessors].filter(isTelling).map(containsWord);
  if (!construct && !declarations && common.length === 0) return telling;
  const uses = [
    ...common.map(containsWord),
    ...(construct || declarations ? [containsWord("new")] : []),
    // `static _instance`, and a variable that is filled when it is first asked for.
    ...(declarations ? [...instanceWords(options), containsWord("let"), containsWord("var")] : []),
  ];
  return [...telling, allOf([anyOf(classes.map((name) => needsOfClass(options, name))), anyOf(uses)])];
}

/** Without a list any class is meant. */
function needsOfAny(options: SingletonSetting): readonly Needs[] {
  const accessors = [...options.accessors].map((accessor) =>
    isMethodName(accessor)
      ? containsWord(accessor)
      : allOf([containsWord(accessor), confirmedBy((text) => mayReadFromClass(text, accessor))]),
  );
  if (!options.declarations) return accessors;
  return [
    ...accessors,
    allOf([containsWord("static"), anyOf(instanceWords(options))]),
    allOf([containsWord("globalThis"), containsWord("new")]),
  ];
}

/** Words of a static field that holds an instance, in any spelling: `instance` is in `_instance`, `sharedInstance` and `INSTANCE`. */
function instanceWords(options: SingletonSetting): readonly Needs[] {
  return wordsOfInstances(options).map((longest) => {
    const asEnd = endOfName(longest);
    return allOf([containsInAnyCase(longest), confirmedBy((text) => asEnd.test(text))]);
  });
}

function wordsOfInstances({ accessors }: SingletonSetting): readonly string[] {
  return [...accessors, "instance", "singleton"].map((name) =>
    wordsOf(name).reduce((best, word) => (word.length > best.length ? word : best), ""),
  );
}

/** The word at the end of a name, or before a word that begins with a capital or a sign: not `instance` of `instanceof`. */
function endOfName(word: string): RegExp {
  const eitherCase = (letter: string): string => `[${letter}${letter.toUpperCase()}${letter === "k" ? "\u212A" : ""}]`;
  const last = word.slice(-1);
  return new RegExp(`${[...word.slice(0, -1)].map(eitherCase).join("")}(?:${last}(?![a-z])|${last.toUpperCase()})`, "u");
}

/** Every import of a named export contains its name; a default export can have any name, so it is its module that is named. */
function needsOfClass({ setting }: SingletonSetting, name: string): Needs {
  const ref = setting.findExport(name);
  if (!ref) return containsWord(name);
  if (ref.exported !== "default" && ref.exported !== "*")
    return anyOf([contains(ref.exported), needsOfOtherForms(name, setting)]);
  const tokens = setting.modules.tokensFor(ref.module);
  return tokens ? containsOneOf(tokens) : ANYTHING;
}

/** `} = X`, or `}` before a type or a comment. */
const FROM_CLASS = /\}\s*(?:[:/]|=\s*[^\s\p{Ll}])/u;

/** Whether a property may be read from what is named like a class: not from `this`, from `lowerCase` or from a call. */
function mayReadFromClass(text: string, accessor: string): boolean {
  return someOccurrence(text, accessor, (start) => {
    const before = lastVisible(text, start);
    if (mayEndComment(text, before, start)) return true;
    switch (text[before]) {
      case ".":
        return mayEndClass(text, text[before - 1] === "?" ? before - 1 : before);
      case "{":
      case ",":
        return FROM_CLASS.test(text);
      case '"':
      case "'":
      case "`":
        return true;
      default:
        return false;
    }
  });
}

/** Whether the object before a dot may be a class: a name that begins with a capital, or something that is wrapped. */
function mayEndClass(text: string, dot: number): boolean {
  const end = lastVisible(text, dot);
  if (end < 0) return false;
  if (!/[\p{L}\p{N}_$]/u.test(text.charAt(end)) || mayEndComment(text, end, dot)) return true;
  let start = end;
  while (start > 0 && /[\p{L}\p{N}_$]/u.test(text.charAt(start - 1))) start--;
  return /^\p{Lu}/u.test(text.slice(start, end + 1));
}
