import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { check } from "../../packages/cli/src/check/check.js";
import { findWholeRun } from "../../packages/cli/src/check/cache/whole-run.js";
import { assertProperty } from "../support/properties.js";
import { fillTree } from "../support/temporary-tree.js";

const CONTRACT = `---
title: One
files: ["src/**", "lib/**"]
imports:
  Bus: ./src/bus.ts
  old: ./src/old.ts
rules:
  no-singleton-access: { classes: [Bus, Store], replace: [{ match: "Bus.getInstance()" }] }
  no-deprecated-import:
    - { from: ./src/gone.ts, to: ./src/bus.ts }
    - { from: left-pad, remove: true }
---
`;

/** Texts that meet one expectation, meet it nearly, or meet none. */
const TEXTS = [
  "export const nothing = 1;\n",
  "export class Store {}\n",
  "export class Stores {}\n",
  "export class Bus { static getInstance() {} }\n",
  "export class Bus { static getInstnace() {} }\n",
  'import gone from "./gone.js";\nexport { gone };\n',
  'import pad from "left-pad";\nexport { pad };\n',
];
/** The last one is in no contract. */
const FILES = ["src/a.ts", "src/b.ts", "src/bus.ts", "src/gone.ts", "lib/c.ts", "other/d.ts"];

interface Place {
  readonly root: string;
  readonly cache: string;
}

function createPlace(): Place {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-unmatched-")));
  const place = { root: path.join(folder, "repository"), cache: path.join(folder, "cache") };
  write(place, "migrations/one.md", CONTRACT);
  write(place, "package.json", '{ "name": "x", "type": "module", "godwit": {}, "dependencies": { "uuid": "11" } }');
  for (const file of FILES) write(place, file, TEXTS[0]!);
  return place;
}

function write({ root }: Place, file: string, text: string): void {
  fillTree(root, { [file]: text });
}

/** What is warned of with the cache, and without it. */
function warnings({ root, cache }: Place, isSettled = true): { readonly kept: unknown; readonly cold: unknown } {
  const startedAt = Date.now() + (isSettled ? 10_000 : 0);
  const asked = { cwd: root, cache: { build: "test", folder: cache, startedAt } };
  const kept = (findWholeRun(asked) ?? check(asked)).result.warnings;
  return { kept, cold: check({ cwd: root }).result.warnings };
}

const step = fc.tuple(fc.nat({ max: FILES.length - 1 }), fc.nat({ max: TEXTS.length }), fc.boolean());

test("what matches nothing is what a cold run says, whatever was edited since it was kept", () => {
  const said = new Set<string>();
  assertProperty(
    fc.property(fc.array(step, { minLength: 4, maxLength: 10 }), (steps) => {
      const place = createPlace();
      try {
        warnings(place);
        for (const [file, text, isSettled] of steps) {
          if (text === TEXTS.length) rmSync(path.join(place.root, FILES[file]!), { force: true });
          else write(place, FILES[file]!, TEXTS[text]!);
          const { kept, cold } = warnings(place, isSettled);
          expect(kept).toEqual(cold);
          said.add(JSON.stringify(cold));
        }
      } finally {
        rmSync(path.dirname(place.root), { recursive: true, force: true });
      }
    }),
    8,
  );
  // Words that are there, and gone again, and nearly there.
  expect(said.size).toBeGreaterThan(2);
}, 120_000);

test("files that a run looked at alone are looked at again", () => {
  const place = createPlace();
  const asked = { cwd: place.root, cache: { build: "test", folder: place.cache, startedAt: Date.now() + 10_000 } };
  warnings(place);
  write(place, "src/a.ts", TEXTS[1]!);
  check({ ...asked, paths: ["src/a.ts"] });
  const { kept, cold } = warnings(place);
  expect(kept).toEqual(cold);
  write(place, "src/a.ts", TEXTS[2]!);
  check({ ...asked, shard: { index: 1, count: 2 } });
  check({ ...asked, shard: { index: 2, count: 2 } });
  const again = warnings(place);
  expect(again.kept).toEqual(again.cold);
  rmSync(path.dirname(place.root), { recursive: true, force: true });
}, 120_000);
