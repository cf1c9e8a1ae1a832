import { CONTRACT, defineCommand, flag, text } from "./define-command.js";

/** `godwit baseline write`. */
export const baselineWriteCommand = defineCommand({
  name: "baseline write",
  summary: "make what is found now known; a second time it only shrinks",
  takes: [],
  options: {
    contract: CONTRACT,
    force: flag("--force", "let baselines grow, and replace ones that can't be read"),
    import: text("--import <file>", "take over only what this eslint-suppressions.json suppresses"),
  },
  exits: `0 written, 1 refused, since a baseline would grow, 2 could not run as asked, or not all contracts can be used. It writes migrations/.baseline/<contract>.txt;
commit the files.`,
  examples: `
godwit baseline write
godwit baseline write --contract unified-ids --force
godwit baseline write --import eslint-suppressions.json`,
});

/** `godwit baseline prune`. */
export const baselinePruneCommand = defineCommand({
  name: "baseline prune",
  summary: "drop the entries that are no longer needed, and follow moved files",
  takes: [],
  options: {
    contract: CONTRACT,
    staged: flag("--staged", "look only at staged files, and stage the baselines; for a pre-commit hook"),
  },
  exits: "0 done, 2 could not run as asked.",
  examples: `
godwit baseline prune
godwit baseline prune --staged`,
});

/** `godwit baseline check`. */
export const baselineCheckCommand = defineCommand({
  name: "baseline check",
  summary: "fail where a baseline grew since the branch began, by hand or by --force",
  takes: [["[ref]", "the branch to compare with; default: origin's main branch, else main or master"]],
  options: {},
  exits: "0 none grew, 1 one did, 2 could not run as asked (no repository, no such ref, a shallow clone).",
  examples: `
godwit baseline check origin/main`,
});

/** `godwit baseline merge`. */
export const baselineMergeCommand = defineCommand({
  name: "baseline merge",
  summary: "merge three versions of a baseline, as a merge driver of git",
  takes: [
    ["<base>", "%O, the common ancestor"],
    ["<ours>", "%A, our version; the result is written to it"],
    ["<theirs>", "%B, their version"],
  ],
  options: {},
  about: `Install it with a line in .gitattributes, and in each clone with git config:
  migrations/.baseline/*.txt merge=godwit-baseline
  git config merge.godwit-baseline.driver "npx godwit baseline merge %O %A %B"`,
  exits: "0 merged, 2 a version can't be read, which git takes for a conflict.",
});
