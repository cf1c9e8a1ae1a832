import type { SingletonOptions } from "@godwit/contracts";
import type { FileView } from "../file/file-view.js";
import { memberName, unwrap, type Node } from "../file/nodes.js";
import type { WantedExport } from "../imports/local-names.js";
import { membersOfExport, originOf } from "../matching/origins.js";
import type { Template } from "../matching/template.js";
import type { RuleSetting } from "./define-rule.js";

/** One `match`/`with` of the rule. */
export interface SingletonEntry {
  readonly match: Template;
  readonly with: Template | undefined;
  readonly fix: "auto" | "suggest" | "none" | undefined;
}

/** The rule's option, with its names resolved. */
export interface SingletonSetting {
  readonly setting: RuleSetting;
  /** Undefined: any class. */
  readonly classes: readonly string[] | undefined;
  readonly accessors: ReadonlySet<string>;
  readonly objects: readonly string[];
  readonly functions: readonly string[];
  readonly declarations: boolean;
  readonly construct: boolean;
  readonly entries: readonly SingletonEntry[];
}

export function readSingletonOptions(option: SingletonOptions, setting: RuleSetting): SingletonSetting {
  return {
    setting,
    classes: option.classes,
    accessors: new Set(option.accessors ?? ["getInstance", "instance", "shared"]),
    objects: option.objects ?? [],
    functions: option.functions ?? [],
    declarations: option.declarations ?? true,
    construct: option.construct ?? false,
    entries: (option.replace ?? []).map((entry) => ({
      match: setting.template(entry.match),
      with: entry.with === undefined ? undefined : setting.template(entry.with),
      fix: entry.fix,
    })),
  };
}

/** Whether an expression is one of the names: by identity where `imports` declares it, else by its name. */
export function isOneOf(file: FileView, node: Node, names: readonly string[], setting: RuleSetting): boolean {
  return names.some((name) => {
    const wanted = setting.wanted(name);
    return wanted ? isExport(file, node, wanted) : nameOf(node) === name;
  });
}

function isExport(file: FileView, node: Node, wanted: WantedExport): boolean {
  const origin = originOf(file, node);
  if (origin && membersOfExport(file, origin, wanted)?.length === 0) return true;
  return isOwnExport(file, node, wanted);
}

/** Whether an identifier is the export in the very module that declares it. */
export function isOwnExport(file: FileView, node: Node, wanted: WantedExport): boolean {
  const inner = unwrap(node);
  if (wanted.module.kind !== "file" || wanted.module.path !== file.path || inner.type !== "Identifier") return false;
  return inner.name === wanted.exported && file.variableOf(inner)?.scope.block.type === "Program";
}

/** The last name of `X` or `ns.X`. */
export function nameOf(node: Node): string | undefined {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner.name;
  return inner.type === "MemberExpression" ? memberName(inner) : undefined;
}

/** Whether an expression means a class that the rule speaks of; without a list any imported or PascalCase one. */
export function isSingletonClass(file: FileView, node: Node, options: SingletonSetting): boolean {
  const inner = unwrap(node);
  if (inner.type !== "Identifier" && inner.type !== "MemberExpression") return false;
  if (options.classes) return isOneOf(file, inner, options.classes, options.setting);
  const name = nameOf(inner);
  if (name === undefined) return false;
  const isPascalCase = /^\p{Lu}\p{L}*\p{Ll}/u.test(name);
  if (inner.type === "MemberExpression") return isPascalCase && !!originOf(file, inner)?.reference;
  const variable = file.variableOf(inner);
  const isImported = !!variable && !!file.importedName(variable);
  return isImported ? isPascalCase || inner.name !== inner.name.toUpperCase() : isPascalCase && !isInstanceVariable(inner, file);
}

/** `const Foo = makeFoo()` may be PascalCase and still no class. */
function isInstanceVariable(node: Node & { name: string }, file: FileView): boolean {
  const definition = file.findVariable(node.name, node)?.defs[0];
  return definition?.type === ("Parameter" as string) || definition?.type === ("TSEnumName" as string);
}

/** Whether the class is declared in this file: there it may use its own instance. */
export function isDeclaredHere(file: FileView, node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "ThisExpression") return true;
  if (inner.type !== "Identifier") return false;
  const type = file.variableOf(inner)?.defs[0]?.type as string | undefined;
  return type === "ClassName";
}
