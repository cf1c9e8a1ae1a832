import type { RuleName } from "./contract.js";
import { asList, asObject, asTexts, errorAt, warningAt, type Finding } from "./finding.js";
import { findMoveFaults } from "./move-faults.js";

/** What contradicts itself in a rule's option (entries in a list), whatever else is wrong with it. */
export function findOptionFaults(rule: RuleName, option: unknown): Finding[] {
  switch (rule) {
    case "no-raw-uuid":
      return findUuidFaults(option);
    case "no-deprecated-import":
      return findMoveFaults(asList(option));
    case "no-singleton-access":
      return [...findConstructFaults(option), ...findRepeatedMatches(option, [])];
    case "no-string-id":
      return findIdFaults(asList(option));
    case "no-loose-type":
      return asList(option).flatMap((entry, index) => findNamesForAll(entry, [index]));
    default:
      return [];
  }
}

/** Of two replacements of one pattern the second never comes to its turn. */
function findRepeatedMatches(option: unknown, path: readonly number[]): Finding[] {
  const texts = asList(asObject(option)?.["replace"]).map((entry) => asObject(entry)?.["match"]);
  return texts.flatMap((text, index) =>
    typeof text === "string" && texts.indexOf(text) < index
      ? [
          warningAt(
            [...path, "replace", index, "match"],
            "unreachable",
            `An earlier entry matches ${text} already: remove one of them.`,
          ),
        ]
      : [],
  );
}

function findConstructFaults(option: unknown): Finding[] {
  const { construct, classes } = asObject(option) ?? {};
  if (construct !== true || (Array.isArray(classes) && classes.length > 0)) return [];
  return [warningAt(["construct"], "contradiction", '"construct" speaks of listed classes alone: add "classes", or remove it.')];
}

function findIdFaults(entries: readonly unknown[]): Finding[] {
  const types = entries.map((entry) => asObject(entry)?.["type"]);
  return entries.flatMap((entry, index) => [
    ...findNamesForAll(entry, [index]),
    ...findRepeatedMatches(entry, [index]),
    ...(types[index] !== undefined && types.indexOf(types[index]) < index
      ? [warningAt([index, "type"], "unreachable", `An earlier entry is of ${String(types[index])} already: join the two.`)]
      : []),
  ]);
}

/** `names: "*"`: every target there is. */
function findNamesForAll(entry: unknown, path: readonly number[]): Finding[] {
  const names = asObject(entry)?.["names"];
  if (!asTexts(names).some((name) => /^\**$/u.test(name))) return [];
  return [
    errorAt(
      [...path, "names"],
      "matches-everything",
      `${JSON.stringify(names)} means every target there is: write what the targets are called.`,
    ),
  ];
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
