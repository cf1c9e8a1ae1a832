import { type Finding, type PathStep, asList, asObject, asTexts, errorAt, show, warningAt } from "./finding.js";
import { didYouMean } from "./nearest.js";
import { type OptionName, type RuleDescription, findDeclaredNames, findOptionFaults } from "./rule-options.js";
import { findIdentifierFault } from "./schema/fields.js";
import { demandsOfRisk, isMet } from "./demands.js";

type Data = Record<string, unknown>;

/** Finds contradictions in a front matter and the options of its rules; the schema may have refused parts of it. */
export function findContractFaults(data: Data, rules: readonly RuleDescription[]): Finding[] {
  return [
    ...findNameFaults(data),
    ...findUnknownNames(data, rules),
    ...findSameNames(data, "phases", "duplicate-phase"),
    ...findPhaseFaults(data),
    ...findSameNames(data, "gates", "duplicate-gate"),
    ...findGateFaults(data, rules),
    ...findMissingSafety(data),
    ...findLinkFaults(data),
    ...findPlaceholderFaults(data),
    ...findRuleFaults(data, rules),
  ];
}

function keysOf(value: unknown): string[] {
  return Object.keys(asObject(value) ?? {});
}

function findNameFaults(data: Data): Finding[] {
  return (["imports", "scope"] as const).flatMap((key) =>
    keysOf(data[key]).flatMap((name): Finding[] => {
      const fault = findIdentifierFault(name);
      const module = key === "imports" && name.startsWith("$") ? asObject(data[key])?.[name] : undefined;
      const named = typeof module === "string" && !module.includes("#") ? ` Its module is then ${module}#${name}.` : "";
      return fault === undefined ? [] : [{ ...errorAt([key, name], "bad-name", fault + named), atKey: true }];
    }),
  );
}

/** Places that must contain a name from `imports`. */
function importedNames(data: Data, rules: readonly RuleDescription[]): OptionName[] {
  const inScope = Object.entries(asObject(data["scope"]) ?? {}).map(([hole, entry]): OptionName => ({
    path: ["scope", hole, "type"],
    name: asObject(entry)?.["type"],
  }));
  return [...inScope, ...ofEachRule(data, rules, findDeclaredNames)];
}

/** Collects results for the option of each of the contract's rules, with paths from the front matter's top. */
function ofEachRule<T extends { readonly path: readonly PathStep[] }>(
  data: Data,
  rules: readonly RuleDescription[],
  find: (rule: RuleDescription, option: unknown) => readonly T[],
): T[] {
  const options = asObject(data["rules"]) ?? {};
  return rules
    .filter(({ name }) => Object.hasOwn(options, name))
    .flatMap((rule) => find(rule, options[rule.name]).map((found) => ({ ...found, path: ["rules", rule.name, ...found.path] })));
}

function findUnknownNames(data: Data, rules: readonly RuleDescription[]): Finding[] {
  const known = keysOf(data["imports"]);
  return importedNames(data, rules).flatMap(({ path, name }) => {
    if (typeof name !== "string" || known.includes(name)) return [];
    const advice = didYouMean(name, known) || ` Add ${name}: with its module there.`;
    return [errorAt(path, "unknown-name", `"${name}" is not in "imports".${advice}`)];
  });
}

/** Phases, and the evidence of gates, are known by their names. */
function findSameNames(data: Data, list: "phases" | "gates", code: string): Finding[] {
  const names = asList(data[list]).map((each) => asObject(each)?.["name"]);
  return names.flatMap((name, index) =>
    typeof name === "string" && names.indexOf(name) < index
      ? [errorAt([list, index, "name"], code, `Two ${list} are called ${show(name)}: give this one another name.`)]
      : [],
  );
}

function findPhaseFaults(data: Data): Finding[] {
  const phases = asList(data["phases"]).map((phase) => asObject(phase) ?? {});
  let rest: unknown;
  return phases.flatMap((phase, index) => {
    const faults: Finding[] = [];
    const { name, files, due } = phase;
    if (rest !== undefined) {
      faults.push(
        warningAt(
          ["phases", index],
          "unreachable",
          `The phase ${show(rest)} before has no files and takes all that is left: move it to the end, or give it files.`,
        ),
      );
    } else if (files === undefined && phase["ignores"] === undefined && name !== undefined) rest = name;
    if (Array.isArray(files) && files.length === 0) {
      faults.push(
        warningAt(
          ["phases", index, "files"],
          "unreachable",
          'A phase with an empty list matches no file: write globs, or remove "files" for all that is left.',
        ),
      );
    }
    if (isDate(due) && isDate(data["due"]) && due > data["due"]) {
      faults.push(
        warningAt(
          ["phases", index, "due"],
          "contradiction",
          `The phase is due after the contract (${data["due"]}): move one of the two dates.`,
        ),
      );
    }
    return faults;
  });
}

function isDate(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function findGateFaults(data: Data, known: readonly RuleDescription[]): Finding[] {
  const phases = asList(data["phases"]).flatMap((phase) => asTexts(asObject(phase)?.["name"]));
  const rules = keysOf(data["rules"]);
  return asList(data["gates"]).flatMap((gate, index) => {
    const when = asObject(asObject(gate)?.["when"]);
    if (!when) return [];
    const path = ["gates", index, "when"];
    const faults: Finding[] = [];
    const conditions = Object.keys(when).length;
    if (conditions !== 1) {
      faults.push(
        errorAt(
          path,
          "bad-value",
          `A gate has one condition, this one has ${conditions === 0 ? "none" : conditions}: write rules, phase, run, manual or bridges.`,
        ),
      );
    }
    const { phase } = when;
    if (typeof phase === "string" && !phases.includes(phase)) {
      faults.push(
        errorAt(
          [...path, "phase"],
          "unknown-phase",
          `There is no phase ${show(phase)}.${didYouMean(phase, phases) || " Write the name of one of the phases."}`,
        ),
      );
    }
    for (const [at, rule] of asList(when["rules"]).entries()) {
      if (!known.some(({ name }) => name === rule) || rules.includes(rule as string)) continue;
      faults.push(
        warningAt(
          [...path, "rules", at],
          "unknown-rule",
          `"${rule as string}" is not under "rules", so this gate would always hold: add the rule, or remove it here.`,
        ),
      );
    }
    return faults;
  });
}

/** Finds what the contract lacks of the safety that `migrate` requires at its risk. */
function findMissingSafety(data: Data): Finding[] {
  const { risk } = data;
  const isMedium = risk === "medium";
  const demands = isMedium ? demandsOfRisk("high").filter(({ what }) => what === "validate.each") : demandsOfRisk(risk);
  const missing = demands.filter((demand) => !isMet(demand, data));
  if (missing.length === 0) return [];
  const keys = missing.map(({ what, why }) => `"${what}"${what === "validate.each" ? " (or --verify)" : ""}, ${why}`).join("; ");
  const fate = isMedium ? "keeps nothing in files that no tsconfig includes, since nothing would prove it" : "is refused";
  return [warningAt(["risk"], "missing-safety", `So far, a migration of risk ${risk as string} ${fate}: add ${keys}.`)];
}

function findLinkFaults(data: Data): Finding[] {
  return asList(data["links"]).flatMap((link, index) => {
    if (typeof link !== "string" || /^https?:\/\/\S+$/i.test(link)) return [];
    return [
      warningAt(
        ["links", index],
        "bad-link",
        `${show(link)} is no web address and is left out of hovers: write one that begins with https://.`,
      ),
    ];
  });
}

const PLACEHOLDERS = ["files", "package", "consumer"];

function findPlaceholderFaults(data: Data): Finding[] {
  return Object.entries(asObject(data["validate"]) ?? {}).flatMap(([key, commands]) =>
    asList(commands).flatMap((command, index) => {
      const text = typeof command === "string" ? command : asObject(command)?.["run"];
      const names = typeof text === "string" ? [...text.matchAll(/(?<!\$)\{([a-z]+)\}/g)].map((found) => found[1]!) : [];
      return names.flatMap((name) => {
        const nearest = PLACEHOLDERS.includes(name)
          ? ""
          : didYouMean(
              `{${name}}`,
              PLACEHOLDERS.map((known) => `{${known}}`),
            );
        return nearest === ""
          ? []
          : [warningAt(["validate", key, index], "unknown-placeholder", `{${name}} is not filled in.${nearest}`)];
      });
    }),
  );
}

function findRuleFaults(data: Data, rules: readonly RuleDescription[]): Finding[] {
  const options = asObject(data["rules"]);
  if (options && Object.keys(options).length === 0)
    return [errorAt(["rules"], "missing-key", '"rules" is empty: add at least one rule, such as no-deprecated-import.')];
  return ofEachRule(data, rules, (rule, option) => findOptionFaults(rule, option, data));
}

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
