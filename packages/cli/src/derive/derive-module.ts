import path from "node:path";
import { findMentions } from "@godwit/engine";
import type { TSESTree } from "@typescript-eslint/types";
import type { Entry, Move, NotDerived, Replacement } from "./entry.js";
import { exampleOf, type Use } from "./example-source.js";
import { readForwarding, type Form, type ForwardingContext, type Refusal } from "./forwarding.js";
import type { DerivedModule, NameTarget } from "./read-module.js";
import { findTagged, type Tagged } from "./tagged.js";
import { namedInTag } from "./tag-text.js";

/** What one file's `@deprecated` tags give. */
export interface ModuleDerivation {
  readonly entries: readonly Entry[];
  readonly notDerived: readonly NotDerived[];
}

/** Derives what a contract can say of the deprecated parts of a module, and lists what it can't with the reason. */
export function deriveModule(module: DerivedModule): ModuleDerivation {
  const entries: Entry[] = [];
  const notDerived: NotDerived[] = [];
  for (const each of findTagged(module.source)) {
    const what = nameOfTagged(each, module);
    const found = overloadFault(each, module) ?? deriveOne(each, module);
    if (found && "refused" in found)
      notDerived.push({ file: module.module.replace(/^\.\//, ""), line: each.line, what, reason: found.refused });
    else if (found) entries.push(complete(each, found, module));
  }
  return { entries, notDerived };
}

/** What is said of one tag, before its examples. */
interface Derived {
  readonly found: string;
  readonly moves?: readonly Move[];
  readonly replacements?: readonly Replacement[];
  readonly names?: Readonly<Record<string, string>>;
  /** A use for each thing that is derived, with the name `old` for what is imported. */
  readonly uses: readonly Use[];
}

function deriveOne(each: Tagged, module: DerivedModule): Derived | Refusal {
  switch (each.kind) {
    case "other":
      return { refused: each.why };
    case "module":
      return deriveWhole(module);
    case "re-export-all":
      return { refused: "`export *` says nothing of the names: write the tag on each, or on the whole module" };
    case "re-export":
      return deriveReExport(each, module);
    case "member":
      return deriveMember(each, module);
    case "declaration":
      return deriveDeclaration(each, module);
  }
}

/** A module that only passes another one on has moved there. */
function deriveWhole(module: DerivedModule): Derived | Refusal {
  const { body } = module.source.program;
  const stars = body.filter((each) => each.type === "ExportAllDeclaration" && !each.exported);
  const others = body.filter((each) => !stars.includes(each));
  const source = stars.length === 1 ? (stars[0] as TSESTree.ExportAllDeclaration).source.value : undefined;
  const isDefaultOnly = others.every(
    (each) =>
      each.type === "ExportNamedDeclaration" &&
      each.source?.value === source &&
      each.specifiers.every(({ local, exported }) => nameOf(local) === "default" && nameOf(exported) === "default"),
  );
  if (source === undefined || !isDefaultOnly)
    return { refused: "the whole module is deprecated, and it does more than pass one other module on" };
  const to = module.moduleOf(source);
  if (to === undefined) return { refused: `a contract can't name ${source}` };
  return {
    found: `passes ${to} on`,
    moves: [{ from: module.module, to }],
    uses: [{ code: "old", isFixed: true }],
  };
}

function deriveReExport(each: Extract<Tagged, { kind: "re-export" }>, module: DerivedModule): Derived | Refusal {
  const to = module.moduleOf(each.specifier);
  if (to === undefined) return { refused: `a contract can't name ${each.specifier}` };
  if (each.imported === "*" || each.exported === "default" || each.imported === "default")
    return { refused: "it passes on a default export or a whole module under a name" };
  const move: Move = {
    ...{ from: module.module, name: each.exported, to },
    ...(each.imported !== each.exported && { as: each.imported, rename: "uses" as const }),
  };
  return { found: `passes ${each.imported} of ${to} on`, moves: [move], uses: [{ code: "old", isFixed: true }] };
}

function deriveDeclaration(each: Extract<Tagged, { kind: "declaration" }>, module: DerivedModule): Derived | Refusal {
  const { node } = each;
  const value = node.type === "VariableDeclarator" ? node.init : node;
  const found =
    value === null
      ? { refused: "it has no value" }
      : isFunction(value)
        ? deriveFunction(value, { ...each, match: localName(each) }, module)
        : deriveOther(value, each, module);
  return "refused" in found ? (deriveFromTag(each, module, found.refused) ?? found) : found;
}

function deriveOther(
  value: Exclude<Extract<Tagged, { kind: "declaration" }>["node"], TSESTree.VariableDeclarator>,
  each: Extract<Tagged, { kind: "declaration" }>,
  module: DerivedModule,
): Derived | Refusal {
  const bare = value.type === "TSAsExpression" || value.type === "TSSatisfiesExpression" ? value.expression : value;
  if (bare.type === "Identifier" && each.node.type === "VariableDeclarator") {
    const doubt = module.isMutable(bare.name) || bare !== value;
    return renamed(each, module.target(bare.name), bare.name, doubt ? { doubt } : {});
  }
  if (value.type === "TSTypeAliasDeclaration") return deriveAlias(value, each, module);
  if (value.type === "TSInterfaceDeclaration") {
    const [parent, ...more] = value.extends;
    const isPlain = parent?.expression.type === "Identifier" && !parent.typeArguments && !value.typeParameters;
    if (!isPlain || more.length > 0 || value.body.body.length > 0) return { refused: "it declares members of its own" };
    const { name } = parent.expression as TSESTree.Identifier;
    return renamed(each, module.target(name), name, { isType: true });
  }
  if (value.type === "ClassDeclaration" || value.type === "ClassExpression") {
    const parent = value.superClass;
    if (parent?.type !== "Identifier" || value.body.body.length > 0 || value.decorators.length > 0)
      return { refused: "a class with members of its own replaces nothing by itself" };
    // An instance of the new class is none of the old one.
    return renamed(each, module.target(parent.name), parent.name, { doubt: true });
  }
  return { refused: "its value is more than another name" };
}

function deriveAlias(
  { typeAnnotation, typeParameters }: TSESTree.TSTypeAliasDeclaration,
  each: Extract<Tagged, { kind: "declaration" }>,
  module: DerivedModule,
): Derived | Refusal {
  if (typeAnnotation.type !== "TSTypeReference" || typeAnnotation.typeName.type !== "Identifier")
    return { refused: "its type is more than another name" };
  const own = (typeParameters?.params ?? []).map((parameter) => [parameter.name.name, parameter.default] as const);
  const given = typeAnnotation.typeArguments?.params ?? [];
  const isSame =
    own.length === given.length &&
    own.every(([name, fallback], index) => {
      const argument = given[index]!;
      return (
        !fallback &&
        argument.type === "TSTypeReference" &&
        argument.typeName.type === "Identifier" &&
        argument.typeName.name === name
      );
    });
  if (!isSame) return { refused: "it gives the type other arguments" };
  const { name } = typeAnnotation.typeName;
  return renamed(each, module.target(name), name, { isType: true });
}

interface RenamedOptions {
  readonly isType?: boolean;
  readonly doubt?: boolean;
}

function renamed(
  each: Extract<Tagged, { kind: "declaration" }>,
  target: NameTarget,
  name: string,
  { isType = false, doubt = false }: RenamedOptions,
): Derived | Refusal {
  if (target && "refused" in target) return target;
  if (!target) return { refused: `${name} is declared nowhere in this file` };
  if (each.exported === "default" || target.exported === "*")
    return { refused: "it is a default export, or stands for a whole module" };
  return { found: `is another name of ${name}`, ...moveOf(each.exported, target, { isType, doubt }) };
}

function moveOf(
  exported: string,
  target: { readonly module: string; readonly exported: string },
  { isType = false, doubt = false }: RenamedOptions,
): Pick<Derived, "moves" | "uses"> {
  const move = {
    ...{ from: OWN, name: exported },
    to: target.module,
    ...(target.exported !== exported && { as: target.exported, rename: "uses" as const }),
    ...(doubt && { fix: "suggest" as const }),
  };
  return { moves: [move], uses: [{ code: "old", isFixed: !doubt, isType }] };
}

/** Stands for the module itself until the entry is complete. */
const OWN = ".";

function deriveFunction(
  value: TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression,
  { match, self }: { readonly match: string; readonly self?: string },
  module: DerivedModule,
): Derived | Refusal {
  const forwarding = readForwarding(value, contextOf(module, self));
  if ("refused" in forwarding) return forwarding;
  const names: Record<string, string> = {};
  for (const name of forwarding.names) {
    if (name === match) return { refused: "it calls itself" };
    const target = module.target(name);
    if (target === undefined) continue;
    if ("refused" in target) return target;
    names[name] = target.exported === name ? target.module : `${target.module}#${target.exported}`;
  }
  const first = forwarding.forms[0]!.replacement;
  if (/^\$\w+$/.test(first)) return { refused: "it only gives its argument back" };
  return {
    found: `forwards: ${first}`,
    replacements: forwarding.forms.map(({ parameters, replacement, doubt }) => ({
      match: `${match}(${parameters.join(", ")})`,
      with: replacement,
      ...(doubt !== undefined && { fix: "suggest" as const }),
    })),
    names,
    uses: forwarding.forms.map((form) => useOf(match, form)),
  };
}

function useOf(match: string, { parameters, doubt }: Form): Use {
  const names = parameters.map((each) => each.replace(/^\$+/, ""));
  return { code: `${match}(${names.join(", ")})`, isFixed: doubt === undefined, parameters: names };
}

function contextOf(module: DerivedModule, self: string | undefined): ForwardingContext {
  const declared = (callee: TSESTree.Node): TSESTree.Node | undefined => {
    const target = callee.type === "Identifier" ? module.target(callee.name) : undefined;
    if (!target || "refused" in target) return undefined;
    const identity = module.modules.resolveContractModule(target.module);
    const found = module.modules.declarations.findExported(identity, target.exported);
    return found?.module.values.get(found.name);
  };
  return {
    ...(self !== undefined && { self }),
    mayDropUndefined: (callee) => {
      const node = declared(callee);
      if (!node || !isFunction(node) || node.params.some(({ type }) => type === "RestElement")) return false;
      const names = findMentions({ type: "Program", body: [node] } as unknown as TSESTree.Program);
      return names.every(({ text }) => text !== "arguments");
    },
    isAsync: (callee) => {
      const node = declared(callee);
      return node !== undefined && isFunction(node) && node.async;
    },
  };
}

function deriveMember(each: Extract<Tagged, { kind: "member" }>, module: DerivedModule): Derived | Refusal {
  if (each.member === "constructor")
    return { refused: `it is a way to construct ${each.exported}: write a pattern such as new ${each.exported}($x) by hand` };
  if (!each.isStatic)
    return { refused: "it is a method of instances, and code does not say of what class the value before the dot is" };
  if (each.exported === "default") return { refused: "it is a member of a default export" };
  const value = "value" in each.node ? each.node.value : undefined;
  if (!value || !isFunction(value) || ("kind" in each.node && (each.node.kind === "get" || each.node.kind === "set")))
    return { refused: "it is no method that hands its parameters on" };
  const found = deriveFunction(value, { match: `${each.exported}.${each.member}`, self: each.exported }, module);
  if ("refused" in found) return found;
  const own = { [each.exported]: `${module.module}#${each.exported}` };
  const isRecursive = found.replacements?.some((one) => one.with.startsWith(`${each.exported}.${each.member}(`));
  return isRecursive ? { refused: "it calls itself" } : { ...found, names: { ...own, ...found.names } };
}

/** Where the code proves nothing, the tag may still name what to use: the use is reported, and nothing is written. */
function deriveFromTag(
  each: Extract<Tagged, { kind: "declaration" }>,
  module: DerivedModule,
  reason: string,
): Derived | Refusal | undefined {
  if (each.exported === "default") return undefined;
  for (const named of namedInTag(each.tag)) {
    const [name, member] = named.split(/[.#]/) as [string, string?];
    const target = name === each.exported || name === each.local ? undefined : module.target(name);
    if (!target || "refused" in target || target.exported === "*") continue;
    if (member !== undefined) return { refused: `the tag says to use ${named}, a member, to which no import leads; ${reason}` };
    const move = moveOf(each.exported, target, {}).moves![0]!;
    const { from, to, as } = move;
    const hint: Move = {
      from,
      name: each.exported,
      ...(to !== undefined && { to }),
      ...(as !== undefined && { as }),
      fix: "none",
    };
    return {
      found: `says to use ${name}; ${reason}, so nothing is written`,
      moves: [hint],
      uses: [{ code: "old", isFixed: false }],
    };
  }
  return undefined;
}

/** Completes the names and examples of an entry. */
function complete(each: Tagged, derived: Derived, module: DerivedModule): Entry {
  const exported = "exported" in each ? each.exported : undefined;
  const local = each.kind === "declaration" ? localName(each) : (exported ?? "example");
  const moves = (derived.moves ?? []).map((move) => ({ ...move, from: move.from === OWN ? module.module : move.from }));
  const isCalled = (derived.replacements ?? []).length > 0;
  const own =
    isCalled && each.kind === "declaration"
      ? { [local]: exported === local ? module.module : `${module.module}#${exported!}` }
      : {};
  const member = each.kind === "member" ? `.${each.member}` : "";
  return {
    what: nameOfTagged(each, module),
    line: each.line,
    found: derived.found,
    moves: moves.map((move) => withoutOwn(move)),
    replacements: derived.replacements ?? [],
    names: { ...own, ...derived.names },
    bridge: `${module.module}${exported === undefined ? "" : `#${exported}${member}`}`,
    examples: derived.uses.map((use, index) =>
      exampleOf(use, index, { module, local, exported, keepsName: moves[0]?.as === undefined }),
    ),
  };
}

/** A rename within a module has no `to`. */
function withoutOwn({ from, name, to, ...rest }: Move): Move {
  return { from, ...(name !== undefined && { name }), ...(to !== undefined && to !== from && { to }), ...rest };
}

/** The name that examples and patterns use. */
function localName({ exported, local }: { readonly exported: string; readonly local: string }): string {
  if (exported !== "default") return exported;
  return local === "default" ? "deprecatedDefault" : local;
}

function nameOfTagged(each: Tagged, module: DerivedModule): string {
  if (each.kind === "member") return `${each.exported}.${each.member}`;
  return "exported" in each ? each.exported : path.posix.basename(module.module);
}

/** Of several declarations of one name a tag may be on one only. */
function overloadFault(each: Tagged, { source }: DerivedModule): Refusal | undefined {
  if (each.kind !== "declaration" || each.node.type === "VariableDeclarator") return undefined;
  const same = source.program.body.filter((statement) => {
    const declaration = "declaration" in statement ? statement.declaration : statement;
    return declaration && "id" in declaration && declaration.id && "name" in declaration.id && declaration.id.name === each.local;
  });
  return same.length > 1 ? { refused: "it has overloads, or is declared more than once" } : undefined;
}

function isFunction(
  node: TSESTree.Node,
): node is TSESTree.FunctionDeclaration | TSESTree.FunctionExpression | TSESTree.ArrowFunctionExpression {
  return node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === "Identifier" ? node.name : node.value;
}
