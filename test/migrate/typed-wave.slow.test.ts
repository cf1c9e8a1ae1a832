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
  test("types every site, wraps what flows in, and a rollback gives every byte back", async () => {
    const repository = new MigratedRepository(FILES);
    const dry = await repository.run(["migrate", "typed", "--dry-run", "--format", "json"]);
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
    const ran = await repository.run(["migrate", "typed"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect([repository.read("src/find.ts"), repository.read("src/caller.ts")]).toEqual([FOUND, CALLED]);
    expect(ran.out).toMatch(/UserId\n +1 annotation, 1 wrap in 2 files\.\n.*\n.*\n +src\/caller\.ts:3 +"root"/);
    expect(await repository.run(["rollback", "--consumer", "type UserId"])).toMatchObject({ code: 0 });
    expect(repository.read("src/find.ts") + repository.read("src/caller.ts")).toBe(FILES["src/find.ts"] + FILES["src/caller.ts"]);
  });

  test("says beforehand what callers outside of the contract's files have to wrap", async () => {
    const contract = FILES["migrations/typed.md"].replace("rules:", "files: [src/find.ts, src/caller.ts]\nrules:");
    const repository = new MigratedRepository({
      ...FILES,
      "migrations/typed.md": contract,
      "src/caller.test.ts": 'import { find } from "./find.js";\n\nfind("a");\nfind("b");\n',
    });
    const dry = await repository.run(["migrate", "typed", "--dry-run"]);
    expect(dry.err).toContain("1 annotation, 1 wrap inside, 2 at callers in 1 other file (2 in tests) in 3 files");
  });

  test("wraps an ID that its name gives to something else, and types one of no other name", async () => {
    const repository = new MigratedRepository({
      ...FILES,
      "schema.prisma": "model Link {\n  id String @id\n}\n",
      "src/find-all.ts":
        'import { find } from "./find.js";\n\nconst ofLink = (linkId: string) => find(linkId);\nconst ofOwner = (ownerId: string) => find(ownerId);\nexport const all = [ofLink("a"), ofOwner("b")];\n',
    });
    const dry = await repository.run(["migrate", "typed", "--dry-run"]);
    expect(dry.out).toContain("+const ofLink = (linkId: string) => find(UserId(linkId));");
    expect(dry.out).toContain("+const ofOwner = (ownerId: UserId) => find(ownerId);");
  });

  test("with --suggestions tries a written type by itself only where edits across files can't see it", async () => {
    const handler =
      'import type { Handler } from "./handler.js";\n\nexport const handle: Handler = (userId: string) => userId;\n';
    const repository = new MigratedRepository({
      ...FILES,
      "migrations/typed.md": FILES["migrations/typed.md"].replace("rules:", 'files: ["src/**", "scripts/**"]\nrules:'),
      "src/handler.d.ts": "export type Handler = (id: string) => string;\n",
      "src/handle.ts": handler,
      "scripts/tool.ts": "export const tool = (userId: string): string => userId;\n",
    });
    const ran = await repository.run(["migrate", "typed", "--suggestions", "--keep-going", "--verify", "node --version"]);
    expect(repository.read("scripts/tool.ts"), ran.out + ran.err).toContain("(userId: UserId): string");
    expect(repository.read("src/find.ts")).toBe(FOUND);
    expect(repository.read("src/handle.ts")).toBe(handler);
    expect(ran.out).toContain("Taken back: 2");
    expect(ran.out).not.toContain("Put back, every byte");
  });

  test("puts the whole type back where a command fails, and leaves it out with --fixes-only", async () => {
    const repository = new MigratedRepository(FILES);
    const before = repository.sources();
    expect(await repository.run(["migrate", "typed", "--fixes-only"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/typed has 1 → 1 violations/),
    });
    const ran = await repository.run(["migrate", "typed", "--verify", 'node -e "process.exit(1)"']);
    expect(ran).toMatchObject({ code: 1, out: expect.stringMatching(/Put back, every byte\n +type UserId/) });
    expect(repository.sources()).toEqual(before);
  });

  test("gives all types of a rule at once, and leaves out the one for which a command fails", async () => {
    const brand = (name: string): string =>
      `export type ${name} = string & { readonly brand: "${name}" };\nexport const ${name} = (id: string): ${name} => id as ${name};\n`;
    const types = ["ItemId", "OrderId", "UserId"];
    const contract =
      `---\ntitle: Typed\nimports:\n${types.map((type) => `  ${type}: ./src/ids.ts\n`).join("")}rules:\n  no-string-id:\n` +
      `${types.map((type) => `    - { type: ${type} }\n`).join("")}---\n`;
    const finders = { item: "itemId", order: "orderId", user: "userId" };
    const repository = new MigratedRepository({
      "migrations/typed.md": contract,
      "src/ids.ts": types.map(brand).join(""),
      ...Object.fromEntries(
        Object.entries(finders).map(([file, name]) => [
          `src/${file}.ts`,
          `export const find = (${name}: string): string => ${name};\n`,
        ]),
      ),
      "verify.cjs": 'if (require("node:fs").readFileSync("src/order.ts", "utf8").includes("OrderId")) process.exit(1);\n',
    });
    const dry = JSON.parse((await repository.run(["migrate", "typed", "--dry-run", "--format", "json"])).out) as {
      readonly waves: readonly { readonly type: string; readonly files: readonly string[] }[];
    };
    expect(dry.waves.map(({ type, files }) => [type, files])).toEqual(
      types.map((type) => [type, [`src/${type.toLowerCase().replace("id", "")}.ts`]]),
    );
    const ran = await repository.run(["migrate", "typed", "--keep-going", "--verify", "node verify.cjs", "--format", "json"]);
    const { units, waves } = JSON.parse(ran.out) as {
      readonly units: readonly { readonly unit: string; readonly outcome: string }[];
      readonly waves: readonly { readonly type: string; readonly outcome: string }[];
    };
    const outcomes = Object.fromEntries(waves.map(({ type, outcome }) => [type, outcome]));
    expect(outcomes).toEqual({ ItemId: "kept", OrderId: "put-back", UserId: "kept" });
    expect(units.filter(({ outcome }) => outcome === "put-back").map(({ unit }) => unit)).toEqual(["type OrderId"]);
    expect(Object.keys(finders).map((file) => repository.read(`src/${file}.ts`).includes("Id: string"))).toEqual([
      false,
      true,
      false,
    ]);
    for (const { unit } of units.filter(({ outcome }) => outcome === "kept"))
      expect(await repository.run(["rollback", "--consumer", unit])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts") + repository.read("src/item.ts")).not.toContain("Id: UserId");
  });

  test("takes back what would need a change in a file with changes that are not committed, and says so", async () => {
    const repository = new MigratedRepository(FILES);
    const mine = `${FILES["src/caller.ts"]}// mine\n`;
    repository.write("src/caller.ts", mine);
    const ran = await repository.run(["migrate", "typed"]);
    expect(ran.out).toContain("src/caller.ts has changes that are not committed");
    expect([repository.read("src/find.ts"), repository.read("src/caller.ts")]).toEqual([FILES["src/find.ts"], mine]);
  });

  test("keeps what only changes the words of an old type error, and tells so once", async () => {
    const wrong = 'import { find } from "./find.js";\n\nexport const first = find(1);\n';
    const repository = new MigratedRepository({ ...FILES, "src/wrong.ts": wrong });
    const dry = JSON.parse((await repository.run(["migrate", "typed", "--dry-run", "--format", "json"])).out) as object;
    const rewordedErrors = [
      { file: "src/wrong.ts", line: 3, column: 27, code: 2345, message: expect.stringContaining("'UserId'") as string },
    ];
    expect(dry).toMatchObject({ rewordedErrors, waves: [{ outcome: "planned" }] });
    const ran = await repository.run(["migrate", "typed"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(ran.out.match(/1 old type error reads differently now, so nothing is proved there: src\/wrong\.ts:3\n/g)).toHaveLength(
      1,
    );
    expect([repository.read("src/find.ts"), repository.read("src/wrong.ts")]).toEqual([FOUND, wrong]);
  });

  test("replaces a duplicate type with its importers, and a rollback gives every byte back", async () => {
    const files = {
      "migrations/typed.md":
        "---\ntitle: Typed\nimports:\n  User: ./src/user.ts\nrules:\n  no-duplicate-type: { canonical: [User] }\n---\n",
      "src/user.ts": "export interface User {\n  readonly id: string;\n  readonly name?: string;\n}\n",
      "src/team.ts": "export interface User {\n  id: string;\n}\nexport const size = 3;\n",
      "src/caller.ts":
        'import { type User, size } from "./team.js";\n\nexport const idOf = (user: User): string => user.id + size;\n',
    };
    const repository = new MigratedRepository(files);
    const ran = await repository.run(["migrate", "typed"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect([repository.read("src/team.ts"), repository.read("src/caller.ts")]).toEqual([
      "export const size = 3;\n",
      'import { size } from "./team.js";\nimport type { User } from "./user.js";\n\nexport const idOf = (user: User): string => user.id + size;\n',
    ]);
    expect(await repository.run(["rollback", "--consumer", "type User"])).toMatchObject({ code: 0 });
    expect([repository.read("src/team.ts"), repository.read("src/caller.ts")]).toEqual([
      files["src/team.ts"],
      files["src/caller.ts"],
    ]);
  });
});
