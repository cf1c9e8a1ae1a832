import { readFileSync } from "node:fs";
import path from "node:path";

const README = path.join(import.meta.dirname, "../../README.md");

/** The files that the README tells people to write: `file=PATH` in a fence's info string, and `after=PATH` for what a fix makes of one. */
export function readmeSnippets(): { files: Map<string, string>; after: Map<string, string> } {
  const markdown = readFileSync(README, "utf8");
  const files = new Map<string, string>();
  const after = new Map<string, string>();
  for (const [, , kind, name, text] of markdown.matchAll(/^(`{3,})\w+ (file|after)=(\S+)\n(.*?)^\1$/gms))
    (kind === "file" ? files : after).set(name!, text!);
  return { files, after };
}

/** What the README says to type to install it, as arguments of npm: the packed files, and the packages by their names. */
export function readmeInstalls(): string[][] {
  const lines = readFileSync(README, "utf8").matchAll(/^npm (install --save-dev .*)$/gm);
  return [...lines].map(([, words]) => words!.split(" "));
}
