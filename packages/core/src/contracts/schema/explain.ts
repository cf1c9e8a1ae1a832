import type * as z from "zod";
import { errorAt, show, type Finding, type PathStep } from "../finding.js";
import { didYouMean, suggestNearest } from "../nearest.js";
import { branchesOf, childrenOf, propertiesOf, schemaAt, toJsonSchema, type JsonSchema } from "./json-schema.js";

type Issue = z.core.$ZodIssue;

/** Everything that a schema refuses in the data, as findings with sentences. */
export function findSchemaFaults(schema: z.ZodType, data: unknown): Finding[] {
  const result = schema.safeParse(data);
  return result.success ? [] : result.error.issues.flatMap((issue) => explainIssue(issue, data, [], schema));
}

function explainIssue(issue: Issue, data: unknown, base: readonly PathStep[], schema: z.ZodType): Finding[] {
  const path = [...base, ...(issue.path as PathStep[])];
  const value = valueAt(data, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(schema, path);
      const free = known.filter((key) => !hasKey(value, key));
      const outer = path.length > 0 ? keysAt(schema, []) : [];
      return issue.keys.map((key) => unknownKey(key, path, { free, known, outer }));
    }
    case "invalid_union":
      return explainUnion(issue, data, path, schema);
    case "custom":
      return [errorAt(path, String(issue.params?.["code"] ?? "bad-value"), issue.message)];
    case "invalid_type":
      if (value === undefined) return missingUnlessMisspelt(path, issue.message, data, schema);
      return [wrongValue(path, issue.message, value, schema)];
    case "invalid_value":
      if (value === undefined) return missingUnlessMisspelt(path, issue.message, data, schema);
      return [errorAt(path, "bad-value", wrongWord(issue.message, issue.values.map(String), value))];
    default:
      return [errorAt(path, "bad-value", wrongType(issue.message, value, ""))];
  }
}

/** Explains the branch of a union that the author meant: the first whose problems are all inside the value. */
function explainUnion(
  issue: Issue & { code: "invalid_union" },
  data: unknown,
  path: readonly PathStep[],
  schema: z.ZodType,
): Finding[] {
  const value = valueAt(data, path);
  if (value === undefined) return missingUnlessMisspelt(path, issue.message, data, schema);
  const meant = issue.errors.find((branch) => branch.length > 0 && branch.every((inner) => !isAgainstWhole(inner)));
  if (meant) return meant.flatMap((inner) => explainIssue(inner, data, path, schema));
  return [wrongValue(path, issue.message, value, schema)];
}

function wrongValue(path: readonly PathStep[], expected: string, value: unknown, schema: z.ZodType): Finding {
  const wanted = schemaAt(toJsonSchema(schema), path);
  const words = wanted.flatMap(wordsIn);
  if (typeof value === "string" && words.length > 0) return errorAt(path, "wrong-type", wrongWord(expected, words, value));
  const written = typeof value === "string" && value !== "" ? writtenAs(wanted, value) : undefined;
  return errorAt(
    path,
    value === null ? "no-value" : "wrong-type",
    wrongType(expected, value, written === undefined ? "" : `; write ${written}`),
  );
}

/** The words of which a text has to be one. */
function wordsIn(schema: JsonSchema): readonly string[] {
  return (schema["enum"] ?? []) as readonly string[];
}

/** How a text is written where a list of texts is wanted, an object that has to have it, or a list of those. */
function writtenAs(wanted: readonly JsonSchema[], text: string): string | undefined {
  for (const schema of wanted) {
    const item = branchesOf(schema).flatMap((each) => childrenOf(each, 0));
    const inList = item.some(isText) ? JSON.stringify(text) : item.map((each) => inObject(each, text)).find(Boolean);
    const written = inList === undefined ? inObject(schema, text) : `[${inList}]`;
    if (written !== undefined) return written;
  }
  return undefined;
}

/** An object with the text as its one key that has to be there, or as the replacement beside what it replaces. */
function inObject(schema: JsonSchema, text: string): string | undefined {
  const required = (schema["required"] ?? []) as string[];
  const own = "with" in propertiesOf(schema) ? "with" : required.length === 1 ? required[0] : undefined;
  if (own === undefined) return undefined;
  const keys = [...new Set([...required, own])];
  if (!keys.every((key) => childrenOf(schema, key).flatMap(branchesOf).some(isText))) return undefined;
  return `{ ${keys.map((key) => `${key}: ${key === own ? JSON.stringify(text) : '"…"'}`).join(", ")} }`;
}

function isText(schema: JsonSchema): boolean {
  return schema["type"] === "string";
}

function isAgainstWhole(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

/** Whether a missing key is there with a slip of the pen, which is told as an unknown key. */
function isMisspelt(path: readonly PathStep[], data: unknown, schema: z.ZodType): boolean {
  const parent = path.slice(0, -1);
  const known = keysAt(schema, parent);
  const keys = Object.keys(valueAt(data, parent) ?? {});
  const free = known.filter((key) => !keys.includes(key));
  return keys.some((key) => !known.includes(key) && suggestNearest(key, free) === path.at(-1));
}

function missingUnlessMisspelt(path: readonly PathStep[], expected: string, data: unknown, schema: z.ZodType): Finding[] {
  return isMisspelt(path, data, schema) ? [] : [missingKey(path, expected)];
}

function missingKey(path: readonly PathStep[], expected: string): Finding {
  const key = path.at(-1);
  if (typeof key !== "string") return errorAt(path, "missing-key", `Something is missing here: write ${expected}.`);
  return errorAt(path.slice(0, -1), "missing-key", `"${key}" is missing: add ${key}: with ${expected}.`);
}

function wrongType(expected: string, value: unknown, advice: string): string {
  const emptied = value === null ? "; give it a value or remove the key" : "";
  const quoted =
    typeof value === "number" || typeof value === "boolean"
      ? /^an? (text|title|name)/.test(expected)
        ? "; put it in quotes"
        : ""
      : "";
  return `Expected ${expected}, got ${show(value)}${advice}${emptied}${quoted}.`;
}

function wrongWord(expected: string, words: readonly string[], value: unknown): string {
  const nearest = typeof value === "string" ? didYouMean(value, words) : "";
  return `Expected ${expected}, got ${show(value)}.${nearest}`;
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key);
}

interface KnownKeys {
  readonly known: readonly string[];
  /** Those that are not there yet. */
  readonly free: readonly string[];
  /** Those of the whole. */
  readonly outer: readonly string[];
}

function unknownKey(key: string, parent: readonly PathStep[], keys: KnownKeys): Finding {
  return {
    path: [...parent, key],
    code: "unknown-key",
    severity: "error",
    atKey: true,
    message: describeUnknownKey(key, parent, keys),
  };
}

function describeUnknownKey(key: string, parent: readonly PathStep[], { known, free, outer }: KnownKeys): string {
  const owner = parent.findLast((step) => typeof step === "string");
  const where = owner === undefined ? "a contract" : `"${owner}"`;
  if (key === "<<") return `"<<" (a merge key) is not read in ${where}: write out the keys that it stands for.`;
  if (!/^[\w.-]+$/.test(key))
    return `${show(key)} is no key of ${where}: put the value that it belongs to in quotes, as a whole.`;
  if (outer.includes(key)) return `"${key}" is no key of ${where}: write it beside "${String(parent[0])}".`;
  if (known.length === 0) return `"${key}" is no key of ${where}, which has none: remove it.`;
  return `"${key}" is no key of ${where}. ${keyAdvice(key, free, known)}`;
}

function keyAdvice(key: string, free: readonly string[], known: readonly string[]): string {
  const nearest = suggestNearest(key, free);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  const taken = suggestNearest(key, known);
  if (taken !== undefined) return `Did you mean "${taken}"? It is there already: keep one of the two.`;
  return free.length > 0 ? `Write one of ${free.join(", ")}, or remove it.` : "All of its keys are there already: remove it.";
}

function valueAt(data: unknown, path: readonly PathStep[]): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<PathStep, unknown>)[step];
  }
  return value;
}

/** The keys that the schema has at a path, through lists, records and the object branches of unions. */
function keysAt(schema: z.ZodType, path: readonly PathStep[]): string[] {
  return [...new Set(schemaAt(toJsonSchema(schema), path).flatMap((each) => Object.keys(propertiesOf(each))))];
}
