import path from "node:path";
import { type Contract, type Problem, parseContract } from "@godwit/core/contracts";
import { type Engine, ruleDescriptions } from "@godwit/core/engine";
import { type ActiveContract, type ExampleResult, type Project, testExamples } from "@godwit/project";
import { openSource } from "../host/source-file.js";
import { printable } from "../reporters/printable.js";

/** The text of a contract that is not on the disk. */
export interface DraftText {
  readonly id: string;
  /** The file that it would have, relative to the root. */
  readonly file: string;
  readonly text: string;
}

/** A draft that was parsed and compiled. */
export interface CompiledDraft {
  /** Undefined where the draft does not work. */
  readonly active: ActiveContract | undefined;
  /** What is wrong with its text. */
  readonly problems: readonly Problem[];
  /** What is wrong with its rules. */
  readonly ruleProblems: readonly Problem[];
}

/** Parses and compiles a draft, which gets a place in the order of contracts. */
export function compileDraft(engine: Engine, { id, file, text }: DraftText, order: number): CompiledDraft {
  const { contract, problems } = parseContract(text, { id, file }, ruleDescriptions);
  if (!contract) return { active: undefined, problems, ruleProblems: [] };
  const { rules, problems: ruleProblems } = engine.compileContract(contract, order);
  return { active: rules && { contract, rules, order }, problems, ruleProblems };
}

/** The path of a contract's file, relative to the root; it need not be there. */
export function contractFile({ directory }: Pick<Project, "directory">, id: string): string {
  return path.posix.join(directory.replaceAll("\\", "/"), `${id}.md`);
}

/** Where examples are tested: contracts that are not written yet have none of a project's own. */
export type TestPlace = Pick<Project, "root" | "engine">;

/** Tests all examples of a contract. */
export function testContract({ root, engine }: TestPlace, active: ActiveContract): ExampleResult[] {
  return testExamples({ root, engine, open: openSource }, active);
}

/** Says which commands of a contract do not run, since nobody trusts the package that it comes from; undefined where there are none. */
export function describeWithheld({ package: from }: Pick<Contract, "package">): string | undefined {
  if (!from || from.withheld.length === 0) return undefined;
  const exact = `${from.name}@${from.version}`;
  return printable(
    `The commands of ${exact} do not run: ${from.withheld.join("; ")}. To run them, write "godwit": { "trust": [${JSON.stringify(exact)}] } in package.json.`,
  );
}
