import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { openSource } from "../../test-support/open-source.js";

import { FileView } from "../semantics/file-view.js";
import { createModules } from "../modules/index.js";
import { applyTextEdits, composeEdits } from "./compose.js";
import { fix, type Applicable } from "./edit.js";
import type { Part } from "../syntax/ranges.js";

const modules = createModules({ root: tmpdir(), parse: parseWithOxc });

/** A call with its arguments, as it stands and as it should become. */
type Tree = { readonly leaf: string } | { readonly name: string; readonly isChanged: boolean; readonly parts: readonly Tree[] };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ leaf: fc.constantFrom("a", "1", '"s"', "x.y", "`t`") }),
    fc.record({
      name: fc.constantFrom("f", "g", "ns.h"),
      isChanged: fc.boolean(),
      parts: fc.array(tie("tree"), { maxLength: 3 }),
    }),
  ),
}));

const oldText = (node: Tree): string => ("leaf" in node ? node.leaf : `${node.name}(${node.parts.map(oldText).join(", ")})`);

/** A changed call turns into `made(last, …, first)`: its arguments are copied, in another order. */
const newText = (node: Tree): string => {
  if ("leaf" in node) return node.leaf;
  const parts = node.parts.map(newText);
  return node.isChanged ? `made(${parts.reverse().join(", ")})` : `${node.name}(${parts.join(", ")})`;
};

/** The edits of all changed calls, outer ones first. */
function editsOf(node: Tree, start: number): Applicable[] {
  if ("leaf" in node) return [];
  let at = start + node.name.length + 1;
  const places = node.parts.map((part) => {
    const from = at;
    at += oldText(part).length + 2;
    return { part, from, to: from + oldText(part).length };
  });
  const copies = places.map(({ from, to }): Part => ({ copy: [from, to] })).reverse();
  const parts: Part[] = ["made(", ...copies.flatMap((copy, index) => (index === 0 ? [copy] : [", ", copy])), ")"];
  const own = node.isChanged ? [fix([{ range: [start, start + oldText(node).length], parts }])] : [];
  return [...own, ...places.flatMap(({ part, from }) => editsOf(part, from))];
}

function compose(text: string, edits: readonly Applicable[]): string {
  const file = new FileView(openSource(join(tmpdir(), "nested.ts"), text), modules);
  return applyTextEdits(text, composeEdits(file, edits));
}

describe("edits of sites inside each other", () => {
  const statements = fc.array(tree, { minLength: 1, maxLength: 4 });

  it("compose to what each would make of the other's result, in any order", () => {
    assertProperty(
      fc.property(statements, fc.infiniteStream(fc.nat()), (nodes, order) => {
        let text = "";
        const edits: Applicable[] = [];
        for (const node of nodes) {
          edits.push(...editsOf(node, text.length));
          text += `${oldText(node)};\n`;
        }
        const shuffled = edits
          .map((edit) => ({ edit, rank: order.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ edit }) => edit);
        expect(compose(text, shuffled)).toBe(nodes.map((node) => `${newText(node)};\n`).join(""));
      }),
      1500,
    );
  });

  it("never overlap, whatever is asked at one place", () => {
    const range = fc.tuple(fc.nat(40), fc.nat(12)).map(([start, length]) => [start, Math.min(start + length, 40)] as const);
    const edit = fc.record({ range, text: fc.constantFrom("A", "BB", ""), keeps: fc.boolean() });
    assertProperty(
      fc.property(fc.array(edit, { maxLength: 8 }), (wanted) => {
        const text = `${"x".repeat(39)}\n`;
        const edits = wanted.map((each) =>
          fix([{ range: each.range, parts: each.keeps ? [each.text, { copy: each.range }, each.text] : [each.text] }]),
        );
        const file = new FileView(openSource(join(tmpdir(), "flat.ts"), text), modules);
        const composed = composeEdits(file, edits);
        composed.forEach((each, index) => {
          expect(each.range[0]).toBeLessThanOrEqual(each.range[1]);
          if (index > 0) expect(composed[index - 1]!.range[1]).toBeLessThanOrEqual(each.range[0]);
        });
      }),
      2000,
    );
  });
});
