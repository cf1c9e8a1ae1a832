import { describe, expect, test } from "vitest";
import { checkResultSchema } from "../../packages/cli/src/check/check-result.js";
import { commit, contract, git, godwit, json, makeGatedProject, places, raw, readText, shell, write } from "./gated-project.js";

makeGatedProject();

/** A Vue file with a violation in its third line, of which the template uses the import, too. */
const VUE = `<script setup lang="ts">
import { v4 } from "uuid";
const userId = v4();
</script>

<template><p>{{ userId }} {{ v4() }}</p></template>
`;
const FIXED_VUE = VUE.replace(
  /import .*\n.*\n/u,
  'import { v4 } from "uuid";\nimport { newId } from "./ids.js";\nconst userId = newId("user");\n',
);

describe("the script of a Vue, Svelte or Astro file", () => {
  test("is checked and fixed, and what its template uses stays", async () => {
    write("src/User.vue", VUE);
    write(
      "src/Card.svelte",
      "<script context=\"module\">\n  import { v4 } from 'uuid';\n  export const cardId = v4();\n</script>\n<p>{cardId}</p>\n",
    );
    write("src/page.astro", '---\nimport { v4 } from "uuid";\nconst pageId = v4();\n---\n<p>{pageId}</p>\n');
    write("src/Clean.vue", '<script setup lang="ts">\nconst userId = "1";\n</script>\n');
    commit("Components");
    expect(await places()).toEqual(["src/Card.svelte:3", "src/User.vue:3", "src/page.astro:3"]);
    const { files, exitCode } = await json();
    expect({ files, exitCode }).toMatchObject({ files: { considered: 5 }, exitCode: 1 });
    expect((await godwit("check", "--fix")).code).toBe(0);
    expect(readText("src/User.vue")).toBe(FIXED_VUE);
    expect(readText("src/Card.svelte")).toBe(
      "<script context=\"module\">\n  import { newId } from './ids.js';\n  export const cardId = newId('card');\n</script>\n<p>{cardId}</p>\n",
    );
    expect(readText("src/page.astro")).toBe(
      '---\nimport { newId } from "./ids.js";\nconst pageId = newId("page");\n---\n<p>{pageId}</p>\n',
    );
  });

  test("waits for a test that mocks what it has", async () => {
    write("src/User.vue", VUE);
    write(
      "src/User.test.ts",
      'import User from "./User.vue";\nvi.mock("uuid", () => ({ v4: () => "1" }));\ntest("one", () => expect(User.userId).toBe("1"));\n',
    );
    commit("Component");
    for (const more of [[], ["--fix"]]) {
      const { violations } = await json(...more);
      expect(violations.find(({ file }) => file === "src/User.vue")).toMatchObject({
        heldBack: { by: "src/User.test.ts", reason: 'it mocks "uuid", and the mock can\'t follow' },
      });
    }
    expect(readText("src/User.vue")).toBe(VUE);
  });

  test.each([
    ["a component's name in kebab case", "<box-card />", "BoxCard"],
    ["a store", "{$BoxCard.id}", "BoxCard"],
  ])("keeps what its template uses as %s", async (_, template, name) => {
    const file = template.startsWith("{") ? "src/User.svelte" : "src/User.vue";
    const text = `<script lang="ts">\nimport { v4 as ${name} } from "uuid";\nconst userId = ${name}();\n</script>\n${template}\n`;
    write(file, text);
    commit("Component");
    await godwit("check", "--fix");
    expect(readText(file)).toContain(
      `import { v4 as ${name} } from "uuid";\nimport { newId } from "./ids.js";\nconst userId = newId`,
    );
  });

  test.each([
    [
      "below its tag, as far in as the rest",
      "<p></p>\n<script>\n\t// A box.\n\tconst boxId = crypto.randomUUID();\n</script>\n",
      '<p></p>\n<script>\n\timport { newId } from "./ids.js";\n\n\t// A box.\n\tconst boxId = newId("box");\n</script>\n',
    ],
    [
      "between others",
      '<script>\n\timport "./a.js";\n\timport b from "./b.js";\n\timport z from "./z.js";\n\tconst boxId = crypto.randomUUID();\n</script>\n',
      '<script>\n\timport "./a.js";\n\timport b from "./b.js";\n\timport { newId } from "./ids.js";\n\timport z from "./z.js";\n\tconst boxId = newId("box");\n</script>\n',
    ],
    [
      "within a line",
      "<script>const boxId = crypto.randomUUID();</script>\n",
      '<script>import { newId } from "./ids.js";\n\nconst boxId = newId("box");</script>\n',
    ],
  ])("gets an import %s", async (_, before, after) => {
    write("src/Box.svelte", before);
    commit("Component");
    await godwit("check", "--fix");
    expect(readText("src/Box.svelte")).toBe(after);
  });

  test("is left to people where a name of its template would change, and where scripts are modules of their own", async () => {
    write(
      "migrations/moved.md",
      "---\ntitle: Moved\nrules:\n  no-deprecated-import:\n    - { from: ./src/old.ts, name: load, to: ./src/ids.ts, as: newId, rename: uses }\n---\n",
    );
    write("src/old.ts", "export const load = (id: string): string => id;\n");
    write(
      "src/Old.vue",
      '<script setup lang="ts">\nimport { load } from "./old";\nload("a");\n</script>\n<template>{{ load("b") }}</template>\n',
    );
    write(
      "src/page.astro",
      '---\nimport { v4 } from "uuid";\nconst pageId = v4();\n---\n<script>\nconst otherId = crypto.randomUUID();\n</script>\n',
    );
    commit("Components");
    const { violations } = await json();
    expect(violations.map(({ file, level, reason }) => `${file} ${level}: ${reason}`)).toEqual([
      "src/Old.vue hint: it would change more than this script, such as a name that the template has",
      "src/page.astro hint: each script of this page is a module, with names of its own",
      "src/page.astro hint: each script of this page is a module, with names of its own",
    ]);
  });

  test("counts in the baseline, in status, plan and gates, and migrate writes its fixes", { tags: "slow" }, async () => {
    write("src/User.vue", VUE);
    commit("Component");
    expect((await godwit("status")).out).toMatch(/one-id .*1/u);
    const plan = JSON.parse((await godwit("plan", "--format", "json")).out) as object;
    expect(JSON.stringify(plan)).toContain('"src/User.vue"');
    await godwit("baseline", "write");
    expect((await godwit("check")).code).toBe(0);
    commit("Baseline");
    shell("godwit migrate one-id");
    expect(readText("src/User.vue")).toBe(FIXED_VUE);
    expect((await godwit("check", "--frozen")).code).toBe(0);
  });

  test("only where a contract is about the file, and no comment disables it", async () => {
    write("src/User.vue", VUE);
    write("src/Quiet.vue", VUE.replace("const", "// eslint-disable-next-line one-id/no-raw-uuid\nconst"));
    commit("Components");
    expect(await places()).toEqual(["src/User.vue:3"]);
    const about = async (more: string): Promise<unknown> => {
      write("migrations/one-id.md", contract("One way to make IDs", more));
      return places();
    };
    expect(await about('ignores: ["**/*.vue"]\n')).toEqual([]);
    expect(await about('files: ["src/**/*.ts"]\n')).toEqual([]);
    expect(await about('files: ["src/**/*.{ts,vue}"]\n')).toEqual(["src/User.vue:3"]);
    expect(await about("status: planned\n")).toEqual([]);
  });

  test("gives a warning where only the ending leaves the file out", async () => {
    write("src/User.vue", VUE);
    write("src/Card.vue", VUE);
    write("src/Clean.vue", VUE.replaceAll("v4", "v9"));
    write("lib/User.vue", VUE);
    write("src/code.ts", "export {};\n");
    commit("Components");
    const warned = async (more: string): Promise<string[] | undefined> => {
      write("migrations/one-id.md", contract("One way to make IDs", more));
      return (await json()).warnings?.map(({ line, code, message }) => `${line} ${code} ${message}`);
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

  test("is looked at where a run is asked for its file", async () => {
    write("src/User.vue", VUE);
    write("src/Staged.vue", VUE);
    git("add", "src/Staged.vue");
    write("src/Staged.vue", "<template></template>\n");
    expect(await places("src/User.vue")).toEqual(["src/User.vue:3"]);
    expect(await places("--staged")).toEqual(["src/Staged.vue:3"]);
    commit("Components");
    write("src/Changed.vue", VUE);
    expect(await places("--changed", "HEAD")).toEqual(["src/Changed.vue:3"]);
    expect(await places("src/Staged.vue")).toEqual([]);
  });

  test("is a problem that fails nothing where it does not parse, and may have something", async () => {
    write("src/User.vue", VUE.replace("v4();", "v4(;"));
    write("src/Other.vue", "<script>\nconst = ;\n</script>\n");
    commit("Components");
    const { problems, exitCode } = await json();
    expect({ problems, exitCode }).toMatchObject({ problems: [{ file: "src/User.vue", line: 3, code: "syntax" }], exitCode: 0 });
  });

  test("is known to a second run, until the file, the contract or what it imports changes", { tags: "slow" }, () => {
    write("src/User.vue", VUE.replace("uuid", "./make.js"));
    write("src/make.ts", 'export { v4 } from "uuid";\n');
    commit("Component");
    const check = (): unknown => {
      const { files, violations } = checkResultSchema.parse(JSON.parse(shell("godwit check --format json").out));
      const own = violations.filter(({ file }) => file === "src/User.vue");
      return { cached: files.cached === files.considered, lines: own.map(({ line }) => line) };
    };
    // Stamps of files that were just written tell nothing.
    shell("sleep 2.5");
    expect(check()).toMatchObject({ lines: [3] });
    expect(check()).toEqual({ cached: true, lines: [3] });
    write("src/make.ts", "export const v4 = (): string => '';\n");
    expect(check()).toMatchObject({ lines: [] });
    write("src/make.ts", 'export { v4 } from "uuid";\n');
    expect(check()).toMatchObject({ lines: [3] });
    write("src/User.vue", `\n${VUE}`);
    expect(check()).toMatchObject({ lines: [4] });
  });

  test("is in one shard, and the joined report is that of one run", { tags: "slow" }, () => {
    write("src/User.vue", VUE);
    write("src/Card.vue", VUE);
    write("src/code.ts", raw("user"));
    commit("Components");
    const whole = shell("godwit check --format json").out;
    shell("godwit check --shard 1/2 --format json=1.json; godwit check --shard 2/2 --format json=2.json");
    const joined = shell("godwit report --from 1.json 2.json --format json").out;
    const plain = (text: string): unknown => ({ ...(JSON.parse(text) as object), durationMs: 0, time: "", files: {} });
    expect(plain(joined)).toEqual(plain(whole));
    expect(plain(whole)).toMatchObject({
      violations: [{ file: "src/Card.vue" }, { file: "src/User.vue" }, { file: "src/code.ts" }],
    });
  });
});
