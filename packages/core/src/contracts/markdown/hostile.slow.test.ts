import { describe, expect, it } from "vitest";
import { parseBlocks, splitLines } from "./blocks.js";

const SIZE = 1024 * 1024;

describe("one MiB of hostile Markdown", () => {
  it.each([
    ["brackets", "[".repeat(SIZE)],
    ["stars", "*".repeat(SIZE)],
    ["backticks", "` `` ".repeat(SIZE / 5)],
    ["quotes in quotes", "> ".repeat(SIZE / 2)],
    ["quotes that look ahead", "> ```\na\n".repeat(SIZE / 8)],
    ["lists in lists", `${"- ".repeat(SIZE / 4)}a${"\n".repeat(SIZE / 2)}`],
    ["lists as stairs", Array.from({ length: 1_000 }, (_, depth) => `${"  ".repeat(depth)}- a\n`).join("")],
    ["lines of a deep quote", `${"> ".repeat(90)}a\n${"b\n".repeat(SIZE / 2)}`],
  ])("is read in seconds: %s", (_, markdown) => {
    const start = process.cpuUsage().user;
    parseBlocks(splitLines(markdown));
    // One second or so; minutes where the time is quadratic.
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(15_000);
  });
});
