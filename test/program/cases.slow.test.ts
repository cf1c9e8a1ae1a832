import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { WaveProject } from "./wave-project.js";

const FOLDER = path.join(import.meta.dirname, "cases");

/** One case: the files before and after, and what the report has to say. */
interface Case {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  /** `OrderId: 2 annotations, 1 wrap`. */
  readonly says: readonly string[];
}

/** Reads `ts before=src/a.ts`, `ts after=src/a.ts` and `says` blocks; a file without an `after` stays as it is. */
function readCase(name: string): Case {
  const text = readFileSync(path.join(FOLDER, name), "utf8");
  const blocks = [...text.matchAll(/^```(?:tsx?|jsx?|json) (before|after)=(\S+)\n([\s\S]*?)^```$/gmu)];
  const of = (side: string) =>
    Object.fromEntries(blocks.filter(([, each]) => each === side).map(([, , file, code]) => [file!, code!]));
  const says = /^```says\n([\s\S]*?)^```$/mu.exec(text)?.[1]?.trim().split("\n") ?? [];
  return { before: of("before"), after: { ...of("before"), ...of("after") }, says };
}

describe("edits across files", () => {
  const names = readdirSync(FOLDER);
  test.each(names)("%s", async (name) => {
    const { before, after, says } = readCase(name);
    const project = new WaveProject(before);
    const sources = project.sources();
    const waves = await project.migrate();
    const now = Object.fromEntries(Object.keys(before).map((file) => [file, project.read(file)]));
    expect(now).toEqual(after);
    const report = waves.flatMap(({ type, annotations, wraps, takenBack }) => [
      `${type}: ${annotations.length} annotations, ${wraps.length} wraps`,
      ...takenBack.map((each) => `${type}: ${each.name} taken back: ${each.reason}`),
    ]);
    for (const line of says) expect(report.join("\n")).toContain(line);
    expect(project.newErrors(sources)).toEqual([]);
    await project.migrate();
    const again = Object.fromEntries(Object.keys(before).map((file) => [file, project.read(file)]));
    expect(again).toEqual(now);
  });
});
