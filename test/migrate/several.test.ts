import { describe, expect, test } from "vitest";
import { MigratedRepository, use, WAIT } from "./repository.js";

const COUNT = 'import { appendFileSync } from "node:fs";\nappendFileSync("ran.txt", process.argv[2] + "\\n");\n';
const MORE = `validate: { each: ["node count.mjs each"], after: ["node count.mjs after"] }\n`;

/** Two contracts, of which the second changes what the first has written. */
const FILES = {
  "count.mjs": COUNT,
  "src/new/ids.ts": "export const newId = (entity: string): string => entity + Math.random();\n",
  "migrations/move.md": `---\ntitle: Move\nrules: { no-deprecated-import: [{ from: ./src/ids.ts, to: ./src/new/ids.ts }] }\n${MORE}---\n`,
};
const moved = (name: string): string => `import { newId } from "./new/ids.js";\n\nexport const ${name}Id = newId("${name}");\n`;

interface Several {
  readonly runs: readonly {
    readonly contract: string;
    readonly outcome: string;
    readonly before: number;
    readonly after: number;
  }[];
  readonly notBegun: readonly { readonly contract: string; readonly reason: string }[];
}

describe("several contracts in one run", () => {
  test(
    "are migrated one after the other, each on top of the ones before, and what they run afterwards runs once",
    { tags: "slow" },
    async () => {
      const repository = new MigratedRepository(FILES, { contractMore: MORE });
      const ran = await repository.run(["migrate", "ids", "move", "--keep-going", "--format", "json"]);
      expect(ran.code, ran.out + ran.err).toBe(0);
      expect(repository.read("src/user.ts")).toBe(moved("user"));
      const { runs, notBegun } = JSON.parse(ran.out) as Several;
      expect(runs).toMatchObject([
        { contract: "ids", outcome: "complete", before: 2, after: 0 },
        { contract: "move", outcome: "complete", before: 2, after: 0 },
      ]);
      expect(notBegun).toEqual([]);
      expect(repository.read("ran.txt")).toBe("each\neach\nafter\n");
      // Each has a journal of its own; the later one goes back first.
      expect((await repository.run(["rollback"])).code).toBe(0);
      expect((await repository.run(["rollback"])).code).toBe(0);
      expect(repository.git("diff")).toBe("");
    },
  );

  test("are told one by one, with those whose turn did not come and the reason", { tags: "slow" }, async () => {
    const planned = FILES["migrations/move.md"].replace("title:", "status: planned\ntitle:");
    const repository = new MigratedRepository({ ...FILES, "migrations/move.md": planned }, { contractMore: MORE });
    const ran = await repository.run(["migrate", "ids", "move", "--keep-going"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^ids\n/u);
    expect(ran.out).toMatch(/move was not begun: .*planned/u);
    expect(repository.read("src/user.ts")).not.toBe(use("user"));
  });

  test(
    "what only the project's own TypeScript refuses of one goes back with what others have put on top of it",
    { tags: "slow" },
    async () => {
      const compilerOptions = {
        ...{ strict: true, module: "NodeNext", moduleResolution: "NodeNext", target: "ES2022", lib: ["ES2022"] },
        // TypeScript 7 does not tell of a file outside it.
        ...{ types: [], rootDir: "src", outDir: "dist", declaration: true },
      };
      // Files that import from outside of it already get more such imports.
      const outside = 'import "../lib/other.js";\n';
      const repository = new MigratedRepository({
        ...FILES,
        ...{ "src/user.ts": outside + use("user"), "src/team.ts": outside + use("team") },
        "tsconfig.json": { compilerOptions, include: ["src"] },
        "lib/other.ts": "export {};\n",
        "lib/ids.ts": FILES["src/new/ids.ts"],
        "migrations/move.md": FILES["migrations/move.md"].replace("./src/new/ids.ts", "./lib/ids.ts"),
      });
      const before = repository.sources();
      const ran = await repository.run(["migrate", "ids", "move", "--keep-going"]);
      expect(ran.code, ran.out + ran.err).toBe(1);
      expect(ran.out).toContain("the project's own TypeScript refuses it: TS6059");
      expect(repository.read("src/user.ts")).toBe(before["src/user.ts"]);
    },
  );

  test.each(["SIGINT", "SIGKILL"] as const)(
    "go on with --resume after %s, also those whose turn had not come",
    { tags: "slow" },
    async (signal) => {
      const inner = 'validate: { each: ["node wait.mjs"], after: ["node count.mjs move"] }\n';
      const last = `---\ntitle: Names\nrules: { no-deprecated-import: [{ from: ./src/old.ts, to: ./src/names.ts }] }\n---\n`;
      const repository = new MigratedRepository(
        {
          ...{ ...FILES, "wait.mjs": WAIT, "migrations/names.md": last },
          "migrations/move.md": FILES["migrations/move.md"].replace(MORE, inner),
          "src/old.ts": "export const nameOf = String;\n",
          "src/names.ts": "export const nameOf = String;\n",
          "src/name.ts": 'import { nameOf } from "./old.js";\n\nexport const name = nameOf(1);\n',
        },
        { contractMore: MORE },
      );
      const before = repository.sources();
      const run = repository.start("migrate", "ids", "move", "names", "--keep-going");
      await run.says("Running node wait.mjs");
      run.child.kill(signal);
      await run.ended;
      expect(repository.read("src/user.ts")).toContain('newId("user")');
      repository.write("go.txt", "");
      const resumed = await repository.run(["migrate", "--resume", "--format", "json"]);
      expect(resumed.code, resumed.out + resumed.err).toBe(0);
      const { runs } = JSON.parse(resumed.out) as Several;
      expect(runs.map(({ contract, outcome }) => `${contract} ${outcome}`)).toEqual([
        "ids complete",
        "move complete",
        "names complete",
      ]);
      expect(repository.read("src/user.ts")).toBe(moved("user"));
      expect(repository.read("src/name.ts")).toContain('"./names.js"');
      // What comes after all of them ran once, also for what was kept before.
      expect(repository.read("ran.txt")).toBe("each\nafter\nmove\n");
      expect(await repository.run(["migrate", "--resume"])).toMatchObject({
        code: 2,
        err: expect.stringContaining("came to its end"),
      });
      for (const _ of ["names", "move", "ids"]) expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
      expect(repository.sources()).toEqual(before);
    },
  );

  test.each([
    [["ids", "move", "--dry-run"], "--dry-run is for one contract"],
    [["ids", "move", "--phase", "x"], "--phase is for one contract"],
    [["ids", "ids"], "named twice"],
    [["ids", "mvoe"], "mvoe"],
  ])("refuses %s before anything changes", async (args, words) => {
    const repository = new MigratedRepository(FILES);
    const ran = await repository.run(["migrate", ...args]);
    expect(ran.code, ran.out + ran.err).toBe(2);
    expect(ran.err).toContain(words);
    expect(repository.git("diff")).toBe("");
  });
});
