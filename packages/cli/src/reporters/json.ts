import type { CheckResult } from "../check/check-result.js";

/** The result for machines, version 1; `schema/check-result.schema.json` describes it. */
export function renderJson(result: CheckResult): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}
