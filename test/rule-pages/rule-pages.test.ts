import { readFileSync } from "node:fs";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { ruleNames } from "@godwit/core/engine";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import { writeTree } from "../support/temporary-tree.js";

interface Fence {
  readonly info: string;
  readonly text: string;
}

/** One ```yaml contract of a page, with the examples that follow it. */
interface PageContract {
  readonly yaml: string;
  readonly examples: readonly Fence[];
}

/** The text that people wrote on a page; the parts between `<!-- generated:… -->` come from the code. */
function readProse(name: string): string {
  const page = readFileSync(path.join(import.meta.dirname, `../../docs/${name}.md`), "utf8");
  return page.replaceAll(/<!-- generated:(\w+) -->.*?<!-- generated:\1 -->/gs, "");
}

function readFences(markdown: string): Fence[] {
  return [...markdown.matchAll(/^(`{3,})(\w[^\n]*)\n(.*?)^\1$/gms)].map(([, , info, text]) => ({ info: info!, text: text! }));
}

/** Fences of other tools, which a page that compares them has. */
const OTHER = new Set(["sh", "js", "yaml"]);

function readPage(name: string): { contracts: PageContract[]; modules: Record<string, string> } {
  const modules: Record<string, string> = {};
  const contracts: { yaml: string; examples: Fence[] }[] = [];
  for (const fence of readFences(readProse(name))) {
    const file = /^\w+ file=(\S+)$/.exec(fence.info)?.[1];
    if (file !== undefined) modules[file] = fence.text;
    else if (fence.info === "yaml contract") contracts.push({ yaml: fence.text, examples: [] });
    else if (/^\w+ (?:before=\S+|after|valid=\S+)$/.test(fence.info) && contracts.length > 0)
      contracts.at(-1)!.examples.push(fence);
    else if (name.startsWith("rules/") || !OTHER.has(fence.info)) throw new Error(`A fence that no test reads: ${fence.info}`);
  }
  return { contracts, modules };
}

async function run(root: string, ...args: string[]): Promise<{ code: number; output: string }> {
  let output = "";
  const write = (text: string): void => void (output += text);
  const code = await runCommandLine(args, { cwd: root, hasColour: false, hasProgress: false, out: write, err: write });
  return { code, output };
}

/** Each contract of a page validates, and has examples that hold. */
async function expectContractsHold(name: string): Promise<void> {
  const { contracts, modules } = readPage(name);
  expect(contracts.length).toBeGreaterThan(1);
  for (const { yaml, examples } of contracts) {
    const title = /^title:/m.test(yaml) ? "" : "title: Example\n";
    const prose = examples.map(({ info, text }) => `\`\`\`${info}\n${text}\`\`\`\n`).join("\n");
    const root = writeTree({
      ...modules,
      "package.json": { name: "page", type: "module", godwit: {} },
      "tsconfig.json": { compilerOptions: { target: "es2023", module: "nodenext", strict: true } },
      "migrations/example.md": `---\n${title}${yaml}---\n\n${prose}`,
    });
    // The page's code is not in this project, so what matches nothing there is only a warning.
    const validated = await run(root, "contracts", "validate");
    expect(validated.code, `${yaml}\n${validated.output}`).toBe(0);
    expect(
      validated.output.split("\n").filter((line) => / warning {2}/.test(line) && !line.endsWith(" matches-nothing")),
    ).toEqual([]);
    const tested = await run(root, "contracts", "test");
    expect(tested.code, `${yaml}\n${tested.output}`).toBe(0);
    expect(examples.length, yaml).toBeGreaterThan(0);
  }
}

const HEADINGS = [
  "## When to use it",
  "## What counts as a site",
  "## The options by example",
  "## What it will not do",
  "## Option",
];

describe.each(ruleNames)("%s", (rule) => {
  test("begins with prose", () => {
    const headings = readProse(`rules/${rule}`).match(/^## .*$/gm);
    expect(headings).toEqual([...HEADINGS, "## Cases"]);
  });

  test("shows contracts that validate and whose examples hold", () => expectContractsHold(`rules/${rule}`));

  test("tells every key of the option", () => {
    const page = readFileSync(path.join(import.meta.dirname, `../../docs/rules/${rule}.md`), "utf8");
    const table = page.split("<!-- generated:option -->")[1]!;
    const keys = [...table.matchAll(/^\| \*{0,2}`([\w.]+)`/gm)].map(([, key]) => key!.split(".").at(-1)!);
    const prose = readProse(`rules/${rule}`);
    expect(keys.filter((key) => !new RegExp(`\`(?:\\w+\\.)?${key}\\b`).test(prose))).toEqual([]);
  });
});

describe("the page about bans", () => {
  test("shows contracts that validate and whose examples hold", () => expectContractsHold("any-ban"));

  test("says what no-restricted-syntax does not see", () => {
    const { contracts } = readPage("any-ban");
    const [setting] = readFences(readProse("any-ban")).filter(({ info }) => info === "js");
    const rules = runInNewContext(`({${setting!.text}})`) as Linter.RulesRecord;
    const found = (code: string): number =>
      new Linter().verify(code, [{ files: ["**"], languageOptions: { parser: tseslint.parser }, rules }]).length;
    const reported = contracts[0]!.examples.filter(({ info }) => info.includes("before="));
    expect(reported.map(({ text }) => found(text))).toEqual([0, 0]);
    expect(found('import moment from "moment"; moment();')).toBe(1);
  });
});
