import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertProperty } from "../support/properties.js";
import { shardsOf } from "../../packages/cli/src/files/shard.js";
import { commit, contract, godwit, hints, makeGatedProject, raw, readText, write } from "./gated-project.js";

makeGatedProject();

const sizes = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}\/[a-z]{1,8}\.ts$/), fc.integer({ min: 0, max: 100_000 }), {
  minKeys: 1,
  maxKeys: 200,
});

describe("the parts of a list", () => {
  test("each file is in one part, whatever order the list has, and also a file that is not in it", async () => {
    assertProperty(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (bytes, count) => {
        const files = Object.keys(bytes);
        const shardOf = shardsOf(files, count, (file) => bytes[file]!);
        const other = shardsOf(files.toReversed(), count, (file) => bytes[file]!);
        for (const file of [...files, "not/listed.ts"]) {
          expect(shardOf(file)).toBeGreaterThanOrEqual(1);
          expect(shardOf(file)).toBeLessThanOrEqual(count);
          expect(other(file)).toBe(shardOf(file));
        }
      }),
    );
  });

  test("parts have about as many bytes, and few files move when one is added", async () => {
    const files = Array.from({ length: 5000 }, (_, index) => `src/${index % 40}/file-${index}.ts`);
    const bytesOf = (file: string): number => 200 + (Number(/(\d+)\.ts/.exec(file)?.[1]) % 97) * 150;
    const shardOf = shardsOf(files, 4, bytesOf);
    const totals = [0, 0, 0, 0];
    for (const file of files) totals[shardOf(file) - 1]! += bytesOf(file);
    expect(Math.max(...totals) / Math.min(...totals)).toBeLessThan(1.1);
    const after = shardsOf([...files, "src/added-7.ts"], 4, bytesOf);
    expect(files.filter((file) => shardOf(file) !== after(file)).length).toBeLessThan(10);
    const edited = shardsOf(files, 4, (file) => bytesOf(file) + 3);
    expect(files.filter((file) => shardOf(file) !== edited(file)).length).toBeLessThan(100);
  });
});

describe("a run in shards", () => {
  async function prepare(): Promise<void> {
    write(
      "migrations/typo.md",
      contract("A typo", "phases:\n  - name: A\n    files: ['src/d1/**']\n    allow: 3\n  - name: B\n").replace(
        "./src/ids.ts",
        "./src/idz.ts",
      ),
    );
    write("migrations/planned.md", contract("Later", "status: planned\n"));
    write("migrations/gone.md", contract("Gone"));
    for (let index = 0; index < 24; index++)
      write(`src/d${index % 3}/f${index}.ts`, index % 2 === 0 ? hints("a", "b") : raw("c"));
    write("src/gone.ts", hints("gone"));
    write("src/hidden.ts", raw("h").replace("export", "// eslint-disable-next-line one-id/no-raw-uuid\nexport"));
    write("src/broken.ts", 'import { v4 } from "uuid";\nconst x = ;\n');
    commit("Add");
    await godwit("baseline", "write");
    write("src/broken.ts", "export {};\n");
    await godwit("baseline", "write");
    write("src/broken.ts", 'import { v4 } from "uuid";\nconst x = ;\n');
    write("src/gone.ts", "");
    write("src/d1/f1.ts", hints("new"));
  }
  const withoutTime = (text: string): unknown => ({ ...(JSON.parse(text) as object), durationMs: 0, time: "" });

  test.each([[["--suppressed"]], [["--frozen", "--contract", "one-id"]]])(
    "joins to the JSON of the whole: %s",
    { tags: "slow" },
    async (flags) => {
      await prepare();
      const whole = await godwit("check", "--format", "json=whole.json", ...flags);
      const count = 3;
      const names = [3, 1, 2].map((index) => `${index}.json`);
      for (const index of [1, 2, 3])
        await godwit("check", "--shard", `${index}/${count}`, "--format", `json=${index}.json`, ...flags);
      const joined = await godwit("report", "--from", ...names, "--format", "json");
      expect(joined.err).toBe("");
      expect(withoutTime(joined.out)).toEqual(withoutTime(readText("whole.json")));
      expect(joined.out.replaceAll(/"(?:durationMs|time)": .*/g, "")).toBe(
        readText("whole.json").replaceAll(/"(?:durationMs|time)": .*/g, ""),
      );
      expect(joined.code).toBe(whole.code);
      for (const format of ["sarif", "github", "gitlab", "junit", "markdown"]) {
        const fromWhole = await godwit("report", "--from", "whole.json", "--format", format);
        expect(await godwit("report", "--from", ...names, "--format", format)).toEqual(fromWhole);
        // Without --suppressed the JSON does not list what comments hide, and SARIF does.
        if (flags.includes("--suppressed")) expect((await godwit("check", "--format", format, ...flags)).out).toBe(fromWhole.out);
      }
    },
  );

  test("what does not belong together is refused with what to do", async () => {
    write("src/a.ts", raw("user"));
    for (const index of [1, 2, 3]) await godwit("check", "--shard", `${index}/3`, "--format", "json", "-o", `${index}.json`);
    await godwit("check", "--format", "json", "-o", "whole.json");
    await godwit("check", "--shard", "1/2", "--format", "json", "-o", "half.json");
    write("half.txt", "{");
    write("old.json", '{ "version": 1 }');
    const error = async (...from: string[]): Promise<string> => {
      const { code, out, err } = await godwit("report", "--from", ...from);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      return err;
    };
    expect(await error("1.json", "3.json")).toContain("Missing: shard 2/3.");
    expect(await error("1.json", "1.json", "2.json")).toContain("1.json and 1.json are both shard 1/3.");
    expect(await error("1.json", "half.json")).toContain("1.json and half.json are of different runs");
    expect(await error("1.json", "whole.json")).toContain("whole.json is not of a run with --shard");
    expect(await error("half.txt")).toContain("half.txt is not JSON");
    expect(await error("old.json")).toContain("old.json is not a result of this version of godwit check --format json");
    expect(await error("none.json")).toContain("none.json can't be read: there is no such file.");
    expect(await godwit("report", "--from")).toMatchObject({
      code: 2,
      err: expect.stringContaining("argument missing") as string,
    });
    expect(await godwit("report", "--from", "1.json", "--no-history")).toMatchObject({ code: 2 });
    for (const shard of ["0/3", "4/3", "1", "a/b", "1/0"])
      expect(await godwit("check", "--shard", shard)).toMatchObject({
        code: 2,
        err: expect.stringContaining("is no part") as string,
      });
  });

  test("more shards than files: the empty ones pass", async () => {
    write("src/a.ts", raw("user"));
    const codes: number[] = [];
    for (let index = 1; index <= 9; index++) codes.push((await godwit("check", "--shard", `${index}/9`, "-q")).code);
    expect(codes.filter((code) => code === 1)).toHaveLength(1);
    expect(codes.filter((code) => code === 0)).toHaveLength(8);
  });
});
