import type { TSESTree } from "@typescript-eslint/types";
import { type Finding, asList, asObject, asTexts, fields, warningAt } from "../../contracts/index.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, unwrap, finalName } from "../../syntax/nodes.js";
import type { ImportedName } from "../../semantics/module-reference.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { aliasOf, membersOfExport, originOf } from "../../semantics/origins.js";
import { isOwnExport } from "../../semantics/own-exports.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { findRepeatedMatches } from "../option-facts.js";
import { identifiers, replacements } from "../option-fields.js";
import { type CompiledEntry, compileEntries, endlessReplacement } from "../option-templates.js";
import type { OptionProblem } from "../define-rule.js";

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
export function readSingletonOptions(option: SingletonOptions, setting: RuleSetting): SingletonSetting {
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
