import { describe, expect, test } from "vitest";
import { MigratedRepository, use, used } from "./repository.js";

/** Notes the files that it is called with; refuses those with the word that it is given. */
const LOG = `import { appendFileSync } from "node:fs";
const [refused, ...files] = process.argv.slice(2);
appendFileSync("calls.txt", files.sort().join(" ") + "\\n");
process.exit(files.some((file) => file.includes(refused)) ? 1 : 0);
`;
const logged = (refused = "nothing"): string => `validate: { each: ["node log.mjs ${refused} {files}"] }\n`;
const callsOf = (repository: MigratedRepository): readonly string[] => repository.read("calls.txt").trim().split("\n");

describe("the order of a run", () => {
  const TYPED = `---
title: IDs
imports: { newId: ./src/ids.ts, UserId: ./src/user-id.ts }
rules:
  no-raw-uuid: { replace: [{ when: { name: teamId }, with: newId($entity), fix: suggest }, { with: newId($entity) }] }
  no-string-id: { type: UserId }
${logged(".test.")}---
`;
  const FILES = {
    "migrations/ids.md": TYPED,
    "log.mjs": LOG,
    "src/user-id.ts":
      "export type UserId = string & { readonly brand: unique symbol };\nexport const UserId = (id: string): UserId => id as UserId;\n",
    "src/find.ts": "export const find = (userId: string): string => userId;\n",
    "src/caller.ts": 'import { find } from "./find.js";\n\nexport const root = find("root");\n',
    "src/user.ts": use("order"),
    "src/a.test.ts": use("first"),
  };

  test(
    "is code, then what lies across files, then suggestions in code, then tests; where the run is ended, code is done and whole",
    { tags: "slow" },
    async () => {
      const repository = new MigratedRepository(FILES);
      const ran = await repository.run(["migrate", "ids", "--suggestions"]);
      expect(ran.code, ran.out + ran.err).toBe(1);
      expect(callsOf(repository)).toEqual(["src/user.ts", "src/caller.ts src/find.ts", "src/team.ts", "src/a.test.ts"]);
      const code = ["src/caller.ts", "src/find.ts", "src/team.ts", "src/user.ts"];
      expect(repository.git("diff", "--name-only").trim().split("\n")).toEqual(code);
      // What is there can be committed: it is what a run that leaves out the test would make, and nothing in it is left to do.
      repository.commit("code");
      const again = await repository.run(["migrate", "ids", "--suggestions", "--dry-run", "--format", "json"]);
      expect((JSON.parse(again.out) as { patch: string }).patch.match(/^diff .*$/gmu)).toEqual([
        "diff --git a/src/a.test.ts b/src/a.test.ts",
      ]);
    },
  );

  test("is the same in a dry run, whose patch git takes", { tags: "slow" }, async () => {
    const repository = new MigratedRepository(FILES);
    const dry = await repository.run(["migrate", "ids", "--suggestions", "--dry-run"]);
    // Suggestions in tests hold on top of the types, or nobody needs them any more.
    expect(dry.out.match(/(?<=^diff --git a\/)\S+/gmu)).toEqual([
      ...["src/user.ts", "src/caller.ts", "src/find.ts", "src/team.ts", "src/a.test.ts"],
    ]);
    repository.write("all.patch", dry.out);
    repository.git("apply", "all.patch");
    expect(repository.read("src/team.ts")).toBe(used("team"));
    expect(repository.read("src/find.ts")).toContain("userId: UserId");
    expect(repository.read("src/a.test.ts")).toBe(used("first"));
  });

  test("has a mock in the unit of what it mocks, and other tests last", { tags: "slow" }, async () => {
    const files = {
      "log.mjs": LOG,
      "src/vitest.d.ts": 'declare module "vitest" { export const vi: { mock(path: string, factory: () => unknown): void } }\n',
      "src/log.ts": "export const log = (text: string): string => text;\n",
      "src/new/log.ts": "export const log = (text: string): string => text;\n",
      "src/run.ts": 'import { log } from "./log.js";\n\nexport const run = (): string => log("x");\n',
      "src/a.test.ts": 'import { log } from "./log.js";\n\nlog("a");\n',
      "src/z.test.ts":
        'import { vi } from "vitest";\nimport { run } from "./run.js";\nvi.mock("./log.js", () => ({ log: () => "1" }));\nrun();\n',
      "migrations/move.md": `---\ntitle: Move\nrules: { no-deprecated-import: [{ from: ./src/log.ts, to: ./src/new/log.ts }] }\n${logged()}---\n`,
    };
    const repository = new MigratedRepository(files);
    const ran = await repository.run(["migrate", "move"]);
    expect(ran, ran.out + ran.err).toMatchObject({ code: 0 });
    expect(callsOf(repository)).toEqual(["src/run.ts src/z.test.ts", "src/a.test.ts"]);
  });

  test(
    "has the consumers of a critical contract one by one, or together where the run is to keep going",
    { tags: "slow" },
    async () => {
      const critical = `risk: critical\nrollback: [node -e ""]\ncomponents: { Ids: { from: ./src/ids.ts } }\nvalidate: { before: [node -e ""], after: [node -e ""], each: ["node log.mjs nothing {files}"] }\n`;
      const files = { "log.mjs": LOG, "src/red.ts": use("red") };
      const oneByOne = new MigratedRepository(files, { contractMore: critical });
      expect(await oneByOne.run(["migrate", "ids"])).toMatchObject({ code: 0 });
      expect(callsOf(oneByOne)).toEqual(["src/red.ts", "src/team.ts", "src/user.ts"]);
      const together = new MigratedRepository(files, { contractMore: critical.replace("nothing", "red") });
      expect(await together.run(["migrate", "ids", "--keep-going"])).toMatchObject({ code: 1 });
      expect(callsOf(together)[0]).toBe("src/red.ts src/team.ts src/user.ts");
      expect(together.git("diff", "--name-only").trim().split("\n")).toEqual(["src/team.ts", "src/user.ts"]);
    },
  );
});
