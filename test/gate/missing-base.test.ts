import { expect, test } from "vitest";
import { checkResultSchema } from "../../packages/cli/src/check/check-result.js";
import { commit, json, makeGatedProject, shell, write } from "./gated-project.js";

makeGatedProject();

/** An import by an alias that only the written config has. */
const ALIASED = 'import { v4 } from "$lib/old-ids.js";\n\nexport const userId = v4();\n';

const BASE = '{ "compilerOptions": { "paths": { "$lib/*": ["../src/*"] } } }';

const problem = {
  file: "tsconfig.json",
  line: 1,
  column: 1,
  code: "settings",
  message: expect.stringContaining(
    "It extends ./.svelte-kit/tsconfig.json, which is not there, so that $lib/old-ids.js in src/user.ts leads nowhere",
  ) as string,
};

test("a config that a tool has not written yet is said, since nobody knows what its aliases lead to", async () => {
  write("tsconfig.json", '{ "extends": "./.svelte-kit/tsconfig.json" }\n');
  write("src/old-ids.ts", 'export { v4 } from "uuid";\n');
  write("src/user.ts", ALIASED);
  commit("Aliases");
  expect(await json()).toMatchObject({ violations: [{ file: "src/old-ids.ts" }], problems: [problem] });
  write(".svelte-kit/tsconfig.json", BASE);
  expect(await json()).toMatchObject({ violations: [{ file: "src/old-ids.ts" }, { file: "src/user.ts" }], problems: [] });
});

test("so are configs that the config references, once for all", async () => {
  const references = ["app", "server"].map((name) => ({ path: `./.nuxt/tsconfig.${name}.json` }));
  write("tsconfig.json", JSON.stringify({ files: [], references }));
  write("src/old-ids.ts", 'export { v4 } from "uuid";\n');
  write("src/user.ts", ALIASED);
  commit("Aliases");
  const message = expect.stringContaining("It references ./.nuxt/tsconfig.app.json, which is not there, so that $lib/") as string;
  expect(await json()).toMatchObject({
    violations: [{ file: "src/old-ids.ts" }],
    problems: [{ file: "tsconfig.json", message }],
  });
  for (const { path } of references)
    write(path, '{ "compilerOptions": { "paths": { "$lib/*": ["../src/*"] } }, "include": ["../src"] }');
  expect(await json()).toMatchObject({ violations: [{ file: "src/old-ids.ts" }, { file: "src/user.ts" }], problems: [] });
});

test("not where no import needs it", async () => {
  write("tsconfig.json", '{ "extends": "../tsconfig.base.json" }\n');
  write("src/user.ts", 'import { v4 } from "@acme/ids";\n\nexport const userId = v4();\n');
  expect((await json()).problems).toEqual([]);
});

test("not where the config sets its aliases itself, or a package is not installed", async () => {
  write("src/user.ts", ALIASED);
  write("tsconfig.json", '{ "extends": "./.nuxt/tsconfig.json", "compilerOptions": { "paths": {} } }\n');
  expect((await json()).problems).toEqual([]);
  write("tsconfig.json", '{ "extends": "@acme/tsconfig/base.json" }\n');
  expect((await json()).problems).toEqual([]);
});

test("a second run says it again, until it is written", { tags: "slow" }, () => {
  write("tsconfig.json", '{ "extends": "./.svelte-kit/tsconfig.json" }\n');
  write("src/old-ids.ts", 'export { v4 } from "uuid";\n');
  write("src/user.ts", ALIASED);
  commit("Aliases");
  shell("sleep 2.5");
  const check = (): unknown => checkResultSchema.parse(JSON.parse(shell("godwit check --format json").out));
  expect(check()).toMatchObject({ problems: [problem] });
  expect(check()).toMatchObject({ problems: [problem], files: { cached: 3, considered: 3 } });
  write("src/other.ts", "export {};\n");
  expect(check()).toMatchObject({ problems: [problem] });
  write(".svelte-kit/tsconfig.json", BASE);
  expect(check()).toMatchObject({ violations: [{ file: "src/old-ids.ts" }, { file: "src/user.ts" }], problems: [] });
});
