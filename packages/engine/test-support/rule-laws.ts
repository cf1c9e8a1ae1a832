import { expect } from "vitest";
import { applyTextEdits } from "../src/edits/compose.js";
import { typeErrors } from "./type-errors.js";
import { openSource } from "./open-source.js";
import { unresolvedNames, type RuleRun } from "./project-engine.js";

/** Names that programs of a test use and nobody declares, which an edit may use too. */
type Library = ReadonlySet<string>;

const NONE: Library = new Set();

/** What an edit has broken: the text does not parse, or a name is not declared. */
export function faultOf(file: string, before: string, after: string, library = NONE): string | undefined {
  const known = unresolvedNames(file, before);
  try {
    const fresh = [...unresolvedNames(file, after)].filter((name) => !known.has(name) && !library.has(name));
    return fresh.length === 0 ? undefined : `${fresh.join(", ")} is not declared`;
  } catch (error) {
    return `does not parse: ${(error as Error).message}`;
  }
}

/** All fixes go in one pass, lead to a sound text, and leave nothing to fix. */
export function expectOnePass(run: RuleRun, file: string, text: string, library = NONE): void {
  const fixed = run.fixed(file, text);
  expect(faultOf(file, text, fixed, library), `${text}\n→\n${fixed}`).toBeUndefined();
  expect(run.fixed(file, fixed), text).toBe(fixed);
  expect(run.analyse(file, fixed).violations.filter(({ level }) => level === "fix")).toEqual([]);
}

/** Each fix and each suggestion is complete by itself, and what is no fix says why; `also` looks at each text further. */
export function expectWholeEdits(run: RuleRun, file: string, text: string, library = NONE, also?: (after: string) => void): void {
  for (const violation of run.analyse(file, text).violations) {
    expect(violation.reason === null).toBe(violation.level === "fix");
    for (const edits of [violation.fix(), ...violation.suggestions.map((each) => each.edits())]) {
      if (!edits) continue;
      const after = applyTextEdits(text, edits);
      expect(faultOf(file, text, after, library), `${text}\n→\n${after}`).toBeUndefined();
      also?.(after);
    }
  }
}

/** The check before a parse lets no file by in which the rule would find something; a text that does not parse is none. */
export function expectSoundCheck(run: RuleRun, file: string, text: string, path = file): void {
  if (run.rule.mayConcern(path, text)) return;
  try {
    openSource(file, text);
  } catch {
    return;
  }
  expect(run.analyseUnchecked(file, text).violations.length, text).toBe(0);
}

/** A rule reports each place once. */
export function expectPlacesOnce(run: RuleRun, file: string, text: string): number {
  const places = run.analyse(file, text).violations.map(({ range }) => range.join("-"));
  expect(new Set(places).size, text).toBe(places.length);
  return places.length;
}

/** Neither all fixes of a text together nor each alone adds a type error; returns how many texts after edits were compared. */
export function expectNoNewTypeErrors(
  run: RuleRun,
  { root, file, modules }: { root: string; file: string; modules: Readonly<Record<string, string>> },
  texts: readonly string[],
): number {
  const pairs = texts.flatMap((text) => {
    const alone = run.analyse(file, text).violations.flatMap((violation) => {
      const edits = violation.fix();
      return edits ? [applyTextEdits(text, edits)] : [];
    });
    return alone.length === 0 ? [] : [run.fixed(file, text), ...alone].map((after) => ({ text, after }));
  });
  const errorsOf = (which: "text" | "after") =>
    typeErrors(
      root,
      pairs.map((pair) => pair[which]),
      modules,
    );
  const [before, after] = [errorsOf("text"), errorsOf("after")];
  // What was wrong before may be wrong in other words.
  const worse = pairs.filter((_, index) => (after[index]?.length ?? 0) > (before[index]?.length ?? 0));
  expect(worse.map((pair) => pair.after)).toEqual([]);
  return pairs.length;
}
