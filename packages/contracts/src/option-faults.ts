import type { RuleName } from "./contract.js";
import { asList, asObject, asTexts, errorAt, warningAt, type Finding } from "./finding.js";

/** What contradicts itself in a rule's option (entries in a list), whatever else is wrong with it. */
export function findOptionFaults(rule: RuleName, option: unknown): Finding[] {
  if (rule === "no-raw-uuid") return findUuidFaults(option);
  if (rule === "no-deprecated-import")
    return asList(option).flatMap((entry, index) => findMoveFaults(asObject(entry) ?? {}, index));
  return [];
}

function findUuidFaults(option: unknown): Finding[] {
  const { sources, replace } = asObject(option) ?? {};
  const only = asObject(sources)?.["only"];
  const faults: Finding[] = [];
  if (Array.isArray(only) && only.length === 0) {
    faults.push(
      errorAt(
        ["sources", "only"],
        "contradiction",
        "With no source at all the rule finds nothing: write at least one, such as uuid#v4.",
      ),
    );
  }
  const entries = asList(replace).map((entry) => asObject(entry) ?? {});
  const last = entries.findIndex(
    (entry) => entry["when"] === undefined || Object.keys(asObject(entry["when"]) ?? { when: 0 }).length === 0,
  );
  if (last >= 0 && last < entries.length - 1) {
    faults.push(
      warningAt(
        ["replace", last + 1],
        "unreachable",
        "The entry before has no condition and takes every site: move it to the end.",
      ),
    );
  }
  return faults;
}

function findMoveFaults(entry: Record<string, unknown>, index: number): Finding[] {
  const report = (key: string, message: string) => errorAt([index, key], "contradiction", message);
  const warn = (key: string, message: string) => warningAt([index, key], "contradiction", message);
  const { from, to, name, as, rename, remove } = entry;
  const faults: Finding[] = [];
  if (remove === true) {
    for (const key of ["to", "as", "rename"].filter((key) => entry[key] !== undefined)) {
      faults.push(report(key, `"remove: true" says that nothing replaces it: remove "${key}", or "remove".`));
    }
  } else if (from !== undefined && to === undefined && as === undefined) {
    faults.push(warningAt([index], "contradiction", 'Nothing says what to write instead: add "to", or "remove: true".'));
  }
  if (as !== undefined && name === undefined) faults.push(report("as", '"as" renames one export: add "name" with its old name.'));
  if (as !== undefined && Array.isArray(name) && name.length > 1) {
    faults.push(report("as", `"as" would give ${name.length} exports one name: write an entry for each.`));
  }
  if (rename === "uses" && as === undefined && remove !== true)
    faults.push(warn("rename", '"rename" does nothing without "as": add the new name, or remove it.'));
  if (typeof from === "string" && from === to && (as === undefined || asTexts(name)[0] === as)) {
    faults.push(report("to", `"to" is what "from" is: write where it has moved.`));
  }
  return [...faults, ...findWildcardFaults(from, to, report), ...findFragmentFaults(entry, report)];
}

function findWildcardFaults(from: unknown, to: unknown, report: (key: string, message: string) => Finding): Finding[] {
  if (typeof from !== "string" || typeof to !== "string") return [];
  const [source, target] = [countWildcards(from), countWildcards(to)];
  if (target === 0 || target <= source) return [];
  if (source === 0)
    return [report("to", `"to" has a wildcard that nothing in "from" fills: write one in "from", or a whole path in "to".`)];
  return [report("to", `"to" has ${target} wildcards and "from" has ${source}: each takes one of "from", in order.`)];
}

function countWildcards(pattern: string): number {
  return pattern.match(/\*+/g)?.length ?? 0;
}

function findFragmentFaults(entry: Record<string, unknown>, report: (key: string, message: string) => Finding): Finding[] {
  return (["from", "to"] as const).flatMap((key) => {
    const value = entry[key];
    const at = typeof value === "string" ? value.lastIndexOf("#") : -1;
    if (at <= 0) return [];
    const [module, exported] = [(value as string).slice(0, at), (value as string).slice(at + 1)];
    return [
      report(
        key,
        `Write the module alone, ${module}, and the export under "${key === "from" ? "name" : "as"}": ${exported || "…"}.`,
      ),
    ];
  });
}
