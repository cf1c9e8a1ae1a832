import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createUser } from "../src/db/repositories/user-repository.js";
import { createThread } from "../src/db/repositories/thread-repository.js";
import { sent } from "../src/jobs/digest.js";
import { usageRecords } from "../src/jobs/housekeeping.js";
import { reindex } from "../src/jobs/reindex.js";
import { retryLater } from "../src/jobs/retry-queue.js";
import { JOBS, runJob } from "../src/jobs/scheduler.js";
import { find } from "../src/tools/search-tool.js";
import { UserExecutionContext } from "../src/services/user-execution-context.js";
import { UserContext } from "../src/context/user-context.js";
import { aUser } from "./fixtures/users.js";

// Patience is for production: no waiting between attempts here.
vi.mock("../src/agents/legacy/retry-policy.js", async (importOriginal) => {
  const original = await importOriginal<typeof import("../src/agents/legacy/retry-policy.js")>();
  return { ...original, withRetry: <T>(work: () => Promise<T>) => original.withRetry(work, { attempts: 2, delay: 0 }) };
});

const job = (name: string) => JOBS.find((each) => each.name === name)!;

describe("jobs", () => {
  beforeEach(() => {
    const { email } = aUser();
    const user = createUser(email, "hash");
    createThread(user.id, "Migrations of birds");
  });

  it("write a digest to who has threads", async () => {
    expect((await runJob(job("digest"))).handled).toBeGreaterThan(0);
    expect(sent[0]!.text).toContain("Migrations of birds");
    expect(new Set(sent.map((digest) => digest.digestId)).size).toBe(sent.length);
  });

  it("add up what was used, and drop sessions that are over", async () => {
    const { handled } = await runJob(job("rollup-usage"));
    expect(new Set(usageRecords.map((record) => record.recordId)).size).toBe(handled);
    expect((await runJob(job("cleanup-sessions"))).handled).toBe(0);
  });

  it("try again what failed, at most twice", async () => {
    let attempts = 0;
    const retryId = retryLater(async () => {
      attempts += 1;
      throw new Error("still broken");
    });
    expect(retryId).not.toBe("");
    expect((await runJob(job("retry-queue"))).handled).toBe(0);
    expect(attempts).toBe(2);
  });

  it("make threads findable, whoever does the retrying", async () => {
    const user = createUser(aUser().email, "hash");
    createThread(user.id, "Bar-tailed godwit");
    const context = UserExecutionContext.from(UserContext.forOperation(user.id, "reindex"));
    const actual = await vi.importActual<typeof import("../src/agents/legacy/retry-policy.js")>(
      "../src/agents/legacy/retry-policy.js",
    );
    const load = vi.fn(async () => actual);
    expect(await reindex(context, load)).toHaveLength(1);
    expect(load).toHaveBeenCalledTimes(1);
    expect(find("nothing of this kind")).toEqual([]);
  });

  it("may have their retries replaced for one import", async () => {
    vi.resetModules();
    vi.doMock("@/agents/legacy/retry-policy.js", () => ({ withRetry: async () => "done" }));
    const { retryLater: later, retryQueue } = await import("../src/jobs/retry-queue.js");
    later(async () => expect.unreachable());
    expect(await retryQueue.run()).toBe(1);
    vi.doUnmock("@/agents/legacy/retry-policy.js");
  });
});

describe("scripts", () => {
  const run = promisify(execFile);
  const tsx = createRequire(import.meta.url).resolve("tsx/cli");
  const script = async (...args: string[]) =>
    JSON.parse((await run(process.execPath, [tsx, ...args], { env: { ...process.env, DATABASE_FILE: ":memory:" } })).stdout);

  it("seed the store", async () => {
    const seeded = await script("scripts/seed.cjs", "2");
    expect(seeded.map((each: { reply: string }) => each.reply)).toEqual([
      expect.stringContaining("2"),
      expect.stringContaining("4"),
    ]);
    expect(seeded[0].userId).not.toBe(seeded[1].userId);
  });

  it("replay a message", async () => {
    const { reply, events } = await script("scripts/replay.mjs", "20 + 1");
    expect(reply).toContain("21");
    expect(events).toHaveLength(5);
  });
});
