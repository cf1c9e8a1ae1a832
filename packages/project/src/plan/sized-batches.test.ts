import { describe, expect, it } from "vitest";
import type { PlanConsumer, PlanContract } from "../results/plan-result.js";
import { assignBatches, parseBatchRecord, withRecordedBatches, writeBatchRecord, type BatchSizing } from "./sized-batches.js";

const COUNTS = { total: 1, fix: 1, held: 0, suggestion: 0, hint: 0, known: 0 };

function consumer(file: string, more: Partial<PlanConsumer> = {}): PlanConsumer {
  const site = {
    contract: "ids",
    rule: "no-raw-uuid",
    file,
    line: 1,
    column: 1,
    message: "",
    phase: null,
    level: "fix",
    reason: null,
  };
  return {
    ...{ file, counts: COUNTS, sites: [{ ...site, tolerated: false } as PlanConsumer["sites"][number]] },
    ...{
      complexity: "low",
      risk: "low",
      riskReasons: [],
      owners: ["@acme/core"],
      package: ".",
      tests: [],
      isTest: false,
      together: [],
    },
    ...more,
  };
}

function contractOf(...consumers: readonly PlanConsumer[]): PlanContract {
  const batch = {
    id: "ids/all/acme-core",
    owners: ["@acme/core"],
    package: ".",
    risk: "low" as const,
    counts: COUNTS,
    consumers,
    command: "",
  };
  const phase = { name: null, due: null, allow: 0, done: false, waitsFor: null, counts: COUNTS, batches: [batch] };
  return { id: "ids", phases: [phase] } as unknown as PlanContract;
}

const files = (...names: readonly string[]): PlanContract => contractOf(...names.map((name) => consumer(name)));
const batchesOf = (contract: PlanContract): Record<string, string[]> =>
  Object.fromEntries(
    contract.phases.flatMap(({ batches }) => batches.map(({ id, consumers }) => [id, consumers.map(({ file }) => file)])),
  );
const SIZING: BatchSizing = { files: 2, by: "folder" };

describe("batches of at most so many files", () => {
  it("fill up folder by folder, split no folder that fits, and are named for what their files share", () => {
    const contract = files("src/a/1.ts", "src/b/2.ts", "src/c/3.ts", "src/c/4.ts", "src/c/5.ts");
    expect(batchesOf(withRecordedBatches(contract, assignBatches(contract, SIZING)))).toEqual({
      "ids/all/src": ["src/a/1.ts", "src/b/2.ts"],
      "ids/all/src-c": ["src/c/3.ts", "src/c/4.ts"],
      "ids/all/src-c/2": ["src/c/5.ts"],
    });
  });

  it("keep what moves together in one, and put code before tests", () => {
    const contract = contractOf(
      consumer("a.test.ts", { isTest: true, together: ["z.ts"] }),
      consumer("m.ts"),
      consumer("z.ts", { together: ["a.test.ts"] }),
    );
    expect(batchesOf(withRecordedBatches(contract, assignBatches(contract, SIZING)))).toEqual({
      "ids/all/root": ["z.ts", "a.test.ts"],
      "ids/all/root/2": ["m.ts"],
    });
  });

  it("are of one owner or one package, if that is asked for", () => {
    const contract = contractOf(
      consumer("a.ts", { owners: [] }),
      consumer("p/b.ts", { package: "p" }),
      consumer("p/c.ts", { package: "p" }),
    );
    const ids = (by: BatchSizing["by"]): string[] => [...new Set(assignBatches(contract, { files: 9, by }).batchOf.values())];
    expect(ids("owner")).toEqual(["ids/all/nobody", "ids/all/acme-core"]);
    expect(ids("package")).toEqual(["ids/all/root", "ids/all/p"]);
  });

  it("keep their ids while files leave them, and take new files", () => {
    const names = ["src/1.ts", "src/2.ts", "src/3.ts", "src/4.ts", "src/5.ts"];
    const first = assignBatches(files(...names), SIZING);
    const left = files("src/2.ts", "src/4.ts", "src/5.ts", "src/new.ts");
    const next = assignBatches(left, SIZING, first);
    expect(batchesOf(withRecordedBatches(left, next))).toEqual({
      "ids/all/src": ["src/2.ts"],
      "ids/all/src/2": ["src/4.ts"],
      "ids/all/src/3": ["src/5.ts"],
      "ids/all/src/4": ["src/new.ts"],
    });
    expect([...assignBatches(left, { files: 9, by: "folder" }, first).batchOf.values()]).toEqual(Array(4).fill("ids/all/src"));
  });

  it("leave files that the record lacks in their batch by owner and package", () => {
    const record = assignBatches(files("src/1.ts"), SIZING);
    expect(batchesOf(withRecordedBatches(files("src/1.ts", "src/2.ts"), record))).toEqual({
      "ids/all/acme-core": ["src/2.ts"],
      "ids/all/src": ["src/1.ts"],
    });
  });

  it("are read as they are written, and refused where they are damaged", () => {
    const record = assignBatches(files("src/b.ts", "src/a b.ts"), SIZING);
    const text = writeBatchRecord(record);
    expect(parseBatchRecord(text)).toEqual({ ...record, batchOf: new Map([...record.batchOf].sort()) });
    expect(parseBatchRecord(text.replaceAll("\n", "\r\n"))).toEqual(parseBatchRecord(text));
    expect(parseBatchRecord("")).toContain("its first line is not");
    expect(parseBatchRecord("# godwit plan --files-per-batch 0 --by owner\n")).toContain("its first line is not");
    expect(parseBatchRecord(`${text}<<<<<<< ours\n`)).toBe('line 4 is not "batch, a tab, file"');
  });
});
