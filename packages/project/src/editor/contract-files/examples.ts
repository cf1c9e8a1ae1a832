import type { ExamplePlace, ExampleResult, Project } from "../../index.js";
import { testExamples } from "../../index.js";

/** How one example of a contract does. */
export interface ExampleVerdict {
  /** From 1, in the text from which the contract was read. */
  readonly line: number;
  /** `passes`, or `fails: …` in one line. */
  readonly title: string;
  /** The whole reason with the difference, in several lines; undefined where it passes. */
  readonly failure: string | undefined;
}

const known = new WeakMap<object, readonly ExampleVerdict[]>();

/** How the examples of a contract do, as it is in force; empty for one that has errors, whose problems are shown instead. */
export function exampleVerdicts(project: Project, file: string, open: ExamplePlace["open"]): readonly ExampleVerdict[] {
  const active = project.contracts.find(({ contract }) => contract.file === file);
  if (!active || active.outdatedBy) return [];
  const { root, engine } = project;
  // An edit of the contract makes another object.
  const verdicts = known.get(active) ?? testExamples({ root, engine, open }, active).map(toVerdict);
  known.set(active, verdicts);
  return verdicts;
}

/** A lens is one line; the difference is shown when it is clicked. */
const LONGEST = 90;

function toVerdict({ line, failure }: ExampleResult): ExampleVerdict {
  if (failure === null) return { line, title: "passes", failure: undefined };
  const [first = "", second] = failure.split("\n");
  const why = first.endsWith(":") && second !== undefined && !/^(?:---|@@)/.test(second) ? `${first} ${second}` : first;
  const shown = why.replace(/:$/, "");
  return { line, title: `fails: ${shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown}`, failure };
}
