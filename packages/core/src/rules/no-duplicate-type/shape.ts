import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../../syntax/nodes.js";
import { keyOf } from "../../semantics/local-names.js";
import type { Declared, DeclaringModule, ModuleIdentity, Modules } from "../../modules/index.js";

/** The shape of a type: a form that is equal for equal types, however they are written. */

/** One member of an object, a class or an enum. */
export interface Member {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isReadonly: boolean;
  readonly isMethod: boolean;
  /** The key of its type; an enum member has its value here. */
  readonly type: string;
}

interface Origin {
  /** Whether all of it is written in the file that declares it. */
  readonly isOwn: boolean;
  /** The schema that it is inferred from, if there is one. */
  readonly schema?: string;
}

/** The outline of a type. */
export type Shape = Origin &
  (
    | { readonly kind: "object" | "enum"; readonly members: ReadonlyMap<string, Member> }
    | { readonly kind: "class"; readonly members: ReadonlyMap<string, Member>; readonly isNominal: boolean }
    /** `names`: the members of the parts that are objects. */
    | { readonly kind: "union"; readonly parts: readonly string[]; readonly names: readonly string[] }
    | { readonly kind: "other"; readonly key: string }
  );

/** A shape that has members. */
export type MemberShape = Extract<Shape, { readonly members: unknown }>;

/** A type that is known only by a key. */
export function other(key: string, isOwn = true): Shape {
  return { kind: "other", key, isOwn };
}

/** The union of shapes: flat, sorted, without repetitions. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const parts = new Set(shapes.flatMap((shape) => (shape.kind === "union" ? shape.parts : [keyOfShape(shape)])));
  if (parts.has("true") && parts.has("false")) {
    for (const part of ["true", "false"]) parts.delete(part);
    parts.add("boolean");
  }
  const isOwn = shapes.every((shape) => shape.isOwn);
  const sorted = [...parts].sort();
  const names = shapes.flatMap((shape) => {
    if (shape.kind === "union") return shape.names;
    return shape.kind === "other" ? [] : [...shape.members.keys()];
  });
  return sorted.length === 1 ? other(sorted[0] as string, isOwn) : { kind: "union", parts: sorted, names, isOwn };
}

/** An object with these members; members with the same name are overloads. */
export function objectOf(members: readonly Member[], isOwn = true): MemberShape {
  const byName = new Map<string, Member>();
  for (const member of members) {
    const known = byName.get(member.name);
    byName.set(member.name, known ? joined(known, member) : member);
  }
  return { kind: "object", members: byName, isOwn };
}

function joined(a: Member, b: Member): Member {
  return a.isMethod && b.isMethod ? { ...a, type: `${a.type} & ${b.type}` } : { ...b, isReadonly: a.isReadonly && b.isReadonly };
}

/** A text that is equal for equal shapes. */
export function keyOfShape(shape: Shape): string {
  if (shape.kind === "other") return shape.key;
  if (shape.kind === "union") return `(${shape.parts.join(" | ")})`;
  const members = [...shape.members.values()].map(keyOfMember).sort();
  return `${shape.kind === "object" ? "" : shape.kind}{${members.join("; ")}}`;
}

/** A text that is equal for equal members. */
function keyOfMember({ name, isOptional, isReadonly, isMethod, type }: Member): string {
  return `${isReadonly ? "readonly " : ""}${JSON.stringify(name)}${isMethod ? "()" : ""}${isOptional ? "?" : ""}: ${type}`;
}

/** Whether two types have the same values. */
export function isSameShape(a: Shape, b: Shape): boolean {
  // Two classes are never the same type; a class and an object type with its members are.
  if (a.kind === "class" || b.kind === "class") return isSameAsClass(a, b);
  return keyOfShape(a) === keyOfShape(b);
}

function isSameAsClass(a: Shape, b: Shape): boolean {
  if (a.kind === "class" && b.kind === "class") return false;
  const [object, owner] = a.kind === "class" ? [b, a] : [a, b];
  if (owner.kind !== "class" || owner.isNominal || object.kind !== "object") return false;
  return keyOfShape(object) === keyOfShape({ ...owner, kind: "object" });
}

const TAG = /"(?:[^"\\]|\\.)+"|#unique\b/u;

/** How distinctive a shape is: the number of its members, or of a union's literals. */
export function weightOf(shape: Shape): number {
  switch (shape.kind) {
    case "union":
      return shape.parts.filter((part) => part.startsWith('"') || part.startsWith("{")).length;
    case "other":
      return isBrand(shape.key) ? BRAND_WEIGHT : 0;
    default:
      return shape.members.size;
  }
}

/** `string & { __brand: "UserId" }`, and the project's own `Branded<"UserId">`. */
function isBrand(key: string): boolean {
  return TAG.test(key) && (/ & /u.test(key) || /^file:[^<>{}]*<[^{}]*>$/u.test(key));
}

const BRAND_WEIGHT = 4;
const PLAIN = /^(?:(?:Array<)?(?:string|number|boolean|bigint|unknown|any|null|undefined|global:Date)>?|[|() ])+$/u;

/** Whether a shape is hardly equal by chance: it is large, or has a member of a distinctive type. */
export function isTelling(shape: Shape): boolean {
  if (shape.kind === "other") return weightOf(shape) > 0;
  if (shape.kind === "union") return shape.parts.some((part) => part.startsWith("{"));
  return shape.members.size >= 5 || [...shape.members.values()].some(({ type }) => !PLAIN.test(type));
}

/** `x?: string | undefined` is `x?: string`. */
export function keyWithoutUndefined(shape: Shape): string {
  return keyOfShape(without(shape, ["undefined"]));
}

/** The shape without null and undefined, like `NonNullable<…>`. */
export function withoutNothing(shape: Shape): Shape {
  return without(shape, ["null", "undefined"]);
}

function without(shape: Shape, keys: readonly string[]): Shape {
  if (shape.kind !== "union") return shape;
  const rest = unionOf(shape.parts.filter((part) => !keys.includes(part)).map((part) => other(part, shape.isOwn)));
  return rest.kind === "union" ? { ...rest, names: shape.names } : rest;
}

/** How the built-in `Readonly<…>`, `Partial<…>` and `Required<…>` change each member. */
export function memberChange(identity: string): ((member: Member) => Member) | undefined {
  switch (identity) {
    case "global:Readonly":
      return (member) => ({ ...member, isReadonly: true });
    case "global:Partial":
      return (member) => ({ ...member, isOptional: true });
    case "global:Required":
      return (member) => ({ ...member, isOptional: false });
    default:
      return undefined;
  }
}

/** How the members of two types differ. */
export interface Differences {
  /** Names that only the home has. */
  readonly missing: readonly string[];
  /** Names that only the duplicate has. */
  readonly extra: readonly string[];
  readonly different: readonly string[];
  readonly equal: readonly string[];
}

/** Compares two types member by member; literals of unions count as members. */
export function differencesOf(here: Shape, home: Shape): Differences | undefined {
  const [own, theirs] = [namesOf(here), namesOf(home)];
  if (!own || !theirs) return undefined;
  const shared = [...own.keys()].filter((name) => theirs.has(name)).sort();
  return {
    missing: [...theirs.keys()].filter((name) => !own.has(name)).sort(),
    extra: [...own.keys()].filter((name) => !theirs.has(name)).sort(),
    different: shared.filter((name) => own.get(name) !== theirs.get(name)),
    equal: shared.filter((name) => own.get(name) === theirs.get(name)),
  };
}

function namesOf(shape: Shape): Map<string, string> | undefined {
  if (shape.kind === "other") return undefined;
  if (shape.kind === "union")
    return shape.parts.every((part) => part.startsWith('"')) ? new Map(shape.parts.map((part) => [part, part])) : undefined;
  return new Map([...shape.members.values()].map((member) => [member.name, keyOfMember(member)]));
}

const MOST_NAMES = 4;

/** The difference in words: `createdAt is missing here, body is only here, role is of another type`. */
export function describeDifference(here: Shape, home: Shape): string {
  if (home.kind === "class" && home.isNominal) return "there it is a class with parts that are its own";
  if (here.kind !== home.kind && (here.kind === "enum" || home.kind === "enum"))
    return `here it is ${KINDS[here.kind]}, there ${KINDS[home.kind]}`;
  const found = differencesOf(here, home);
  if (!found) return contrast(here, home);
  const different = new Map<string, string[]>();
  for (const name of found.different) {
    const what = memberDifference(here as MemberShape, home as MemberShape, name);
    different.set(what, [...(different.get(what) ?? []), name]);
  }
  const parts = [["missing here", found.missing] as const, ["only here", found.extra] as const, ...different];
  return parts.flatMap(([what, names]) => (names.length > 0 ? [`${list(names)} ${what}`] : [])).join(", ");
}

const KINDS = { object: "an object type", class: "a class", enum: "an enum", union: "a union", other: "another type" };
const LONGEST_SHOWN = 48;

function contrast(here: Shape, home: Shape): string {
  const [own, theirs] = [shown(here), shown(home)];
  const isToldApart = here.kind !== home.kind || (own !== undefined && theirs !== undefined && own !== theirs);
  return isToldApart
    ? `here it is ${own ?? KINDS[here.kind]}, there ${theirs ?? KINDS[home.kind]}`
    : "the two are written in different ways, which only the compiler can compare";
}

/** A type as a person would write it; undefined where that is too long for a sentence. */
function shown(shape: Shape): string | undefined {
  const text = readable(keyOfShape(shape));
  if (shape.kind === "other" && text.startsWith("infer ")) return "what a schema infers";
  const isWritable = shape.kind !== "object" && !/\bTS[A-Z]\w+[<=]/u.test(text);
  return isWritable && text.length <= LONGEST_SHOWN ? text : undefined;
}

function memberDifference({ kind, members }: MemberShape, home: MemberShape, name: string): string {
  const [own, theirs] = [members.get(name), home.members.get(name)];
  if (own?.type !== theirs?.type) return kind === "enum" ? "of another value" : "of another type";
  if (own?.isOptional !== theirs?.isOptional) return own?.isOptional ? "optional here" : "optional there";
  if (own?.isReadonly !== theirs?.isReadonly) return own?.isReadonly ? "readonly here" : "readonly there";
  return own?.isMethod ? "a method here" : "a method there";
}

/** `"a", "b" and 2 more are`. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(readable);
  const rest = names.length - shown.length;
  const last = rest > 0 ? `${String(rest)} more` : shown.pop();
  return shown.length === 0 ? `${last ?? ""} is` : `${shown.join(", ")} and ${last ?? ""} are`;
}

/** `file:/repository/src/ids.ts#Branded<"UserId">` without its module, `{"id": string}` without quotes. */
function readable(key: string): string {
  return key.replace(/(?:file|package|missing):[^#"]*#|global:/gu, "").replace(/"([\w$]+)"(?=(?:\(\))?\??: )/gu, "$1");
}

/** Where a name is used. */
interface UsedIn {
  readonly module: DeclaringModule;
  /** The type parameters in scope. */
  readonly bound?: ReadonlyMap<string, string>;
}

/** The key of a declaration: where it is, and its name there. */
export function identityOf(module: { readonly path: string }, name: string): string {
  return `file:${module.path}#${name}`;
}

/** The declaration that a type's name leads to, through imports and namespaces. */
export function declarationOf(modules: Modules, name: TSESTree.EntityName, { module }: UsedIn): Declared | undefined {
  if (name.type === "Identifier") {
    const isKnown = module.imports.has(name.name) || module.types.has(name.name) || module.values.has(name.name);
    return isKnown ? modules.declarations.findNamed(module, name.name) : undefined;
  }
  const namespace = name.type === "TSQualifiedName" ? namespaceOf(modules, name.left, module) : undefined;
  return name.type === "TSQualifiedName" && namespace ? modules.declarations.findExported(namespace, name.right.name) : undefined;
}

/** The module behind `ns` of `import * as ns`, and of an import of what `export * as ns` passes on. */
function namespaceOf(modules: Modules, name: TSESTree.EntityName, module: DeclaringModule): ModuleIdentity | undefined {
  const specifier = name.type === "Identifier" ? module.namespaces.get(name.name) : undefined;
  if (specifier !== undefined) return modules.resolve(module.path, specifier);
  const declared = declarationOf(modules, name, { module });
  return declared?.name === "*" ? { kind: "file", path: declared.module.path } : undefined;
}

/** A key for what a name means, wherever that is declared. */
export function identityOfName(modules: Modules, name: TSESTree.EntityName, used: UsedIn): string {
  const declared = declarationOf(modules, name, used);
  if (declared) return identityOf(declared.module, declared.name);
  const { module } = used;
  if (name.type === "TSQualifiedName") {
    const namespace = namespaceOf(modules, name.left, module);
    return namespace
      ? `${keyOf(namespace)}#${name.right.name}`
      : `${identityOfName(modules, name.left, used)}.${name.right.name}`;
  }
  if (name.type !== "Identifier") return "this";
  const imported = module.imports.get(name.name);
  if (!imported) return used.bound?.get(name.name) ?? `global:${name.name}`;
  return `${keyOf(modules.resolve(module.path, imported.specifier))}#${imported.name}`;
}

/** `Shared.Message` behind `extends` is an expression. */
export function entityName(node: Node): TSESTree.Identifier | TSESTree.TSQualifiedName | undefined {
  if (node.type === "Identifier") return node;
  const left = node.type === "MemberExpression" ? entityName(node.object) : undefined;
  if (node.type !== "MemberExpression" || !left || node.property.type !== "Identifier") return undefined;
  return { type: "TSQualifiedName", left, right: node.property } as TSESTree.TSQualifiedName;
}
