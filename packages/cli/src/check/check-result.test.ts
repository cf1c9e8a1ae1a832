import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { checkResultSchema, renderCheckSchema } from "./check-result.js";

test("the published schema is the one that the code has", () => {
  const file = path.join(import.meta.dirname, "../../schema/check-result.schema.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(renderCheckSchema()));
});

test("the shape of the specification fits", () => {
  const example: unknown = {
    ...{ version: 1, root: ".", durationMs: 412, files: { considered: 9120, parsed: 214, cached: 8906 }, nearDuplicates: [] },
    contracts: [
      {
        ...{ id: "unified-ids", title: "One ID generator", status: "active", track: "…", owner: "…", risk: "critical" },
        ...{ violations: 128, tolerated: 120, fixable: 96, suggestible: 20 },
        phases: [{ name: "Auth and WebSocket", violations: 8, allow: 0, due: "2026-12-04", done: false }],
      },
    ],
    violations: [
      {
        ...{ contract: "unified-ids", rule: "no-raw-uuid", file: "src/auth/user-service.ts" },
        ...{
          line: 2,
          column: 16,
          endLine: 2,
          endColumn: 24,
          message: "…",
          replacement: 'UnifiedIdGenerator.generateBaseId("user")',
        },
        ...{ level: "fix", reason: null, severity: "error", tolerated: false, phase: "Auth and WebSocket" },
      },
    ],
    problems: [{ file: "src/broken.ts", line: 3, column: 7, code: "syntax", message: "…" }],
  };
  expect(checkResultSchema.safeParse(example).error).toBeUndefined();
});
