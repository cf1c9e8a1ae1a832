import { describe, expect, it } from "vitest";
import { parseWith, places } from "../../test-support/contract-text.js";

const examplesOf = (prose: string) => parseWith("why: W", prose).contract!.examples;

describe("examples", () => {
  it("pair a before fence with the after fence that follows", () => {
    const prose =
      "```ts before=src/a.ts\na\n```\nText.\n\n```sh\nls\n```\n\n```tsx after\nb\n```\n\n```js before\nc\n```\n\n```ts valid=./src/v.ts\nd\n```\n";
    expect(examplesOf(prose)).toEqual([
      { kind: "fix", language: "ts", before: "a\n", after: "b\n", path: "src/a.ts", line: 6 },
      { kind: "report", language: "js", before: "c\n", line: 19 },
      { kind: "valid", language: "ts", before: "d\n", path: "src/v.ts", line: 23 },
    ]);
  });

  it.each([
    ["tildes", "~~~ts before\na\n~~~\n", "a\n"],
    ["longer fences around shorter ones", "`````ts before\n```\na\n`````\n", "```\na\n"],
    ["an indented fence", "  ```ts before\n  a\n    b\n  ```\n", "a\n  b\n"],
    ["a list", "1. First\n\n   ```ts before\n   a\n     b\n   ```\n", "a\n  b\n"],
    ["a list marker's own line", "- ```ts before\n  a\n  ```\n", "a\n"],
    ["a nested list in a quote", "> - - ```ts before\n>     a\n>     ```\n", "a\n"],
    ["CRLF", "```ts before\r\na\r\nb\r\n```\r\n", "a\nb\n"],
    ["tabs", "-\t```ts before\n\ta\n\t\tb\n\t```\n", "a\n\tb\n"],
    ["a path in quotes", '```ts before="src/a b.ts"\na\n```\n', "a\n"],
  ])("in %s", (_, prose, before) => {
    expect(examplesOf(prose)).toMatchObject([{ kind: "report", before }]);
  });

  it.each([
    ["an HTML comment", "<!--\n```ts before\na\n```\n-->\n"],
    ["another fence", "````\n```ts before\na\n```\n````\n"],
    ["an indented block", "Text.\n\n    ```ts before\n    a\n    ```\n"],
    ["a fence without the word", "```ts\nbefore\n```\n"],
  ])("are none in %s", (_, prose) => {
    expect(examplesOf(prose)).toEqual([]);
  });
});

describe("wrong examples", () => {
  it.each([
    ["```ts after\n```\n", "6:1 unpaired-after"],
    ["```ts before\n```\n```ts valid\n```\n```ts after\n```\n", "10:1 unpaired-after"],
    ["```ts before\n```\n```ts after\n```\n```ts after\n```\n", "10:1 unpaired-after"],
    ["- x\n\n  ```ts before=../a.ts\n  ```\n", "8:3 bad-example-path"],
    ["```ts before=/a.ts\n```\n", "6:1 bad-example-path"],
    ["```ts before=C:\\a.ts\n```\n", "6:1 bad-example-path"],
    ["```ts before=a.py\n```\n", "6:1 bad-example-path"],
    ["```ts before=\n```\n", "6:1 bad-example-path"],
    ["```ts before\n```\n```ts after=a.ts\n```\n", "8:1 bad-example-path"],
    ["```ts before\n", "6:1 unclosed-fence"],
    ["```ts befor=a.ts\n```\n", "6:1 unknown-fence"],
    ["```sh before\n```\n", "6:1 example-language"],
    ["```before\n```\n", "6:1 example-language"],
    ["```ts before=src/a.d.ts\n```\n", "6:1 stray-example"],
  ])("%j", (prose, expected) => {
    expect(places(parseWith("why: W", prose))).toEqual([expected]);
  });
});
