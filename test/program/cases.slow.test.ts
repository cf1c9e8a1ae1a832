import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { reportsOf } from "../../packages/cli/src/migrate/waves/run-waves.js";
import { readCase } from "./read-case.js";
import { WaveProject } from "./wave-project.js";

const FOLDER = path.join(import.meta.dirname, "cases");

describe("edits across files", () => {
  const names = readdirSync(FOLDER);
  test.each(names)("%s", async (name) => {
    const { before, after, says } = readCase(path.join(FOLDER, name));
    const project = new WaveProject(before);
    const sources = project.sources();
    const waves = await project.migrate();
    const now = Object.fromEntries(Object.keys(before).map((file) => [file, project.read(file)]));
    expect(now).toEqual(after);
    const report = waves
      .flatMap((wave) => reportsOf(wave, "planned", null))
      .flatMap((wave) => (wave.kind === "typed" ? [wave] : []))
      .flatMap(({ type, annotations, wraps, takenBack }) => [
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
