import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { codeOf } from "./embedded-script.js";
import { tryOpen } from "./source-file.js";

/** The code at its place, without the names that templates use. */
const codeIn = (file: string, text: string): string => codeOf(file, text).code.slice(0, text.length);

/** The same without the blanks around its lines. */
const script = (file: string, text: string): string | undefined =>
  codeIn(file, text)
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .join("\n") || undefined;

test.each([
  ["the only script", "<template><p>{{ id }}</p></template>\n<script>\nconst id = 1\n</script>\n", "const id = 1\n;"],
  ["two of them", '<script lang="ts">\na()\n</script>\n<script setup lang="ts">\nb()\n</script>', "a()\n;\nb()\n;"],
  ["two on a line", "<script>a()</script><script>b()</script>", ";a();               ;b();"],
  ["an attribute with a >", `<script setup lang="ts" generic="T extends Map<string, number>">\na()\n</script>`, "a()\n;"],
  ["none in a comment", "<!-- <script>\nold()\n</script> -->\n<script>\nnow()\n</script>", "now()\n;"],
  ["none that is data", '<script type="application/ld+json">\n{}\n</script>\n<script type="module">\na()\n</script>', "a()\n;"],
  ["none of another language", '<script lang="coffee">\na = -> 1\n</script>', undefined],
  ["none that does not end", "<script>\na()\n", undefined],
  ["none at all", "<template><scripts></scripts></template>", undefined],
])("takes %s", (_, text, wanted) => expect(script("A.vue", text)).toBe(wanted));

test("takes what is above an Astro page, and its scripts", () => {
  const text = "---\nconst id = make();\n---\n<p>{id}</p>\n<script>\nrun();\n</script>\n";
  expect(script("page.astro", text)).toBe("const id = make();\n;\nrun();\n;");
  expect(script("page.astro", "---\n---\n<p>---</p>")).toBe(";");
  expect(script("page.astro", "<p>\n---\n</p>")).toBeUndefined();
});

test.each([
  ["<script>a</script>", "js"],
  ['<script lang="ts">a</script>', "ts"],
  ["<script lang='tsx'>a</script><script lang=ts>b</script>", "tsx"],
])("%s is read as %s", (text, ending) => expect(codeOf("A.svelte", text).home).toBe(`A.svelte.${ending}`));

test("whatever is around it, a statement stays at its place", () => {
  const markup = fc.string({
    unit: fc.constantFrom("<p>", "</p>", "{{", "}}", '"', "'", "<!-- x -->", "---", "\n", "\r\n", "🦆", "é"),
  });
  assertProperty(
    fc.property(markup, markup, fc.constantFrom("A.vue", "A.svelte"), (before, after, file) => {
      const statement = "const duck = make('🦆');";
      const text = `${before}\n<script lang="ts">${statement}</script>${after}`;
      const found = codeIn(file, text);
      expect(found).toHaveLength(text.length);
      expect(found.replace(/[^\r\n]/g, "")).toBe(text.replace(/[^\r\n]/g, ""));
      expect(found.indexOf(statement)).toBe(text.indexOf(statement));
      expect(tryOpen("A.ts", found)?.program.body).toMatchObject([
        { type: "EmptyStatement" },
        { type: "VariableDeclaration" },
        { type: "EmptyStatement" },
      ]);
    }),
  );
});

test("text made to take long takes no longer than its length", () => {
  for (const part of ["<!--", '<script "', "<script>", "<script x='", "---\n"]) {
    expect(codeOf("A.vue", part.repeat(200_000)).code).toBe("");
    expect(codeOf("A.astro", part.repeat(200_000)).code).toMatch(/^[\s;]*$/);
  }
});
