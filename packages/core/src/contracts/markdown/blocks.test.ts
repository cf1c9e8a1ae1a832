import fc from "fast-check";
import { Parser } from "commonmark";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { parseBlocks, splitLines } from "./blocks.js";

const codeOf = (markdown: string) => parseBlocks(splitLines(markdown)).map(({ content }) => content.trimEnd());

/** The code blocks as the reference parser has them. */
function referenceCode(markdown: string): string[] {
  const walker = new Parser().parse(markdown).walker();
  const code: string[] = [];
  for (let step = walker.next(); step; step = walker.next())
    if (step.node.type === "code_block") code.push(step.node.literal!.trimEnd());
  return code;
}

/** Where tabs or four blanks may be a list's margin or code, markdown-it and commonmark have answers of their own. */
const isDebatable = (markdown: string) => markdown.includes("    ");

const PIECES = [
  ...["```", "```ts before=a.ts", "````", "~~~", "~~~ js", "   ```", "`x`"],
  ...["- ", "* ", "1. ", "2) ", "> ", "-", ">", "- - ", "  ", " "],
  ...["a", "text", "---", "===", "***", "# h", "<div>", "<!--", "-->", "<b>", "</b>", "<pre>", "</pre>", "\n", "\n\n"],
];

describe("parseBlocks", () => {
  it("finds the code blocks that a CommonMark parser finds", () => {
    const line = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join(""));
    const markdown = fc
      .array(line, { maxLength: 8 })
      .map((lines) => `${lines.join("\n")}\n`)
      .filter((text) => !isDebatable(text));
    assertProperty(
      fc.property(markdown, (text) => {
        expect(codeOf(text)).toEqual(referenceCode(text));
      }),
      3_000,
    );
  });

  it("says where a block of a list begins, and its fence", () => {
    expect(parseBlocks(splitLines("a\n\n- ```ts x\n  b\n  ```\n    c\n"))).toEqual([
      { info: "ts x", content: "b\n", offset: 3, fence: 5, isClosed: true },
    ]);
  });
});
