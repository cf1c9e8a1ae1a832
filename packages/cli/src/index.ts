export { check, type CheckOptions, type CheckOutcome } from "./check/check.js";
export { checkResultSchema, type CheckResult } from "./check/check-result.js";
export { UsageError } from "./failure.js";
