import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ASYNC_FILES, describeAsync } from "./async-project.js";
import { readCase } from "./read-case.js";
import { WaveProject } from "./wave-project.js";

const FOLDER = path.join(import.meta.dirname, "async-cases");

describe("callers that wait", () => {
  test.each(readdirSync(FOLDER))("%s", async (name) => {
    const { before, after, says } = readCase(path.join(FOLDER, name));
    const project = new WaveProject({ ...ASYNC_FILES, ...before });
    const sources = project.sources();
    const report = describeAsync(await project.migrate());
    const now = Object.fromEntries(Object.keys(before).map((file) => [file, project.read(file)]));
    expect(now).toEqual(after);
    for (const line of says) expect(report.join("\n")).toContain(line);
    expect(project.newErrors(sources)).toEqual([]);
    await project.migrate();
    const again = Object.fromEntries(Object.keys(before).map((file) => [file, project.read(file)]));
    expect(again).toEqual(now);
  });
});
