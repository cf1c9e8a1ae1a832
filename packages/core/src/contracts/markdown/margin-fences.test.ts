import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { parseBlocks, readMarginFences, splitLines } from "./blocks.js";

const LINES = [
  ...["```", "```ts before=a.ts", "````js valid", "~~~", "~~~ts after", " ```", "    ```", "``` `x`", "```  ", "`````"],
  ...["a", "", "    a", "- a", "> a", "===", "<b>", "    <b>", "- <!--", "-->", "<!--", "- ```", "[a]: b"],
];
const anyText = fc.array(fc.constantFrom(...LINES), { maxLength: 8 }).map((lines) => lines.join("\n"));

describe("readMarginFences", () => {
  it("finds what the parser finds, or leaves it to the parser", () => {
    assertProperty(
      fc.property(anyText, (text) => {
        const lines = splitLines(text);
        const fences = readMarginFences(lines);
        const isFenced = ({ info }: { info: string }) => info !== "";
        if (fences) expect(fences.filter(isFenced)).toEqual(parseBlocks(lines).filter(isFenced));
      }),
      2_000,
    );
  });

  it("needs no parser for a contract as people write it", () => {
    const text = "# T\n\n- why\n\n```ts before=src/a.ts\n<b>\n- ```\n```\n\n~~~ts after\nb\n~~~\n";
    expect(readMarginFences(splitLines(text))).toMatchObject([
      { info: "ts before=src/a.ts", content: "<b>\n- ```\n", isClosed: true },
      { info: "ts after", content: "b\n", isClosed: true },
    ]);
  });
});
