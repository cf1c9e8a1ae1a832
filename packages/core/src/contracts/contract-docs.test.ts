import fc from "fast-check";
import { HtmlRenderer, Parser } from "commonmark";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { escapeMarkdown, renderContractDocs, renderSafeMarkdown } from "./index.js";
import { FULL_FRONT_MATTER, FULL_PROSE, parse, parseWith } from "../../test-support/contract-text.js";

const OWN_TAGS = /^\/?(p|em|strong|code|pre|a|ul|ol|li|blockquote|h[1-6]|hr|br)$/;

/** The HTML that a viewer would make without any protection. */
function toHtml(markdown: string): string {
  return new HtmlRenderer({ safe: false }).render(new Parser().parse(markdown));
}

/** Dangerous elements that a viewer without any protection would make of the Markdown. */
function dangersOf(markdown: string): string[] {
  const html = toHtml(markdown);
  return [...html.matchAll(/<([^\s>]*)([^>]*)>/g)].flatMap(([tag, name, attributes]) => {
    const address = /href="([^"]*)"/.exec(attributes!)?.[1];
    const isSafe = address === undefined || /^https?:\/\//i.test(address) || /^([.#/\w-][^:]*)?$/.test(address);
    return OWN_TAGS.test(name!.replace(/\/$/, "")) && isSafe && !/\son\w+=/.test(attributes!) ? [] : [tag];
  });
}

const PIECES = [
  ...[
    "```",
    "~~~ js",
    "`",
    "``",
    "- ",
    "1. ",
    "> ",
    "    ",
    "\t",
    "a",
    "text ",
    "# ",
    "---",
    "$",
    "|",
    '"',
    "'",
    "\\",
    "\n",
    "\n\n",
    "\r",
  ],
  ...[
    "<img src=x onerror=1>",
    "<script>",
    "<!--",
    "-->",
    "<b>",
    "<javascript:a>",
    "<http://ok.x>",
    "<http://a`b>",
    "&lt;",
    "&amp;",
    "&#58;",
  ],
  ...[
    "](",
    "]: ",
    "[x]",
    "[x]:",
    "(",
    ")",
    "[",
    "!",
    "![i](http://e/x.png)",
    '[l](http://ok "t")',
    "[l](./rel.md)",
    "[x][y]",
    "http://x",
  ],
  ...[
    "[a](javascript:x)",
    "[x]: javascript:y",
    "](command:z)",
    "[a](<javascript:x>)",
    "java&#115;cript:",
    "javascript:x",
    "data:x",
  ],
];
const anyMarkdown = fc.array(fc.constantFrom(...PIECES), { maxLength: 16 }).map((pieces) => pieces.join(""));

describe("safe Markdown", () => {
  it("is safe whatever the prose", () => {
    assertProperty(
      fc.property(anyMarkdown, (markdown) => {
        expect(dangersOf(renderSafeMarkdown(markdown))).toEqual([]);
      }),
      3_000,
    );
  });

  it("shows any escaped text as it is", () => {
    assertProperty(
      fc.property(anyMarkdown, (text) => {
        expect(toHtml(escapeMarkdown(text))).not.toMatch(/<(?!\/?p>)/);
      }),
      2_000,
    );
  });

  it("keeps what people write", () => {
    const prose =
      '## Why\n\n- [ ] do `a < b` and **this**\n- see [docs](./docs/x.md#y), [web](https://a.example/?q=1&r=2 "t")\n\n| a | b |\n| - | - |\n';
    expect(renderSafeMarkdown(prose)).toBe(prose.trim());
  });

  it("unmakes images, HTML and dangerous links", () => {
    expect(
      renderSafeMarkdown('![logo](https://e.example/i.png) <b onclick="x">b</b> [a](javascript:alert(1)) [c](command:x)'),
    ).toBe('[logo](https://e.example/i.png) &lt;b onclick="x">b&lt;/b> [a]\\(javascript:alert(1)) [c]\\(command:x)');
  });

  it("writes code blocks anew, so that nothing inside ends them", () => {
    expect(renderSafeMarkdown("- x\n\n  ~~~~ts before=a.ts\n  ```\n  <b>\n  ~~~~\n")).toBe("- x\n\n````ts\n```\n<b>\n````");
  });
});

describe("renderContractDocs", () => {
  const { contract } = parse(FULL_FRONT_MATTER, FULL_PROSE);

  it("tells title, why, facts, links and prose", () => {
    const docs = renderContractDocs(contract!, { notes: ["12 left"] });
    expect(docs.split("\n\n").slice(0, 6)).toEqual([
      "**One ID generator**",
      "IDs of one format keep sessions, traces and tenants apart.",
      "Status: active · risk: critical · track: Type safety & data integrity · owner: @acme/identity · due: 2027\\-01\\-31 · after: user\\-context".replace(
        "&",
        "&amp;",
      ),
      "12 left",
      "[https&#58;//tracker.example/89](https://tracker.example/89)",
      "Prose for people.",
    ]);
    expect(docs).toContain("```ts\nimport { UnifiedIdGenerator }");
  });

  it("leaves out unsafe links, and prose on demand", () => {
    const unsafe = parseWith("links: ['javascript:x', 'https://a.example/)(x']", "# T\n\nProse.").contract!;
    expect(renderContractDocs(unsafe)).toBe("**T**\n\nStatus: active · risk: low\n\nProse.");
    expect(renderContractDocs(unsafe, { prose: false })).toBe("**T**\n\nStatus: active · risk: low");
  });

  it("cuts long prose at a line's end", () => {
    const long = parseWith("why: W", `${"line\n".repeat(100)}`).contract!;
    expect(renderContractDocs(long, { maxLength: 50 })).toMatch(/(line\n){9}line\n\n…$/);
  });
});
