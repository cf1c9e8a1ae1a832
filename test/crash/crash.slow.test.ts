import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { mutate, randomFrom } from "./mutate.mjs";

const REPOSITORY = path.join(import.meta.dirname, "../..");

function crash(...args: string[]): { output: string; status: number | null } {
  const script = path.join(import.meta.dirname, "run.mjs");
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, ...args], { encoding: "utf8", cwd: REPOSITORY });
  return { output: stdout + stderr, status };
}

test.each([
  ["check", 200],
  ["eslint", 50],
  ["tsserver", 50],
])(
  "nothing goes wrong with changed sources in %s",
  (front, files) => {
    const { output, status } = crash("packages/core/src", "examples", "--front", front, "--files", String(files));
    expect(output).toContain('"faults":0');
    expect(status).toBe(0);
  },
  180_000,
);

test("a folder without sources is refused", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "godwit-empty-"));
  try {
    writeFileSync(path.join(folder, "a.txt"), "");
    expect(crash(folder).status).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the same seed changes a text in the same way, and another seed in another", () => {
  const changed = (seed: number): string => mutate("const a = foo(b);\nexport { a };\n", "x();", randomFrom(seed));
  expect(changed(1)).toBe(changed(1));
  expect(new Set([1, 2, 3, 4, 5].map(changed)).size).toBeGreaterThan(1);
});
