import { findRoot } from "@godwit/core/contracts";
import {
  type BaselineEntry,
  type ContractGrowth,
  countKeys,
  decodeSource,
  findGrowth,
  findRenames,
  grownEntries,
  type Growth,
  readBaselines,
  readFilesAt,
  totalOf,
} from "@godwit/project";
import { renderEntries } from "../../reporters/check/check-summary.js";
import { printableData } from "../../reporters/printable.js";
import { grouped, coloursFor, type CommandPlace } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import { checkFile } from "../../check/check-file.js";
import { surveyProject } from "../../check/survey.js";
import { openProject } from "../../project.js";
import { keysOf } from "../../baseline/judge.js";

/** Compares the baselines with those at the start of the branch, prints what grew, and returns the exit code. */
export function runBaselineCheck({ cwd, terminal }: CommandPlace, ref: string | undefined): number {
  const { root, directory } = findRoot(cwd) ?? { root: cwd, directory: "migrations" };
  const faults = [...readBaselines(root, directory).values()].flatMap(({ file, faults: own }) =>
    own.map(({ line, message }) => `${file}:${line}:1 ${message}`),
  );
  if (faults.length > 0) throw new UsageError(faults.join("\n"));
  const found = findGrowth(root, directory, ref);
  if (typeof found === "string") throw new UsageError(found);
  const growth = printableData(judgeLateFirsts(root, found));
  const colours = coloursFor(terminal.hasColour);
  const grown = growth.contracts.filter((each) => each.grown.length > 0);
  const lines = grown.flatMap((each) => [
    colours.bold(`${each.contract} grew (${each.file})`),
    ...describeBefore(each),
    ...renderEntries(each.grown, colours),
    "",
  ]);
  lines.push(...growth.contracts.filter((each) => each.grown.length === 0).map(describeGrowth));
  if (growth.contracts.length === 0) lines.push("There is no baseline, here or where the branch began.");
  lines.push(
    grown.length > 0
      ? colours.red(colours.bold(`✖ A baseline may only shrink, and it grew since the branch began from ${growth.ref}.`))
      : colours.green(`✔ No baseline grew since the branch began from ${growth.ref}.`),
  );
  terminal.out(`${lines.join("\n")}\n`);
  return grown.length > 0 ? 1 : 0;
}

/** What it is compared with, where that is no baseline of the same name. */
function describeBefore({ contract, isLate, from }: ContractGrowth): string[] {
  if (isLate)
    return [`  ${contract} was active where the branch began, so its first baseline may only hold what was in the code there.`];
  return from.length > 0 ? [`  It continues the baseline of ${from.join(" and ")}.`] : [];
}

function describeGrowth({ contract, isFirst, before, now }: ContractGrowth): string {
  const [then, left] = [totalOf(before), totalOf(now)].map((total) => grouped(total));
  return isFirst ? `  ${contract}: first baseline, ${left} known` : `  ${contract}: ${left} known, ${then} before`;
}

/**
 * The growth in which first baselines that come late are compared with the code where the branch began: they may hold what was there, and
 * nothing that the branch added. A contract that some have adopted later than others can so still get its baseline.
 */
function judgeLateFirsts(root: string, growth: Growth): Growth {
  if (!growth.contracts.some(({ isLate }) => isLate)) return growth;
  const findThen = readThen(root, growth);
  const contracts = growth.contracts.map((each): ContractGrowth => {
    if (!each.isLate) return each;
    const before = findThen(each);
    return { ...each, before, grown: grownEntries(before, each.now) };
  });
  return { ...growth, contracts };
}

/** Finds what a contract of today sees, in the files of its baseline, in their versions where the branch began. */
function readThen(root: string, { commit }: Growth): (growth: ContractGrowth) => readonly BaselineEntry[] {
  const project = openProject(root);
  const oldNames = new Map([...findRenames(root, { commit })].map(([old, file]) => [file, old]));
  return ({ contract, now }) => {
    if (!project.contracts.some((active) => active.contract.id === contract)) return [];
    const files = [...new Set(now.map(({ file }) => file))];
    const nameThen = (file: string): string => oldNames.get(file) ?? file;
    const bytes = readFilesAt(root, commit, files.map(nameThen));
    const { context } = surveyProject(project, { cwd: root, contracts: [contract], only: new Set(), keepsSources: true });
    const read = (file: string) => {
      const version = bytes.get(nameThen(file));
      return version ? decodeSource(version) : ({ kind: "gone" } as const);
    };
    const results = files.map((path) => checkFile({ ...context, read, notesReads: false }, { path, isLink: false }));
    return countKeys(results.flatMap(({ findings }) => keysOf(findings, contract)));
  };
}
