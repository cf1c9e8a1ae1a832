import { findFrontMatter, readYaml, type Place } from "@godwit/core/contracts";
import type { Span } from "../document.js";

/** A step of a path in a front matter: a key, or an index of a list. */
export type Step = string | number;

/** A value of a front matter, and where it is in the file. */
export interface Entry {
  readonly path: readonly Step[];
  /** Undefined for an item of a list. */
  readonly key?: Span;
  readonly value: Span;
  readonly data: unknown;
}

/** A contract's text as an editor has it, also while it can't be read as a whole. */
export interface ContractText {
  readonly text: string;
  /** The span of the YAML. */
  readonly yaml: Span;
  /** Where the Markdown begins. */
  readonly body: number;
  /** Every value, parents before children, in the order of the text. */
  readonly entries: readonly Entry[];
}

/** Reads what can be read of a contract's text; undefined for a Markdown file without front matter. */
export function readContractText(text: string): ContractText | undefined {
  const front = findFrontMatter(text);
  if (front === undefined) return undefined;
  const start = front === "unclosed" ? text.indexOf("\n") + 1 : front.start;
  const [end, body] = front === "unclosed" ? [text.length, text.length] : [front.end, front.body];
  const { data, place } = readYaml(text.slice(start, end));
  return { text, yaml: [start, end], body, entries: [...listEntries({ data, place }, [], start, text)] };
}

/** The innermost value whose key or value an offset touches. */
export function entryAt({ entries }: ContractText, offset: number): Entry | undefined {
  const touches = ([start, end]: Span): boolean => start <= offset && offset <= end;
  return entries.findLast(({ key, value }) => touches(value) || (key !== undefined && touches(key)));
}

/** The values of an object's or list's children at a path. */
export function childrenAt({ entries }: ContractText, path: readonly Step[]): readonly Entry[] {
  return entries.filter((each) => each.path.length === path.length + 1 && path.every((step, index) => each.path[index] === step));
}

function* listEntries(
  { data, place }: { readonly data: unknown; readonly place: Place },
  path: readonly Step[],
  offset: number,
  text: string,
): Generator<Entry> {
  for (const [step, child] of place.children) {
    const own = (data as Record<Step, unknown> | null | undefined)?.[step];
    const at = [...path, step];
    const keyStart = child.keyStart + offset;
    const value: Span = [child.start + offset, child.end + offset];
    yield { path: at, value, data: own, ...(typeof step === "string" && { key: keySpan(text, keyStart, step) }) };
    yield* listEntries({ data: own, place: child }, at, offset, text);
  }
}

function keySpan(text: string, start: number, key: string): Span {
  const isQuoted = text[start] === '"' || text[start] === "'";
  return [start, start + key.length + (isQuoted ? 2 : 0)];
}
