import type { CheckResult } from "../check/check-result.js";
import { printableJson } from "./printable.js";

/** The result for machines, version 1; `schema/check-result.schema.json` describes it. */
export function renderJson(result: CheckResult): string {
  return printableJson(result);
}
