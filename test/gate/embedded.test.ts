import { describe, expect, test } from "vitest";
import { checkResultSchema } from "../../packages/cli/src/check/check-result.js";
import { commit, contract, git, godwit, json, makeGatedProject, raw, readText, shell, write } from "./gated-project.js";

makeGatedProject();

/** A Vue file with a violation in its third line. */
const VUE = `<script setup lang="ts">
import { v4 } from "uuid";
const userId = v4();
</script>

<template><p>{{ userId }} {{ v4() }}</p></template>
`;

/** The scripts' violations as `file:line rule`. */
async function embedded(...args: string[]): Promise<string[] | undefined> {
  return (await json(...args)).embedded?.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

describe("what a script has that a Vue, Svelte or Astro file embeds", () => {
  test("is named, and neither counted nor fixed", async () => {
    write("src/User.vue", VUE);
    write(
      "src/Card.svelte",
      "<script context=\"module\">\n  import { v4 } from 'uuid';\n  export const cardId = v4();\n</script>\n<p></p>\n",
    );
    write("src/page.astro", '---\nimport { v4 } from "uuid";\nconst pageId = v4();\n---\n<p>{pageId}</p>\n');
    write("src/Clean.vue", '<script setup lang="ts">\nconst userId = "1";\n</script>\n');
    commit("Components");
    expect(await embedded()).toEqual([
      "src/Card.svelte:3 no-raw-uuid",
      "src/User.vue:3 no-raw-uuid",
      "src/page.astro:3 no-raw-uuid",
    ]);
    const { files, violations, exitCode } = await json();
    expect({ files, violations, exitCode }).toMatchObject({ files: { considered: 1 }, violations: [], exitCode: 0 });
    const { code, out } = await godwit("check", "--fix");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("src/User.vue:3:16  one-id 1") as string });
    expect(out).toContain("! 3 violations in 3 files (.astro, .svelte, .vue), above: godwit neither counts nor fixes them.");
    expect(readText("src/User.vue")).toBe(VUE);
    expect((await godwit("check", "--quiet")).out).toBe("");
  });

  test("is told by status, plan and report, which do not count it", async () => {
    write("src/User.vue", VUE);
    commit("Component");
    const note = "Not counted: 1 violation in 1 file (.vue). godwit check names each.";
    const { code, out } = await godwit("status");
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining(note) as string });
    expect((await godwit("report", "--no-history")).out).toContain(note);
    expect((await godwit("plan")).err).toContain(note);
    const status = JSON.parse((await godwit("status", "--format", "json")).out) as object;
    expect(status).toMatchObject({ notes: expect.arrayContaining([note]) as string[], contracts: [{ done: true }] });
  });

  test("is in the formats that have warnings", async () => {
    write("src/User.vue", VUE);
    commit("Component");
    const { out } = await godwit("check", "--format", "github");
    expect(out).toContain("::warning file=src/User.vue,line=3,col=16,title=godwit%3A one-id/no-raw-uuid::");
    expect((await godwit("check", "--format", "markdown")).out).toContain("### In scripts of Vue, Svelte and Astro files");
    const sarif = JSON.parse((await godwit("check", "--format", "sarif")).out) as { runs: { invocations: unknown[] }[] };
    expect(sarif.runs[0]!.invocations[0]).toMatchObject({
      executionSuccessful: true,
      toolExecutionNotifications: [{ descriptor: { id: "one-id/no-raw-uuid" }, level: "warning" }],
    });
  });

  test("only where a contract is about the file, and no comment disables it", async () => {
    write("src/User.vue", VUE);
    write("src/Quiet.vue", VUE.replace("const", "// eslint-disable-next-line one-id/no-raw-uuid\nconst"));
    commit("Components");
    expect(await embedded()).toEqual(["src/User.vue:3 no-raw-uuid"]);
    const about = async (more: string): Promise<unknown> => {
      write("migrations/one-id.md", contract("One way to make IDs", more));
      return embedded();
    };
    expect(await about('ignores: ["**/*.vue"]\n')).toBeUndefined();
    expect(await about('files: ["src/**/*.ts"]\n')).toBeUndefined();
    expect(await about('files: ["src/**/*.{ts,vue}"]\n')).toEqual(["src/User.vue:3 no-raw-uuid"]);
    expect(await about("status: planned\n")).toBeUndefined();
  });

  test("a warning where only the ending leaves the file out", async () => {
    write("src/User.vue", VUE);
    write("src/Card.vue", VUE);
    write("src/Clean.vue", VUE.replaceAll("v4", "v9"));
    write("lib/User.vue", VUE);
    write("src/code.ts", "export {};\n");
    commit("Components");
    const warned = async (more: string): Promise<string[] | undefined> => {
      write("migrations/one-id.md", contract("One way to make IDs", more));
      const { warnings, exitCode } = await json();
      expect(exitCode).toBe(0);
      return warnings?.map(({ line, code, message }) => `${line} ${code} ${message}`);
    };
    const [warning, ...rest] = (await warned('files: ["src/**/*.{ts,tsx}"]\n')) ?? [];
    expect(rest).toEqual([]);
    expect(warning).toMatch(
      /^\d+ left-out 2 \.vue files have violations, such as src\/Card\.vue, and "files" leaves them out: name the ending there, as in \*\.\{ts,vue\}, or put \*\*\/\*\.vue under "ignores"\.$/,
    );
    expect((await godwit("check")).out).toContain("look again with godwit check\n");
    expect(await warned('files: ["src/**/*.ts"]\nignores: ["**/*.vue"]\n')).toEqual([]);
    expect(await warned('files: ["src/**/*.{ts,vue}"]\n')).toEqual([]);
    expect(await warned('files: ["src/code.ts"]\n')).toEqual([]);
    expect(await warned('status: planned\nfiles: ["src/**/*.ts"]\n')).toEqual([]);
  });

  test("of the files that a run is asked for", async () => {
    write("src/User.vue", VUE);
    write("src/Staged.vue", VUE);
    git("add", "src/Staged.vue");
    write("src/Staged.vue", "<template></template>\n");
    expect(await embedded("src/User.vue")).toEqual(["src/User.vue:3 no-raw-uuid"]);
    expect(await embedded("--staged")).toEqual(["src/Staged.vue:3 no-raw-uuid"]);
    commit("Components");
    write("src/Changed.vue", VUE);
    expect(await embedded("--changed", "HEAD")).toEqual(["src/Changed.vue:3 no-raw-uuid"]);
    expect(await embedded("src/Staged.vue")).toBeUndefined();
  });

  test("a script that does not parse, and may have something, is a problem that fails nothing", async () => {
    write("src/User.vue", VUE.replace("v4();", "v4(;"));
    write("src/Other.vue", "<script>\nconst = ;\n</script>\n");
    commit("Components");
    const { problems, exitCode } = await json();
    expect({ problems, exitCode }).toMatchObject({ problems: [{ file: "src/User.vue", line: 3, code: "syntax" }], exitCode: 0 });
  });

  test("a second run knows it, until the file, the contract or what it imports changes", { tags: "slow" }, () => {
    write("src/User.vue", VUE.replace("uuid", "./make.js"));
    write("src/make.ts", 'export { v4 } from "uuid";\n');
    commit("Component");
    const check = (): unknown => {
      const { files, embedded: found } = checkResultSchema.parse(JSON.parse(shell("godwit check --format json").out));
      return { cached: files.cached === files.considered, lines: found?.map(({ line }) => line) };
    };
    // Stamps of files that were just written tell nothing.
    shell("sleep 2.5");
    expect(check()).toMatchObject({ lines: [3] });
    expect(check()).toEqual({ cached: true, lines: [3] });
    write("src/make.ts", "export const v4 = (): string => '';\n");
    expect(check()).toMatchObject({ lines: undefined });
    write("src/make.ts", 'export { v4 } from "uuid";\n');
    expect(check()).toMatchObject({ lines: [3] });
    write("src/User.vue", `\n${VUE}`);
    expect(check()).toMatchObject({ lines: [4] });
  });

  test("shards have each file once, and the joined report is that of one run", { tags: "slow" }, () => {
    write("src/User.vue", VUE);
    write("src/Card.vue", VUE);
    write("src/code.ts", raw("user"));
    commit("Components");
    const whole = shell("godwit check --format json").out;
    shell("godwit check --shard 1/2 --format json=1.json; godwit check --shard 2/2 --format json=2.json");
    const joined = shell("godwit report --from 1.json 2.json --format json").out;
    const plain = (text: string): unknown => ({ ...(JSON.parse(text) as object), durationMs: 0, time: "", files: {} });
    expect(plain(joined)).toEqual(plain(whole));
    expect(plain(whole)).toMatchObject({ embedded: [{ file: "src/Card.vue" }, { file: "src/User.vue" }] });
  });
});
