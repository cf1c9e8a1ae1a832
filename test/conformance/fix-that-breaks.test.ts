import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { parseCase } from "./case.js";
import { cli } from "./fronts/cli.js";
import { eslint10, eslint9 } from "./fronts/eslint.js";
import type { Front, FrontResult } from "./fronts/front.js";
import { runLanguageServer } from "./fronts/language-server.js";
import { tsserver } from "./fronts/tsserver.js";
import { buildProject, removeProjects } from "./project.js";

/** `broken(1)` would become `class 1 {}`. */
const CASE = parseCase(
  "no-deprecated-call/fix-that-breaks",
  `---
contract:
  - { id: first, rules: { no-deprecated-call: { replace: [{ match: broken($x), with: "class $x {}" }] } } }
  - { id: second, rules: { no-deprecated-call: { replace: [{ match: older($x), with: String($x) }] } } }
rule: no-deprecated-call
---

\`\`\`ts before=src/a.ts
export const a = [older(1), broken(1)];
export const b = broken(older(2));
export const c = broken(Named);
export const d = older(3);
\`\`\`
`,
);
const FILES = Object.fromEntries(CASE.files.map(({ path, text }) => [path, text]));
const FIXED = {
  "src/a.ts": `export const a = [String(1), broken(1)];
export const b = broken(String(2));
export const c = class Named {};
export const d = String(3);
`,
};

beforeAll(() => bundle());
afterAll(removeProjects);

async function run(front: Front | "language server"): Promise<FrontResult> {
  const root = buildProject(CASE);
  if (front !== "language server") return front.run(root, FILES, { types: false });
  const [result] = await runLanguageServer([{ root, files: FILES }]);
  return result!;
}

test.each([eslint10, eslint9, cli, tsserver, "language server"] as const)(
  "a fix with which the file would not parse is left out, and the file's other fixes are made: %o",
  async (front) => {
    const { fixed, fixedTwice, reports } = await run(front);
    expect(fixed).toEqual(FIXED);
    expect(fixedTwice).toEqual(FIXED);
    // JSON has no edits.
    if (front === cli) return;
    const alone = reports.map(({ start, alone: text }) => `${start} ${text === undefined ? "none" : "fix"}`);
    expect(alone).toEqual(["1:19 fix", "1:29 none", "2:18 none", "2:25 fix", "3:18 fix", "4:18 fix"]);
  },
);
