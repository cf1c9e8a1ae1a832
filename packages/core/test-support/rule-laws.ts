import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty, sampleOf } from "../../../test/support/properties.js";
import { applyTextEdits } from "../src/edits/compose.js";
import { typeErrors } from "./type-errors.js";
import { openSource } from "./open-source.js";
import { unresolvedNames, type RuleInProject, type RuleRun } from "./project-engine.js";

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

/** What edits may use without declaring it, and a further check of each text after an edit. */
export interface EditLaws {
  readonly library?: Library;
  readonly also?: (after: string) => void;
}

/** Each fix and each suggestion is complete by itself, and what is no fix says why; `also` looks at each text further. */
export function expectWholeEdits(run: RuleRun, file: string, text: string, { library = NONE, also }: EditLaws = {}): void {
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
function expectNoNewTypeErrors(
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

/** What a rule's laws are tried on, and on how many programs each. */
export interface LawTrials {
  readonly file: string;
  readonly programs: fc.Arbitrary<string>;
  /** Names that the programs use and nobody declares. */
  readonly library?: Library;
  readonly onePass: number;
  readonly wholeEdits: number;
  readonly soundCheck?: number;
  readonly typeErrors?: {
    readonly modules: Readonly<Record<string, string>>;
    /** On so many programs, which are compiled at once. */
    readonly sample: number;
    /** So many texts after edits have to be compared, or the programs say nothing. */
    readonly moreThan: number;
  };
}

/** Registers the laws that hold for every rule that edits, as tests. */
export function describeLaws(title: string, project: RuleInProject, trials: LawTrials): void {
  const { file, programs, library, onePass, wholeEdits, soundCheck, typeErrors: types } = trials;
  describe(title, () => {
    it("fixes all in one pass to a text that parses, declares its names and is fixed no further", () => {
      assertProperty(
        fc.property(programs, (text) => expectOnePass(project.run, file, text, library)),
        onePass,
      );
    });

    it("has fixes and suggestions that are complete by themselves", () => {
      assertProperty(
        fc.property(programs, (text) => expectWholeEdits(project.run, file, text, library && { library })),
        wholeEdits,
      );
    });

    if (types)
      it("adds no type error, neither by all fixes together nor by each alone", () => {
        const { modules, sample, moreThan } = types;
        const compared = expectNoNewTypeErrors(project.run, { root: project.root, file, modules }, sampleOf(programs, sample));
        expect(compared).toBeGreaterThan(moreThan);
      });

    if (soundCheck !== undefined)
      it("is spared a parse only where it would report nothing", () => {
        assertProperty(
          fc.property(programs, (text) => expectSoundCheck(project.run, file, text, join(project.root, file))),
          soundCheck,
        );
      });
  });
}
