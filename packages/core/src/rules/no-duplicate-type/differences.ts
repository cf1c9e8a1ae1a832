import { keyOfMember, keyOfShape, type Member, type MemberShape, type Shape } from "./shape.js";

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
    return `here it is ${kindOf(here)}, there ${kindOf(home)}`;
  const found = differencesOf(here, home);
  if (!found) return here.kind === "union" && home.kind === "union" ? alternatives(here.parts, home.parts) : contrast(here, home);
  if (here.kind === "union") return literals(found);
  const { members } = here as MemberShape;
  const theirs = (home as MemberShape).members;
  const changed = found.different.map((name) =>
    here.kind === "enum"
      ? { name, what: "of another value" }
      : memberDifference(members.get(name) as Member, theirs.get(name) as Member),
  );
  const parts = [
    ...(found.missing.length > 0 ? [`${list(found.missing)} ${is(found.missing)} missing here`] : []),
    ...(found.extra.length > 0 ? [`${list(found.extra)} ${is(found.extra)} only here`] : []),
    ...[...new Set(changed.map(({ what }) => what))].map((what) => {
      const names = changed.filter((each) => each.what === what).map(({ name }) => name);
      return `${list(names)} ${is(names)} ${what}`;
    }),
  ];
  return parts.join(", ");
}

function alternatives(here: readonly string[], home: readonly string[]): string {
  const missing = home.filter((part) => !here.includes(part)).length;
  const extra = here.filter((part) => !home.includes(part)).length;
  const count = (all: number) => `${String(all)} ${all === 1 ? "alternative is" : "alternatives are"}`;
  return [...(missing > 0 ? [`${count(missing)} missing here`] : []), ...(extra > 0 ? [`${count(extra)} only here`] : [])].join(
    ", ",
  );
}

function contrast(here: Shape, home: Shape): string {
  const texts = [shown(here), shown(home)] as const;
  if (texts[0] !== undefined && texts[1] !== undefined && texts[0] !== texts[1])
    return `here it is ${texts[0]}, there ${texts[1]}`;
  const kinds = [texts[0] ?? kindOf(here), kindOf(home)] as const;
  if (kindOf(here) !== kindOf(home)) return `here it is ${kinds[0]}, there ${texts[1] ?? kinds[1]}`;
  return "the two are written in different ways, which only the compiler can compare";
}

function literals({ missing, extra }: Differences): string {
  return [
    ...(missing.length > 0 ? [`${list(missing)} ${is(missing)} missing here`] : []),
    ...(extra.length > 0 ? [`${list(extra)} ${is(extra)} only here`] : []),
  ].join(", ");
}

function memberDifference(here: Member, home: Member): { name: string; what: string } {
  const { name } = here;
  if (here.type !== home.type) return { name, what: "of another type" };
  if (here.isOptional !== home.isOptional) return { name, what: here.isOptional ? "optional here" : "optional there" };
  if (here.isReadonly !== home.isReadonly) return { name, what: here.isReadonly ? "readonly here" : "readonly there" };
  return { name, what: here.isMethod ? "a method here" : "a method there" };
}

function list(names: readonly string[]): string {
  const most = names.slice(0, MOST_NAMES).map(readable);
  const rest = names.length - most.length;
  if (rest > 0) return `${most.join(", ")} and ${String(rest)} more`;
  return most.length === 1 ? (most[0] as string) : `${most.slice(0, -1).join(", ")} and ${most.at(-1) as string}`;
}

function is(names: readonly string[]): string {
  return names.length === 1 ? "is" : "are";
}

function kindOf(shape: Shape): string {
  switch (shape.kind) {
    case "enum":
      return "an enum";
    case "class":
      return "a class";
    case "union":
      return "a union";
    case "object":
      return "an object type";
    default:
      return isInferred(shape) ? "what a schema infers" : "another type";
  }
}

const LONGEST_SHOWN = 48;

/** A shape as a person would write it, without the modules of its names; undefined if it is too long for a sentence. */
function shown(shape: Shape): string | undefined {
  const text = readable(keyOfShape(shape));
  const isWritable = shape.kind !== "object" && !isInferred(shape) && !/\bTS[A-Z]\w+[<=]/u.test(text);
  return isWritable && text.length <= LONGEST_SHOWN ? text : undefined;
}

function isInferred(shape: Shape): boolean {
  return shape.kind === "other" && shape.key.startsWith("infer ");
}

/** `file:/repository/src/ids.ts#Branded<"UserId">` without its module, `{"id": string}` without quotes. */
function readable(key: string): string {
  return key.replace(/(?:file|package|missing):[^#"]*#|global:/gu, "").replace(/"([\w$]+)"(?=(?:\(\))?\??: )/gu, "$1");
}
