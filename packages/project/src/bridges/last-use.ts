import { askGit } from "../files/git.js";
import type { BridgeTarget } from "./bridge-target.js";

/** The commit that took away the last use of a bridge, or why it is not known. */
export type LastUse = { readonly commit: string; readonly date: string } | { readonly note: string };

const PATIENCE_MS = 30_000;
const CODE = ["*.ts", "*.tsx", "*.mts", "*.cts", "*.js", "*.jsx", "*.mjs", "*.cjs"];

/** Finds the last commit that changed how often code outside of the bridge mentions it. */
export function findLastUse(root: string, bridge: BridgeTarget): LastUse {
  const isInside = askGit(root, ["rev-parse", "--is-inside-work-tree"]);
  if (!isInside) return { note: "git can't be run" };
  if (isInside.status !== 0) return { note: "there is no git repository" };
  const args = [
    "-1",
    "--format=%H %cs",
    "--pickaxe-regex",
    `-S${patternOf(bridge)}`,
    "--",
    ...CODE,
    `:(exclude,literal)${bridge.file}`,
  ];
  const answer = askGit(root, ["log", ...args], { timeout: PATIENCE_MS, hasPatterns: true });
  const [commit, date] = answer?.status === 0 ? answer.entries.join("").trim().split(" ") : [];
  if (answer === undefined) return { note: "git did not answer in time" };
  if (answer.status !== 0) return { note: "the repository has no commit yet" };
  if (!commit || !date) return { note: "no commit of this clone ever used it" };
  return isBoundary(root, commit) ? { note: "this clone is shallow: git fetch --unshallow brings the commit" } : { commit, date };
}

/** How code writes the bridge: a name, or the end of a path. */
function patternOf({ file, exported, member }: BridgeTarget): string {
  const name = member ?? (exported === "default" ? undefined : exported);
  if (name !== undefined) return `\\b${escape(name)}\\b`;
  const parts = file
    .replace(/\.[cm]?[jt]sx?$/, "")
    .replace(/\/index$/, "")
    .split("/");
  const [folder, stem] = [parts.at(-2), parts.at(-1)!];
  return `(${folder === undefined ? "" : `${escape(folder)}/|`}["'\`]\\./)${escape(stem)}(\\.[cm]?[jt]sx?)?["'\`]`;
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** The first commit of a shallow clone seems to have added everything. */
function isBoundary(root: string, commit: string): boolean {
  const isShallow = askGit(root, ["rev-parse", "--is-shallow-repository"])?.entries.join("").trim() === "true";
  if (!isShallow) return false;
  const parents = askGit(root, ["rev-list", "--parents", "-1", commit])?.entries.join("").trim().split(" ") ?? [];
  return parents.length < 2;
}
