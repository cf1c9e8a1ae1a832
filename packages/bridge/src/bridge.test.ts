import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { beforeEach, afterEach, expect, test, vi } from "vitest";
import { bridge, CHANNEL, countBridges } from "./index.js";

// What other tests of this process have loaded.
beforeEach(() => (globalThis as unknown as Record<symbol, Set<string>>)[Symbol.for(CHANNEL)]!.clear());
afterEach(() => void vi.useRealTimers());

test("counts uses by day, also of bridges that were loaded before and that nobody uses", () => {
  vi.useFakeTimers({ now: new Date("2027-01-14T23:59:00Z") });
  const early = bridge("./src/a.ts#early");
  const counter = countBridges();
  early();
  vi.setSystemTime(new Date("2027-01-15T00:01:00Z"));
  early();
  early();
  bridge("./src/a.ts#unused");
  expect(JSON.parse(JSON.stringify(counter))).toEqual({
    version: 1,
    since: "2027-01-14T23:59:00.000Z",
    until: "2027-01-15T00:01:00.000Z",
    bridges: { "./src/a.ts#early": { "2027-01-14": 1, "2027-01-15": 2 }, "./src/a.ts#unused": {} },
  });
  counter.stop();
  early();
  expect(counter.toJSON().bridges["./src/a.ts#early"]).toEqual({ "2027-01-14": 1, "2027-01-15": 2 });
});

test("two counters count apart, and a use that nobody counts does nothing", () => {
  const used = bridge("./src/b.ts");
  used();
  const [one, two] = [countBridges(), countBridges()];
  used();
  one.stop();
  used();
  const sum = (counts: Readonly<Record<string, number>> | undefined): number =>
    Object.values(counts ?? {}).reduce((a, b) => a + b, 0);
  expect([one, two].map((each) => sum(each.toJSON().bridges["./src/b.ts"]))).toEqual([1, 2]);
  two.stop();
});

test("needs no package, and is less than 1 kB", () => {
  const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as object;
  expect(manifest).not.toHaveProperty("dependencies");
  const { outputFiles, metafile } = buildSync({
    entryPoints: [fileURLToPath(new URL("./index.ts", import.meta.url))],
    ...{ bundle: true, minify: true, write: false, format: "esm", platform: "node", target: "node20", metafile: true },
  });
  expect(Object.values(metafile.outputs).flatMap((output) => output.imports.map((each) => each.path))).toEqual([
    "node:diagnostics_channel",
  ]);
  expect(outputFiles[0]!.contents.byteLength).toBeGreaterThan(200);
  expect(outputFiles[0]!.contents.byteLength).toBeLessThan(1_000);
  expect(CHANNEL).toBe("godwit:bridge");
});
