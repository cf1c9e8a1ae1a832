import { expect, test } from "vitest";
import { parseCodeOwners } from "../../packages/cli/src/files/codeowners.js";

const owners = (text: string, file: string, folder = ""): string => parseCodeOwners(text, folder).ownersOf(file).join(" ");

test.each([
  ["* @a", "x/y.ts", "@a"],
  ["*.ts @a\n*.js @b", "x/y.ts", "@a"],
  ["* @a\n/src/ @b", "src/x/y.ts", "@b"],
  ["* @a\n/src @b", "src/x.ts", "@b"],
  ["* @a\n/src @b", "lib/src/x.ts", "@a"],
  ["src/ @b", "lib/src/x.ts", "@b"],
  ["apps/web @b", "lib/apps/web/x.ts", ""],
  ["apps/web @b", "apps/web/x.ts", "@b"],
  ["docs/* @b", "docs/x.ts", "@b"],
  ["docs/* @b", "docs/deep/x.ts", ""],
  ["docs/** @b", "docs/deep/x.ts", "@b"],
  ["**/logs @b", "a/b/logs/x.ts", "@b"],
  ["/a/**/z.ts @b", "a/z.ts", "@b"],
  ["/a/**/z.ts @b", "a/b/c/z.ts", "@b"],
  ["* @a\n/src/free/", "src/free/x.ts", ""],
  ["/my\\ files/ @b", "my files/x.ts", "@b"],
  ["/a+b(c).ts @b", "a+b(c).ts", "@b"],
  ["src/?.ts @b", "src/a.ts", "@b"],
  ["src/?.ts @b", "src/ab.ts", ""],
  ["* @a # all of it\n# src/ @b", "src/x.ts", "@a"],
  ["* a@example.com @a", "x.ts", "a@example.com @a"],
  ["* @a\n[Docs] @docs\n*.md\n*.ts @types", "x.ts", "@a @types"],
  ["[Docs][2] @docs\n/docs/\n^[Optional]\n*.md @md", "docs/a.md", "@docs @md"],
  ["* @a\n!*.ts", "x.ts", ""],
])("%j gives %s to %j", (text, file, expected) => {
  expect(owners(text, file)).toBe(expected);
});

test("patterns are of the repository, files of the root in it", async () => {
  expect(owners("/packages/app/src/ @a", "src/x.ts", "packages/app")).toBe("@a");
  expect(owners("/src/ @a", "src/x.ts", "packages/app")).toBe("");
});
