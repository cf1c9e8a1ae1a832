import * as z from "zod";
import { findGlobFault } from "../globs.js";
import { findModuleFault, findModulePathFault, splitFragment } from "../module-path.js";

/** A check of one string: returns what is wrong with it as a sentence, or undefined. */
type Fault = (value: string) => string | undefined;

/** The schema of a value in a front matter. */
export type Schema = z.ZodType;

/** What a schema accepts, as read-only data. */
export type ValueOf<S extends Schema> = Frozen<z.output<S>>;
type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<T[Key]> }
    : T;

/** A string; `expected` finishes the sentence "expected …". */
function text(expected = "a text"): z.ZodString {
  return z.string({ error: expected });
}

/** A string that a check may refuse under a stable problem code. */
export function checked(expected: string, code: string, fault: Fault): z.ZodString {
  return text(expected).check((context) => {
    const message = fault(context.value);
    if (message !== undefined) context.issues.push({ code: "custom", input: context.value, message, params: { code } });
  });
}

/** A text that is not empty. */
export function filled(expected = "a text"): z.ZodString {
  return checked(expected, "empty", (value) => (value.trim() === "" ? `This is empty; write ${expected}.` : undefined));
}

/** A list; `expected` finishes the sentence "expected …". */
export function list<T extends z.ZodType>(item: T, expected: string): z.ZodArray<T> {
  return z.array(item, { error: expected });
}

/** One item or a list of them. */
export function oneOrMany<T extends z.ZodType>(item: T, expected: string) {
  return z.union([item, z.array(item).min(1, { error: "at least one entry" })], { error: expected });
}

/** A value of one of several shapes. */
export function either<const T extends readonly [z.ZodType, ...z.ZodType[]]>(shapes: T, expected: string) {
  return z.union(shapes, { error: expected });
}

/** One of a few words. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, { error: `one of ${words.join(", ")}` });
}

/** How many keys of an object are named where it is missing. */
const KEYS_NAMED = 3;

/** An object without unknown keys. */
export function object<T extends z.core.$ZodLooseShape>(shape: T, expected = expectedObject(Object.keys(shape))) {
  return z.strictObject(shape, { error: expected });
}

function expectedObject(keys: readonly string[]): string {
  return keys.length > KEYS_NAMED
    ? `an object with keys such as ${keys.slice(0, KEYS_NAMED).join(", ")}`
    : `an object with ${keys.join(", ")}`;
}

/** An object whose keys a person chooses. */
export function named<T extends z.ZodType>(value: T, expected: string) {
  return z.record(z.string(), value, { error: expected });
}

/** `true` or `false`. */
export const flag = () => z.boolean({ error: "true or false" });

/** A whole number from 0. */
export const count = (expected: string) => z.int({ error: expected }).min(0, { error: expected });

/** A glob of files. */
export const glob = () => checked("a glob", "bad-glob", (value) => findGlobFault(value, false));
/** A glob of ignored files. */
export const ignoredGlob = () => checked("a glob", "bad-glob", (value) => findGlobFault(value, true));

/** A file of the repository, `./…`. */
export const repositoryFile = () => checked("a path such as ./src/a.ts", "bad-module", findRepositoryFileFault);

/** A module or a pattern of modules. */
export const modulePattern = () => checked("a module or a pattern of modules", "bad-module", findModulePathFault);

/** A file of the repository, with an export after `#`. */
export const bridge = () =>
  checked("a path such as ./src/a.ts or ./src/a.ts#name", "bad-module", (value) => {
    const { module, fragment } = splitFragment(value);
    return findRepositoryFileFault(module) ?? findFragmentFault(value, fragment);
  });

/** The value of a name in `imports`: a module or an export. */
export const importTarget = () =>
  checked("a module such as ./src/a.ts, ./src/a.ts#name or a package", "bad-module", (value) => {
    const { module, fragment } = splitFragment(value);
    return findModuleFault(module) ?? findFragmentFault(value, fragment);
  });

/** A source of random IDs: `module#export`. */
export const idSource = () =>
  checked("a source such as uuid#v4", "bad-module", (value) => {
    const { module, fragment } = splitFragment(value);
    if (fragment === undefined) return `Write ${value}#name: the module, # and the export that makes an ID.`;
    return findModuleFault(module) ?? findFragmentFault(value, fragment);
  });

/** A calendar day, YYYY-MM-DD. */
export const date = () =>
  checked("a date such as 2027-01-31", "bad-date", (value) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value))
      return `${JSON.stringify(value)} is no date; write it as YYYY-MM-DD, such as 2027-01-31.`;
    const day = new Date(`${value}T00:00:00Z`);
    const isReal = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
    return isReal ? undefined : `${value} is not in the calendar; write a real date as YYYY-MM-DD.`;
  }).meta({ format: "date" });

/** A name as TypeScript code writes it. */
export const identifier = (expected = "a name") => checked(expected, "bad-name", findIdentifierFault);

/** A word pattern for names: `*` matches any words. */
export const namePattern = () =>
  checked("a name or a pattern such as *UserId", "bad-name", (value) => {
    if (value.trim() === "") return "The name is empty; write one, or a pattern such as *UserId.";
    return /^[\p{ID_Continue}$#*\-_.]+$/u.test(value)
      ? undefined
      : `${JSON.stringify(value)} is no name; write letters, digits, - or _, and * for any words.`;
  });

/** What is wrong with a name of the code, as a sentence, or undefined. */
export function findIdentifierFault(name: string): string | undefined {
  if (name.startsWith("$"))
    return `${JSON.stringify(name)} reads as a hole; write ${JSON.stringify(name.replace(/^\$+/, "") || "name")} without $.`;
  return isIdentifier(name) ? undefined : `${JSON.stringify(name)} is no name of TypeScript; write letters, digits and _.`;
}

/** Whether a text can be a name in TypeScript code. */
function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);
}

function findRepositoryFileFault(path: string): string | undefined {
  const fault = findModulePathFault(path);
  if (fault !== undefined) return fault;
  if (!path.startsWith("./")) return `A file of the repository begins with ./: write ./${path}.`;
  return path.includes("*") ? `${path} has a wildcard; write one file.` : undefined;
}

function findFragmentFault(value: string, fragment: string | undefined): string | undefined {
  if (fragment === undefined || fragment === "*") return undefined;
  if (fragment === "") return `${value} ends with #; write the export's name behind it, or remove the #.`;
  return fragment.split(".").every(isIdentifier)
    ? undefined
    : `${JSON.stringify(fragment)} is no export's name; write one such as #createId.`;
}
