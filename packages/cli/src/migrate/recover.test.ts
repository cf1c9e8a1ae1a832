import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { ProcessHost } from "../terminal.js";
import { digestOf, Journal } from "./journal/journal.js";
import { sayUnfinished } from "./recover.js";

const root = mkdtempSync(path.join(tmpdir(), "godwit-recover-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("a command that only looks says that a run was killed, and what it was changing", () => {
  const told = (alive: boolean): string => {
    let text = "";
    const host = { isAlive: () => alive } as unknown as ProcessHost;
    sayUnfinished(root, { host, err: (line) => void (text += line) });
    return text;
  };
  const time = "2026-01-02T03:04:05.000Z";
  const journal = Journal.create(root, { time, contract: "ids", asked: {}, head: null });
  const digest = digestOf(Buffer.from("a"));
  const files = ["src/a.ts", "src/b.ts"].map((file) => ({ path: file, digest }));
  journal.append({ type: "begin", unit: "all", files });
  expect(told(false)).toBe("");
  const lock = { pid: 1, host: hostname(), born: null, command: "migrate ids", time };
  writeFileSync(path.join(root, ".godwit/lock"), JSON.stringify(lock));
  expect(told(true)).toBe("");
  expect(told(false)).toBe(
    `The run ${journal.id} was cut off (ids): nothing has verified what it changed in 2 files. Go on with godwit migrate --resume, or undo it with godwit rollback ${journal.id}\n`,
  );
  journal.append({ type: "end", time, outcome: "complete" });
  expect(told(false)).toBe("");
});
