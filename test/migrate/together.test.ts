import { describe, expect, test } from "vitest";
import { MigratedRepository, use, used, WAIT } from "./repository.js";

/** Notes the files that it is called with; refuses those with the word that it is given. */
const LOG = `import { appendFileSync } from "node:fs";
const [refused, ...files] = process.argv.slice(2);
appendFileSync("calls.txt", files.sort().join(" ") + "\\n");
process.exit(files.some((file) => file.includes(refused)) ? 1 : 0);
`;
const BASELINE = `migrations/.baseline/ids.txt`;

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
  test("runs the commands of a contract once for all that it has kept, code and tests", async () => {
    const repository = repositoryWith("node log.mjs nothing {files}");
    expect(await repository.run(["migrate", "ids", "--keep-going"])).toMatchObject({ code: 0 });
    expect(callsOf(repository)).toEqual([ALL]);
  });

  test("takes back what does not hold together and tries it one after the other, so that what holds is kept", async () => {
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
    // What the journal says is what is there: a rollback undoes it to the byte.
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.git("diff")).toBe("");
  });

  test("gives the baseline its entries back, and takes out those of what is kept", async () => {
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

  test("leaves a file alone that a command changes, and says so", async () => {
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

  test.each(["SIGINT", "SIGKILL"] as const)("loses nothing by %s while its commands run", async (signal) => {
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
