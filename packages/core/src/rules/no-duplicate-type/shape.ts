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
export function keyOfMember({ name, isOptional, isReadonly, isMethod, type }: Member): string {
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
