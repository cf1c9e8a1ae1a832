import { testExamples, type ActiveContract, type ExampleResult, type Project } from "@godwit/project";
import { openSource } from "../host/source-file.js";

/** Where examples are tested: contracts that are not written yet have none of a project's own. */
export type TestPlace = Pick<Project, "root" | "engine">;

/** Tests all examples of a contract. */
export function testContract({ root, engine }: TestPlace, active: ActiveContract): ExampleResult[] {
  return testExamples({ root, engine, open: openSource }, active);
}
