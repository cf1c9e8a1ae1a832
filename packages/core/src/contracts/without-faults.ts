import type { Finding, PathStep } from "./finding.js";

/** The data without the values that are at fault. */
export function withoutFaults(
  data: Readonly<Record<string, unknown>>,
  faults: readonly Pick<Finding, "path">[],
): Record<string, unknown> {
  const copy = structuredClone(data) as Record<string, unknown>;
  for (const { path } of faults) dropValue(copy, path);
  return copy;
}

/** Drops the value at a path; for an item of a list it drops the whole list, so that no other item changes its index. */
function dropValue(data: Record<string, unknown>, path: readonly PathStep[]): void {
  const keys = path.slice(0, path.findLastIndex((step) => typeof step === "string") + 1);
  const last = keys.at(-1);
  let holder: unknown = data;
  for (const step of keys.slice(0, -1)) holder = (holder as Record<PathStep, unknown> | undefined)?.[step];
  if (last !== undefined && typeof holder === "object" && holder !== null) Reflect.deleteProperty(holder, last);
}
