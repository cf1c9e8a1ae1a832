import { describe, expect, test } from "vitest";
import { MigratedRepository } from "./repository.js";

const FILES = {
  "migrations/typed.md":
    "---\ntitle: Typed\nimports:\n  UserId: ./src/user-id.ts\nrules:\n  no-string-id: { type: UserId }\n---\n",
  "src/user-id.ts":
    "export type UserId = string & { readonly brand: unique symbol };\nexport const UserId = (id: string): UserId => id as UserId;\n",
  "src/find.ts": "export const find = (userId: string): string => userId;\n",
  "src/caller.ts": 'import { find } from "./find.js";\n\nexport const root = find("root");\n',
};
const FOUND = 'import type { UserId } from "./user-id.js";\n\nexport const find = (userId: UserId): string => userId;\n';
const CALLED =
  'import { find } from "./find.js";\nimport { UserId } from "./user-id.js";\n\nexport const root = find(UserId("root"));\n';

describe("godwit migrate, across files", () => {
  test("types every site, wraps what flows in, and a rollback gives every byte back", () => {
    const repository = new MigratedRepository(FILES);
    const dry = repository.run(["migrate", "typed", "--dry-run", "--format", "json"]);
    const planned = JSON.parse(dry.out) as { patch: string; waves: readonly unknown[] };
    expect(planned.patch).toContain('+export const root = find(UserId("root"));');
    expect(planned.waves).toMatchObject([
      {
        ...{ kind: "typed", type: "UserId", phase: null, outcome: "planned", files: ["src/caller.ts", "src/find.ts"] },
        annotations: [{ file: "src/find.ts", line: 1, name: "userId", isSite: true }],
        wraps: [{ file: "src/caller.ts", line: 3, column: 26, value: '"root"', isTest: false, isInside: true }],
      },
    ]);
    expect(repository.read("src/find.ts")).toBe(FILES["src/find.ts"]);
    const ran = repository.run(["migrate", "typed"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect([repository.read("src/find.ts"), repository.read("src/caller.ts")]).toEqual([FOUND, CALLED]);
    expect(ran.out).toMatch(/UserId\n +1 annotation, 1 wrap in 2 files\n.*\n +src\/caller\.ts:3:26 +"root"/);
    expect(repository.run(["rollback", "--consumer", "type UserId"])).toMatchObject({ code: 0 });
    expect(repository.read("src/find.ts") + repository.read("src/caller.ts")).toBe(FILES["src/find.ts"] + FILES["src/caller.ts"]);
  });

  test("says beforehand what callers outside of the contract's files have to wrap", () => {
    const contract = FILES["migrations/typed.md"].replace("rules:", "files: [src/find.ts, src/caller.ts]\nrules:");
    const repository = new MigratedRepository({
      ...FILES,
      "migrations/typed.md": contract,
      "src/caller.test.ts": 'import { find } from "./find.js";\n\nfind("a");\nfind("b");\n',
    });
    const dry = repository.run(["migrate", "typed", "--dry-run"]);
    expect(dry.err).toContain("1 annotation, 1 wrap inside, 2 at callers in 1 other file (2 in tests) in 3 files");
  });

  test("puts the whole type back where a command fails, and leaves it out with --fixes-only", () => {
    const repository = new MigratedRepository(FILES);
    const before = repository.sources();
    expect(repository.run(["migrate", "typed", "--fixes-only"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/typed has 1 → 1 violations/),
    });
    const ran = repository.run(["migrate", "typed", "--verify", 'node -e "process.exit(1)"']);
    expect(ran).toMatchObject({ code: 1, out: expect.stringMatching(/Put back, every byte\n +type UserId/) });
    expect(repository.sources()).toEqual(before);
  });

  test("takes back what would need a change in a file with changes that are not committed, and says so", () => {
    const repository = new MigratedRepository(FILES);
    const mine = `${FILES["src/caller.ts"]}// mine\n`;
    repository.write("src/caller.ts", mine);
    const ran = repository.run(["migrate", "typed"]);
    expect(ran.out).toContain("src/caller.ts has changes that are not committed");
    expect([repository.read("src/find.ts"), repository.read("src/caller.ts")]).toEqual([FILES["src/find.ts"], mine]);
  });

  test("keeps what only changes the words of an old type error, and tells so once", () => {
    const wrong = 'import { find } from "./find.js";\n\nexport const first = find(1);\n';
    const repository = new MigratedRepository({ ...FILES, "src/wrong.ts": wrong });
    const dry = JSON.parse(repository.run(["migrate", "typed", "--dry-run", "--format", "json"]).out) as object;
    const rewordedErrors = [
      { file: "src/wrong.ts", line: 3, column: 27, code: 2345, message: expect.stringContaining("'UserId'") as string },
    ];
    expect(dry).toMatchObject({ rewordedErrors, waves: [{ outcome: "planned" }] });
    const ran = repository.run(["migrate", "typed"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(ran.out.match(/1 old type error reads differently now, so nothing is proved there: src\/wrong\.ts:3\n/g)).toHaveLength(
      1,
    );
    expect([repository.read("src/find.ts"), repository.read("src/wrong.ts")]).toEqual([FOUND, wrong]);
  });

  test("replaces a duplicate type with its importers, and a rollback gives every byte back", () => {
    const files = {
      "migrations/typed.md":
        "---\ntitle: Typed\nimports:\n  User: ./src/user.ts\nrules:\n  no-duplicate-type: { canonical: [User] }\n---\n",
      "src/user.ts": "export interface User {\n  readonly id: string;\n  readonly name?: string;\n}\n",
      "src/team.ts": "export interface User {\n  id: string;\n}\nexport const size = 3;\n",
      "src/caller.ts":
        'import { type User, size } from "./team.js";\n\nexport const idOf = (user: User): string => user.id + size;\n',
    };
    const repository = new MigratedRepository(files);
    const ran = repository.run(["migrate", "typed"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect([repository.read("src/team.ts"), repository.read("src/caller.ts")]).toEqual([
      "export const size = 3;\n",
      'import { size } from "./team.js";\nimport type { User } from "./user.js";\n\nexport const idOf = (user: User): string => user.id + size;\n',
    ]);
    expect(repository.run(["rollback", "--consumer", "type User"])).toMatchObject({ code: 0 });
    expect([repository.read("src/team.ts"), repository.read("src/caller.ts")]).toEqual([
      files["src/team.ts"],
      files["src/caller.ts"],
    ]);
  });
});
