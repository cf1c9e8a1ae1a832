import { spawnSync } from "node:child_process";
import { byRepository, headOf, pathIn } from "./working-tree.js";

/** The message of a commit when none is asked for. */
export const COMMIT_MESSAGE = "Migrate {consumer} ({contract})";
const PLACES = ["consumer", "package", "contract", "title", "count", "files"] as const;

/** What the places of a commit message stand for. */
export type CommitPlaces = Readonly<Record<(typeof PLACES)[number], string>>;

/** A place of a message template that means nothing; undefined if there is none. */
export function unknownPlace(template: string): string | undefined {
  return [...template.matchAll(/\{(\w+)\}/gu)].find(([, name]) => !(PLACES as readonly string[]).includes(name!))?.[0];
}

/** Fills a message template. */
export function fillMessage(template: string, places: CommitPlaces): string {
  return template.replace(/\{(\w+)\}/gu, (whole, name: string) => (places as Readonly<Record<string, string>>)[name] ?? whole);
}

/** The places, for the help and for messages. */
export const COMMIT_PLACES: readonly string[] = PLACES.map((name) => `{${name}}`);

/**
 * Commits some files (relative to the root) and nothing else, whatever is staged; in each repository that has some of them. Returns the
 * commits, or why git made none.
 */
export function commitFiles(
  root: string,
  files: readonly string[],
  message: string,
): { readonly commits: readonly string[] } | { readonly fault: string } {
  const commits: string[] = [];
  for (const { top, own } of byRepository(root, files)) {
    if (top === undefined) return { fault: "there is no git repository" };
    const names = own.map((file) => pathIn(root, top, file));
    const asked = { cwd: top, input: names.join("\0"), encoding: "utf8", maxBuffer: 1 << 26 } as const;
    const args = ["commit", "--only", "--quiet", "--message", message, "--pathspec-from-file=-", "--pathspec-file-nul"];
    const { status, stderr, stdout, error } = spawnSync("git", ["--literal-pathspecs", ...args], asked);
    if (error) return { fault: `git can't be run: ${error.message}` };
    if (status !== 0) return { fault: (stderr + stdout).trim().split("\n").slice(-5).join(" ") };
    const head = headOf(top);
    if (head !== null) commits.push(head);
  }
  return { commits };
}
