import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import { fillTree } from "../support/temporary-tree.js";

const FENCE = /^(`{3,4})(\w+) ?([^\n]*)\n([^]*?)^\1$/gm;

/** How a page's commands run. */
export interface WalkOptions {
  /** An ISO date: what is today on the page. */
  readonly today: string;
  /** Replaces what differs from machine to machine, in what is printed and on the page. */
  readonly steady?: (text: string) => string;
}

/**
 * Walks down a page in one repository: a fence with `file=PATH` writes a file, one with `$ godwit …` or `$ git …` runs it and compares what
 * it prints with the page. With UPDATE_PAGES=1 the page gets what is printed instead. Returns how many commands ran.
 */
export async function walkPage(page: URL, root: string, { today, steady = (text) => text }: WalkOptions): Promise<number> {
  const text = readFileSync(page, "utf8");
  const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${today}T12:00:00Z`) / 1_000) };
  let updated = text;
  let runs = 0;
  for (const [fence, , language, info, body] of text.matchAll(FENCE)) {
    const file = /(?:^|\s)file=(\S+)/.exec(info!)?.[1];
    if (file !== undefined) fillTree(root, { [file]: body! });
    const [command, ...shown] = body!.split("\n");
    if (language !== "text" || !/^\$ (?:godwit|git)\b/.test(command!)) continue;
    runs++;
    const printed = steady(await run(command!.slice(2), root, env));
    if (process.env["UPDATE_PAGES"] === "1")
      updated = updated.replace(fence, () => fence.replace(body!, () => `${command!}\n${printed}`));
    else expect(`${command!}\n${printed}`).toBe(`${command!}\n${steady(shown.join("\n"))}`);
  }
  if (updated !== text) writeFileSync(page, updated);
  return runs;
}

async function run(command: string, root: string, env: Readonly<Record<string, string>>): Promise<string> {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  if (words[0] === "git") {
    const named = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"];
    const time = new Date(Number(env["SOURCE_DATE_EPOCH"]) * 1_000).toISOString();
    const dates = { GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
    return execFileSync("git", [...named, ...words.slice(1)], {
      ...{ cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...dates, COLUMNS: "100" } },
    });
  }
  let out = "";
  const print = (each: string): void => void (out += each);
  await runCommandLine(words.slice(1), {
    ...{ cwd: root, hasColour: false, hasProgress: false, columns: 100, env, out: print, err: print },
  });
  return out;
}
