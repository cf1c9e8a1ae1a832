import path from "node:path";
import { describe, expect, test } from "vitest";
import { MigratedRepository, use, used, WAIT } from "./repository.js";

/** Notes the files that it is called with; refuses those with the word that it is given. */
const LOG = `import { appendFileSync } from "node:fs";
const [refused, ...files] = process.argv.slice(2);
appendFileSync("calls.txt", files.sort().join(" ") + "\\n");
process.exit(files.some((file) => file.includes(refused)) ? 1 : 0);
`;
const BASELINE = `migrations/.baseline/ids.txt`;

const MOVES = `---
title: One home for classes
rules:
  no-deprecated-import:
    - { from: ./src/old.ts, name: Good, to: ./src/new.ts }
    - { from: ./src/old.ts, name: Bad, to: ./src/new.ts }
---

Why.
`;

interface Unit {
  readonly unit: string;
  readonly outcome: string;
  readonly reason: string | null;
}

function repositoryWith(command: string, more: Readonly<Record<string, string>> = {}): MigratedRepository {
  const files = { "log.mjs": LOG, "wait.mjs": WAIT, "src/red.ts": use("red"), "src/a.test.ts": use("first"), ...more };
  return new MigratedRepository(files, { contractMore: `validate: { each: ["${command}"] }\n` });
}

const ALL = "src/a.test.ts src/red.ts src/team.ts src/user.ts";
const callsOf = (repository: MigratedRepository): readonly string[] => repository.read("calls.txt").trim().split("\n");

describe("a run that keeps going", () => {
  test("runs the commands of a contract once for all that it has kept, code and tests", { tags: "slow" }, async () => {
    const repository = repositoryWith("node log.mjs nothing {files}");
    expect(await repository.run(["migrate", "ids", "--keep-going"])).toMatchObject({ code: 0 });
    expect(callsOf(repository)).toEqual([ALL]);
  });

  test(
    "takes back what does not hold together and tries it one after the other, so that what holds is kept",
    { tags: "slow" },
    async () => {
      const repository = repositoryWith("node log.mjs red {files}");
      const ran = await repository.run(["migrate", "ids", "--keep-going", "--format", "json"]);
      expect(ran.code, ran.err).toBe(1);
      expect(ran.err).toContain("tried again one after the other");
      expect(callsOf(repository)[0]).toBe(ALL);
      expect(repository.git("diff", "--name-only").trim().split("\n")).toEqual(["src/a.test.ts", "src/team.ts", "src/user.ts"]);
      const { units, outcome } = JSON.parse(ran.out) as { units: readonly Unit[]; outcome: string };
      expect(outcome).toBe("complete");
      const ends = units.map(({ unit, outcome: end }) => `${unit} ${end}`).sort();
      expect(ends).toEqual(["src/a.test.ts kept", "src/red.ts put-back", "src/team.ts kept", "src/user.ts kept"]);
      const id = path.basename(repository.runFolder());
      const listed = (await repository.run(["rollback", id, "--list"])).out
        .split("\n")
        .filter((line) => line.startsWith("put back"));
      expect(listed).toEqual([expect.stringContaining("src/red.ts: ")]);
      expect(await repository.run(["rollback", "--consumer", "src/user.ts"])).toMatchObject({ code: 0 });
      expect(repository.git("diff", "--name-only").trim().split("\n")).toEqual(["src/a.test.ts", "src/team.ts"]);
      // What the journal says is what is there: a rollback undoes it to the byte.
      expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
      expect(repository.git("diff")).toBe("");
    },
  );

  test("ends at a command that can't be run, and puts all back", { tags: "slow" }, async () => {
    const missing = LOG.replace("? 1 : 0", "? 1 : 127");
    const repository = repositoryWith("node missing.mjs nothing {files}", { "missing.mjs": missing });
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran.code, ran.err).toBe(1);
    expect(ran.out).toContain("which says that a program in it can't be run. Run it by hand");
    expect(callsOf(repository)).toEqual([ALL]);
    expect(repository.git("diff", "--name-only")).toBe("");
  });

  test("gives the baseline its entries back, and takes out those of what is kept", { tags: "slow" }, async () => {
    const repository = repositoryWith("node log.mjs red {files}");
    await repository.run(["baseline", "write"]);
    repository.commit("baseline");
    const all = repository.read(BASELINE);
    expect(all).toContain("src/red.ts");
    await repository.run(["migrate", "ids", "--keep-going"]);
    expect(repository.read(BASELINE)).toContain("src/red.ts");
    expect(repository.read(BASELINE)).not.toContain("src/team.ts");
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.read(BASELINE)).toBe(all);
  });

  test("leaves a file alone that a command changes, and says so", { tags: "slow" }, async () => {
    const repository = repositoryWith("node change.mjs", {
      "change.mjs":
        'import { appendFileSync, existsSync, writeFileSync } from "node:fs";\nif (existsSync("once.txt")) process.exit(0);\nwriteFileSync("once.txt", "");\nappendFileSync("src/team.ts", "// mine\\n");\n',
    });
    const ran = await repository.run(["migrate", "ids", "--keep-going", "--format", "json"]);
    expect(ran.code, ran.err).toBe(1);
    const { units } = JSON.parse(ran.out) as { units: readonly Unit[] };
    expect(units).toContainEqual(expect.objectContaining({ unit: "src/team.ts", outcome: "abandoned" }));
    expect(repository.read("src/team.ts")).toBe(`${used("team")}// mine\n`);
    expect(repository.read("src/user.ts")).toBe(used("user"));
  });

  test(
    "leaves alone only the files that a command changes, also while they are tried one after the other",
    { tags: "slow" },
    async () => {
      const repository = repositoryWith("node change.mjs", {
        "change.mjs":
          'import { appendFileSync, existsSync, writeFileSync } from "node:fs";\nconst next = ["team", "red"].find((name) => !existsSync(`${name}.txt`));\nif (!next) process.exit(0);\nwriteFileSync(`${next}.txt`, "");\nappendFileSync(`src/${next}.ts`, "// mine\\n");\n',
      });
      const ran = await repository.run(["migrate", "ids", "--keep-going", "--format", "json"]);
      expect(ran.code, ran.err).toBe(1);
      const { units } = JSON.parse(ran.out) as { units: readonly Unit[] };
      const outcomes = new Map(units.map(({ unit, outcome }) => [unit, outcome]));
      expect([outcomes.get("src/team.ts"), outcomes.get("src/red.ts"), outcomes.get("src/user.ts")]).toEqual([
        "abandoned",
        "abandoned",
        "kept",
      ]);
      expect(repository.read("src/red.ts")).toBe(`${used("red")}// mine\n`);
      expect(repository.read("src/user.ts")).toBe(used("user"));
    },
  );

  test.each(["SIGINT", "SIGKILL"] as const)("loses nothing by %s while its commands run", { tags: "slow" }, async (signal) => {
    const repository = repositoryWith("node wait.mjs");
    const before = repository.sources();
    const run = repository.start("migrate", "ids", "--keep-going");
    await run.says("Running node wait.mjs");
    expect(repository.sources()).not.toEqual(before);
    run.child.kill(signal);
    const ended = await run.ended;
    expect(ended.code).toBe(signal === "SIGINT" ? 130 : null);
    if (signal === "SIGINT") expect(repository.sources()).toEqual(before);
    repository.write("go.txt", "");
    const resumed = await repository.run(["migrate", "--resume"]);
    expect(resumed.code, resumed.out + resumed.err).toBe(0);
    if (signal === "SIGKILL") expect(resumed.err).toContain("had not run its commands yet");
    expect(repository.read("src/red.ts")).toBe(used("red"));
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.sources()).toEqual(before);
  });
});

describe("a file that types refuse in part", () => {
  const TYPES = 'declare module "node:crypto" { export function randomUUID(): `t-${string}`; }\n';
  const site = (name: string): string => `export const ${name}Id = randomUUID();\n`;
  const moved = (name: string): string => `export const ${name}Id = newId("${name}");\n`;
  // The error of the second is in its statement; that of the third in another one, which uses it through a function.
  const MANY = `import { randomUUID } from "node:crypto";

${site("a")}export const bId = randomUUID(), branded: \`t-\${string}\` = [bId][0]!;
${site("c")}export const make = () => cId;
export function use() {
  const eId = randomUUID();
  return eId + make();
}
export const wanted: \`t-\${string}\` = make();
export const other: \`t-\${string}\` = make();
${site("d")}`;
  const KEPT = MANY.replace('"node:crypto";\n', '"node:crypto";\nimport { newId } from "./ids.js";\n')
    .replace(site("a"), moved("a"))
    .replace(site("d"), moved("d"))
    .replace("eId = randomUUID()", 'eId = newId("e")');
  const files = { "src/node.d.ts": TYPES, "src/many.ts": MANY };

  test("keeps its sites but those at which the errors point, and says why not these", async () => {
    const repository = new MigratedRepository(files);
    const before = repository.sources();
    const dry = await repository.run(["migrate", "ids", "--dry-run"]);
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran.code, ran.out + ran.err).toBe(1);
    expect(repository.read("src/many.ts")).toBe(KEPT);
    expect(ran.out).toMatch(/src\/many\.ts +3 sites/);
    expect(ran.out).toMatch(/Put back\n.*src\/many\.ts \(1 site\)\n +TS2322 in src\/many\.ts:4:32: /);
    expect(ran.out).toMatch(/src\/many\.ts \(1 site\)\n +TS2322 in src\/many\.ts:11:14: .*1 more/);
    expect(dry.err).toMatch(/src\/many\.ts: TS2322 in src\/many\.ts:4:32: /);
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.sources()).toEqual(before);
    repository.write("all.patch", dry.out);
    repository.git("apply", "all.patch");
    expect(repository.read("src/many.ts")).toBe(KEPT);
  });

  test("ends a run that does not keep going, which says that it is kept in part", { tags: "slow" }, async () => {
    const repository = new MigratedRepository(files);
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain("src/many.ts was kept in part, and the run stops at the first");
    expect(repository.read("src/many.ts")).toBe(KEPT);
  });

  test("is put back as a whole where a command refuses the rest", { tags: "slow" }, async () => {
    const repository = repositoryWith("node log.mjs many {files}", files);
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran.code).toBe(1);
    expect(repository.read("src/many.ts")).toBe(MANY);
    expect(repository.read("src/user.ts")).toBe(used("user"));
  });

  test("has an import and what uses it put back together, and another import moved", { tags: "slow" }, async () => {
    const code = (specifier: string): string =>
      `import { Good } from "./${specifier}.js";\nimport { Bad } from "./old.js";\n\nexport const good = new Good();\nexport const bad = new Bad().old();\n`;
    const repository = new MigratedRepository({
      "src/old.ts": "export class Good {}\nexport class Bad { old(): number { return 1; } }\n",
      "src/new.ts": "export class Good {}\nexport class Bad { other(): number { return 1; } }\n",
      "src/uses.ts": code("old"),
      "migrations/moves.md": MOVES,
    });
    const ran = await repository.run(["migrate", "moves", "--keep-going"]);
    expect(ran.code, ran.out + ran.err).toBe(1);
    expect(repository.read("src/uses.ts")).toBe(code("new"));
    expect(ran.out).toMatch(/src\/uses\.ts \(1 site\)\n +TS2339 in src\/uses\.ts:\d+:\d+: /);
  });
});
