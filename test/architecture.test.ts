import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const page = path.resolve(import.meta.dirname, "../docs/architecture.md");
const text = readFileSync(page, "utf8");

/** Names in backticks with the file that a link behind them leads to. */
function namesWithFiles(): { name: string; file: string }[] {
  return [...text.matchAll(/`(\w+)`\s+\(\[\w[\w-]*\]\(([^)]+)\)\)/g)].map(([, name, file]) => ({ name: name!, file: file! }));
}

describe("docs/architecture.md", () => {
  it("names only exports that are where it says", () => {
    const names = namesWithFiles();
    expect(names.length).toBeGreaterThan(20);
    const missing = names.filter(({ name, file }) => {
      const target = path.resolve(path.dirname(page), file);
      return !existsSync(target) || !new RegExp(`export (?:function|class|const) ${name}\\b`).test(readFileSync(target, "utf8"));
    });
    expect(missing).toEqual([]);
  });

  it("names only folders that are there", () => {
    const folders = [...text.matchAll(/`(packages\/[\w/-]+\/)`/g)].map(([, folder]) => folder!);
    expect(folders.length).toBeGreaterThan(5);
    expect(folders.filter((folder) => !existsSync(path.resolve(import.meta.dirname, "..", folder)))).toEqual([]);
  });
});
