import { describe, expect, it } from "vitest";
import { parseContract } from "../../test-support/with-rules.js";

const source = { id: "my-ids", file: "migrations/my-ids.md" };

describe("time", () => {
  const repeat = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));
  const numbered = (unit: string, length: number) =>
    Array.from({ length: Math.ceil(length / (unit.length + 4)) }, (_, index) => unit.replace("N", String(index))).join("");
  const SHAPES: Record<string, (length: number) => string> = {
    "different keys": (length) => `---\n${numbered("kN: 1\n", length)}---\n`,
    "equal keys": (length) => `---\n${repeat("title: x\n", length)}---\n`,
    "unknown keys of a rule": (length) => `---\ntitle: T\nrules:\n  no-raw-uuid:\n${numbered("    kN: 1\n", length)}---\n`,
    phases: (length) => `---\ntitle: T\nphases:\n${numbered("  - { name: N }\n", length)}---\n`,
    "broken lines": (length) => `---\n${repeat("a: @x\n", length)}---\n`,
    "one broken line": (length) => `---\na: ${repeat("] ", length)}\n---\n`,
    anchors: (length) => `---\n${numbered("aN: &aN x\n", length)}---\n`,
    aliases: (length) => `---\na: &a x\nb: [${repeat("*a, ", length)}]\n---\n`,
    tags: (length) => `---\n${repeat("- !x y\n", length)}---\n`,
    "cut comments": (length) => `---\n${numbered("kN: a #b\n", length)}---\n`,
    "open quotes": (length) => `---\n${repeat('"', length)}\n---\n`,
    "deep lists": (length) => `---\n${repeat("- ", length)}\n---\n`,
    "deep brackets": (length) => `---\n${repeat("[", length)}\n---\n`,
    "blank lines first": (length) => `${repeat("\n", length)}---\ntitle: T\n---\n`,
    fences: (length) => `---\ntitle: T\nrules: {}\n---\n${repeat("```ts before\n```\n", length)}`,
    "nested quotes": (length) => `---\ntitle: T\nrules: {}\n---\n${repeat(">", length / 2)}\n${repeat("\n", length / 2)}`,
    "nested items": (length) => `---\ntitle: T\nrules: {}\n---\n${repeat("- ", length / 2)}a\n${repeat("\n", length / 2)}`,
    backticks: (length) => `---\ntitle: T\nrules: {}\n---\n${repeat("` `` ", length)}`,
    "tags of HTML": (length) => `---\ntitle: T\nrules: {}\n---\n${repeat("<a ", length)}`,
    "fences' words": (length) => `---\ntitle: T\nrules: {}\n---\n\`\`\`ts ${repeat('x="', length)}\n\`\`\`\n`,
  };

  function fastest(text: string): number {
    return Math.min(
      ...[1, 2, 3].map(() => {
        const start = process.cpuUsage();
        parseContract(text, source);
        return process.cpuUsage(start).user / 1_000;
      }),
    );
  }

  // Eight times the text: about eight times the time where it is linear, 64 times where it is quadratic.
  it.each(Object.keys(SHAPES))("is linear in %s", (name) => {
    const shape = SHAPES[name]!;
    const [small, large] = [fastest(shape(8_000)), fastest(shape(64_000))];
    expect(large).toBeLessThan(Math.max(small, 4) * 30);
  });
});
