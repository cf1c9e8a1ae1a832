import {
  countKeys,
  decodeSource,
  findRenames,
  grownEntries,
  readFilesAt,
  type BaselineEntry,
  type ContractGrowth,
  type Growth,
} from "@godwit/project";
import { checkFile } from "../check/check-file.js";
import { surveyProject } from "../check/survey.js";
import { openProject } from "../project.js";
import { keysOf } from "./judge.js";

/**
 * The growth in which first baselines that come late are compared with the code where the branch began: they may hold what was there, and
 * nothing that the branch added. A contract that some have adopted later than others can so still get its baseline.
 */
export function judgeLateFirsts(root: string, growth: Growth): Growth {
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
    const results = files.map((path) => checkFile({ ...context, read, readsDisk: false }, { path, isLink: false }));
    return countKeys(results.flatMap(({ findings }) => keysOf(findings, contract)));
  };
}
