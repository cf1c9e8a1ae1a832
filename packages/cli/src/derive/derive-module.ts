import path from "node:path";
import { moduleExportName, type SourceFile } from "@godwit/core/engine";
import type { ModuleIdentity, Modules } from "@godwit/core/modules";
import type { TSESTree } from "@typescript-eslint/types";
import type { Entry, ExampleSource, Move, NotDerived } from "./write-contract.js";
import { findTagged, importedName, namedInTag, OVERLOADED, type Tagged } from "./tagged.js";

/** What one file's `@deprecated` tags give. */
export interface ModuleDerivation {
  readonly entries: readonly Entry[];
  readonly notDerived: readonly NotDerived[];
}

/** Why nothing can be said of a tag. */
interface Refusal {
  readonly refused: string;
}

/** Bans the deprecated parts of a module, and moves them where their code or their tag names what replaces them. */
export function deriveModule(module: DerivedModule): ModuleDerivation {
  const entries: Entry[] = [];
  const notDerived: NotDerived[] = [];
  for (const tagged of module.tagged) {
    const entry = deriveOne(tagged, module);
    if ("refused" in entry) {
      const place = { file: module.module.replace(/^\.\//, ""), line: tagged.line };
      notDerived.push({ ...place, what: whatIsTagged(tagged, module), reason: entry.refused });
    } else entries.push(entry);
  }
  return { entries, notDerived };
}

function deriveOne(tagged: Tagged, module: DerivedModule): Entry | Refusal {
  switch (tagged.kind) {
    case "other":
      return { refused: tagged.why };
    case "overload":
      return { refused: OVERLOADED };
    case "re-export-all":
      return { refused: "`export *` says nothing of the names: write the tag on each, or on the whole module" };
    case "module":
      return moveWholeModule(tagged, module);
    case "member":
      return banMember(tagged, module);
    case "re-export":
    case "declaration":
      return moveExport(tagged, module);
  }
}

/** A module that only passes another one on has moved there; any other is banned as a whole. */
function moveWholeModule(tagged: Tagged, module: DerivedModule): Entry {
  const specifier = onlyPassedOn(module.source.program);
  const to = specifier === undefined ? undefined : module.moduleOf(specifier);
  return entryFor(tagged, module, {
    found: to === undefined ? "is banned as a whole" : `passes ${to} on`,
    moves: [{ from: module.module, ...(to === undefined ? { fix: "none" } : { to }) }],
    isFixed: to !== undefined,
  });
}

/** The module that a file passes on, if that is all that it does. */
function onlyPassedOn({ body }: TSESTree.Program): string | undefined {
  const star = body.find((each) => each.type === "ExportAllDeclaration" && !each.exported);
  if (star?.type !== "ExportAllDeclaration") return undefined;
  const isDefaultOfIt = (each: TSESTree.ProgramStatement): boolean =>
    each.type === "ExportNamedDeclaration" &&
    each.source?.value === star.source.value &&
    each.specifiers.every(
      ({ local, exported }) => moduleExportName(local) === "default" && moduleExportName(exported) === "default",
    );
  return body.every((each) => each === star || isDefaultOfIt(each)) ? star.source.value : undefined;
}

type TaggedExport = Extract<Tagged, { kind: "re-export" | "declaration" }>;

/** What replaces an export, and how that is known. */
interface Target {
  readonly module: string;
  readonly exported: string;
  readonly found: string;
  /** Whether the new name means exactly the same. */
  readonly isSame: boolean;
}

function moveExport(tagged: TaggedExport, module: DerivedModule): Entry {
  const { exported } = tagged;
  const target = exported === "default" ? undefined : (targetInCode(tagged, module) ?? targetInTag(tagged, module));
  if (!target)
    return entryFor(tagged, module, {
      found: "is banned; nothing names what replaces it",
      moves: [{ from: module.module, name: exported, fix: "none" }],
      isFixed: false,
    });
  const move: Move = {
    ...{ from: module.module, name: exported },
    // A rename within a module has no `to`.
    ...(target.module !== module.module && { to: target.module }),
    ...(target.exported !== exported && { as: target.exported, rename: "uses" }),
    ...(!target.isSame && { fix: "suggest" }),
  };
  return entryFor(tagged, module, { found: target.found, moves: [move], isFixed: target.isSame });
}

/** An export that is nothing but another name: `export { a } from`, `export { b as a }`, `const a = b`, `type A = B`. */
function targetInCode(tagged: TaggedExport, module: DerivedModule): Target | undefined {
  if (tagged.kind === "re-export") {
    const to = module.moduleOf(tagged.specifier);
    if (to === undefined || tagged.imported === "*" || tagged.imported === "default") return undefined;
    return { module: to, exported: tagged.imported, found: `passes ${tagged.imported} of ${to} on`, isSame: true };
  }
  const others = module.exportsOf(tagged.local).filter((each) => each !== tagged.exported && each !== "default");
  const alias = others.find((each) => !module.isDeprecated(each));
  if (alias !== undefined) return { module: module.module, exported: alias, found: `is another name of ${alias}`, isSame: true };
  const name = otherName(tagged.node);
  const target = name === undefined ? undefined : module.target(name);
  return target && { ...target, found: `is another name of ${name!}`, isSame: !module.isMutable(name!) };
}

function otherName(node: Extract<Tagged, { kind: "declaration" }>["node"]): string | undefined {
  if (node.type === "VariableDeclarator") return node.init?.type === "Identifier" ? node.init.name : undefined;
  if (node.type !== "TSTypeAliasDeclaration" || node.typeParameters) return undefined;
  const type = node.typeAnnotation;
  if (type.type !== "TSTypeReference" || type.typeArguments || type.typeName.type !== "Identifier") return undefined;
  return type.typeName.name;
}

/** The first export or import of the file that the tag names: whether it means the same is for a person, or a type check, to say. */
function targetInTag(tagged: TaggedExport, module: DerivedModule): Target | undefined {
  const own = [tagged.exported, "local" in tagged ? tagged.local : tagged.imported];
  for (const name of namedInTag(tagged.tag)) {
    const target = own.includes(name) ? undefined : (module.target(name) ?? module.exportNamed(name));
    if (target) return { ...target, found: `says to use ${name}`, isSame: false };
  }
  return undefined;
}

/** No import leads to a member, so its calls are reported; of a method of instances code does not say whose it is. */
function banMember(tagged: Extract<Tagged, { kind: "member" }>, module: DerivedModule): Entry | Refusal {
  const { exported, member } = tagged;
  if (member === "constructor")
    return { refused: `it is a way to construct ${exported}: write a pattern such as new ${exported}($x) by hand` };
  if (!tagged.isStatic)
    return { refused: "it is a method of instances, and code does not say of what class the value before the dot is" };
  if (exported === "default") return { refused: "it is a member of a default export" };
  const [named] = namedInTag(tagged.tag);
  return entryFor(tagged, module, {
    found: named === undefined ? "is banned; nothing names what replaces it" : `says to use ${named}`,
    bans: [`${exported}.${member}`],
    isFixed: false,
  });
}

interface Derived {
  readonly found: string;
  readonly moves?: readonly Move[];
  readonly bans?: readonly string[];
  readonly isFixed: boolean;
}

function entryFor(tagged: Tagged, module: DerivedModule, { found, moves = [], bans = [], isFixed }: Derived): Entry {
  const exported = "exported" in tagged ? tagged.exported : undefined;
  const local = exported === "default" ? "deprecatedDefault" : (exported ?? "example");
  const member = tagged.kind === "member" ? `.${tagged.member}` : "";
  const isType = tagged.kind === "declaration" && /^TS(?:TypeAlias|Interface)/.test(tagged.node.type);
  const keepsName = moves[0]?.as === undefined;
  return {
    ...{ what: whatIsTagged(tagged, module), line: tagged.line, found, moves, bans },
    names: member === "" ? {} : { [exported!]: module.module },
    bridge: `${module.module}${exported === undefined ? "" : `#${exported}${member}`}`,
    example: exampleOf(module, { code: `${local}${member}`, local, exported, keepsName, isType, isFixed }),
  };
}

function whatIsTagged(tagged: Tagged, module: DerivedModule): string {
  if (tagged.kind === "member") return `${tagged.exported}.${tagged.member}`;
  return "exported" in tagged ? tagged.exported : path.posix.basename(module.module);
}

/** A use of something deprecated. */
interface Use {
  /** The code, with the local name of what is deprecated. */
  readonly code: string;
  readonly local: string;
  /** Undefined for a whole module. */
  readonly exported: string | undefined;
  /** Whether only the module is another one. */
  readonly keepsName: boolean;
  readonly isType: boolean;
  readonly isFixed: boolean;
}

/** A file beside the module that has one use. */
function exampleOf({ module, modules }: DerivedModule, use: Use): ExampleSource {
  const { code, local, exported, isType } = use;
  const file = module.slice(2);
  const extension = /\.[cm]?jsx?$/.test(file) ? "js" : "ts";
  const name = `use-${path.posix.basename(file).replace(/\..*$/, "")}.${extension}`;
  const at = path.posix.join(path.posix.dirname(file), name);
  const answer = modules.specifierFor(path.join(modules.root, at), modules.resolveContractModule(module), {
    ...{ specifiers: [], commonJs: false },
  });
  const specifier = "specifier" in answer ? answer.specifier : `./${path.posix.basename(file)}`;
  const renamed = exported === undefined || exported === local ? local : `${exported} as ${local}`;
  const clause = exported === "default" ? local : `{ ${renamed} }`;
  const statement = isType ? `export type Example = ${code};` : `export const example = ${code};`;
  const before = `import ${isType ? "type " : ""}${clause} from "${specifier}";\n\n${statement}\n`;
  return { path: at, before, isFixed: use.isFixed, old: use.keepsName ? `"${specifier}"` : local };
}

/** A name inside a module, as a contract's `imports` would have it. */
interface NameTarget {
  readonly module: string;
  readonly exported: string;
}

/** A module as its deprecated parts see it: where the names in it come from. */
export class DerivedModule {
  readonly source: SourceFile;
  /** As contracts write it: `./src/a.ts`. */
  readonly module: string;
  readonly modules: Modules;
  readonly tagged: readonly Tagged[];
  readonly #imports = new Map<string, { readonly specifier: string; readonly name: string }>();
  readonly #locals = new Map<string, readonly string[]>();
  readonly #mutable = new Set<string>();

  constructor(source: SourceFile, module: string, modules: Modules) {
    this.source = source;
    this.module = module;
    this.modules = modules;
    for (const statement of source.program.body) this.#read(statement);
    this.tagged = findTagged(source);
  }

  isDeprecated(exported: string): boolean {
    return this.tagged.some(
      (each) => !/^(?:member|overload)$/.test(each.kind) && "exported" in each && each.exported === exported,
    );
  }

  /** The names under which the file exports a name of its own: that name first, the default export last. */
  exportsOf(local: string): readonly string[] {
    const rank = (name: string): number => (name === local ? 0 : name === "default" ? 2 : 1);
    return [...(this.#locals.get(local) ?? [])].sort((a, b) => rank(a) - rank(b));
  }

  /** Whether a name may stand for another value later. */
  isMutable(name: string): boolean {
    const imported = this.#imports.get(name);
    if (!imported) return this.#mutable.has(name);
    const module = this.modules.resolve(this.source.path, imported.specifier);
    const declared = this.modules.declarations.findExported(module, imported.name);
    return (declared?.module.program.body ?? []).some((statement) => {
      const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      return (
        declaration?.type === "VariableDeclaration" &&
        declaration.kind !== "const" &&
        declaredNames(declaration).includes(declared!.name)
      );
    });
  }

  /** The export that a name means; undefined where a contract can't name one. */
  target(name: string): NameTarget | undefined {
    const imported = this.#imports.get(name);
    const module = imported ? this.moduleOf(imported.specifier) : this.module;
    const own = this.exportsOf(name);
    const exported = imported ? imported.name : (own.find((each) => !this.isDeprecated(each)) ?? own[0]);
    return module === undefined || exported === undefined || exported === "*" ? undefined : { module, exported };
  }

  /** An own declaration that the file exports under another name: `b` of `export { a as b }`. */
  exportNamed(exported: string): NameTarget | undefined {
    return [...this.#locals.values()].flat().includes(exported) ? { module: this.module, exported } : undefined;
  }

  /** A specifier of this module as contracts write it. */
  moduleOf(specifier: string): string | undefined {
    return writtenModule(this.modules.resolve(this.source.path, specifier), specifier, this.modules);
  }

  #add(local: string, exported: string): void {
    this.#locals.set(local, [...(this.#locals.get(local) ?? []), exported]);
  }

  #read(statement: TSESTree.ProgramStatement): void {
    if (statement.type === "ImportDeclaration") {
      for (const each of statement.specifiers)
        this.#imports.set(each.local.name, { specifier: statement.source.value, name: importedName(each) });
      return;
    }
    if (statement.type === "ExportNamedDeclaration" && !statement.source && !statement.declaration)
      for (const { local, exported } of statement.specifiers)
        if (local.type === "Identifier" && exported.type === "Identifier") this.#add(local.name, exported.name);
    const isExported = statement.type === "ExportNamedDeclaration";
    const isDefault = statement.type === "ExportDefaultDeclaration";
    const declaration = isExported || isDefault ? statement.declaration : statement;
    if (!declaration) return;
    if (isDefault && declaration.type === "Identifier") this.#add(declaration.name, "default");
    for (const name of declaredNames(declaration)) {
      if (isExported || isDefault) this.#add(name, isExported ? name : "default");
      if (declaration.type === "VariableDeclaration" && declaration.kind !== "const") this.#mutable.add(name);
    }
  }
}

function declaredNames(declaration: TSESTree.Node): readonly string[] {
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : patternNames(id)));
  return "id" in declaration && declaration.id && "type" in declaration.id && declaration.id.type === "Identifier"
    ? [declaration.id.name]
    : [];
}

/** The names of a destructuring, which is never looked into otherwise. */
function patternNames(node: TSESTree.Node): readonly string[] {
  if (node.type === "Identifier") return [node.name];
  if (node.type === "ObjectPattern")
    return node.properties.flatMap((each) => patternNames(each.type === "Property" ? each.value : each.argument));
  if (node.type === "ArrayPattern") return node.elements.flatMap((each) => (each ? patternNames(each) : []));
  if (node.type === "RestElement") return patternNames(node.argument);
  return node.type === "AssignmentPattern" ? patternNames(node.left) : [];
}

/** A module as contracts write it: a file from the root, a package by its specifier; undefined for what is in neither. */
function writtenModule(identity: ModuleIdentity, specifier: string, modules: Modules): string | undefined {
  if (identity.kind === "package") return specifier;
  const absolute = identity.kind === "file" ? identity.path : identity.stem;
  const relative = modules.relative(absolute);
  return relative === undefined || relative.startsWith("..") || path.isAbsolute(relative) ? undefined : `./${relative}`;
}
