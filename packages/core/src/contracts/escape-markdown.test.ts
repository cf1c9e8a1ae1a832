import fc from "fast-check";
import { HtmlRenderer, Parser } from "commonmark";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { escapeMarkdown } from "./printable.js";

/** The HTML that a viewer would make without any protection. */
function toHtml(markdown: string): string {
  return new HtmlRenderer({ safe: false }).render(new Parser().parse(markdown));
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

test("shows any escaped text as it is", () => {
  assertProperty(
    fc.property(anyMarkdown, (text) => {
      expect(toHtml(escapeMarkdown(text))).not.toMatch(/<(?!\/?p>)/);
    }),
    2_000,
  );
});
