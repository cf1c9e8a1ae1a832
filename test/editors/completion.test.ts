import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { applyChanges, locate } from "./editor-project.js";
import { describeServers, Editor } from "./open-editor.js";

const REGISTRY = "export class Registry {\n  static getInstance(): Registry {\n    return new Registry();\n  }\n}\n";

beforeAll(async () => {
  await bundle();
});

describeServers("completion", (version) => {
  let editor: Editor;
  const complete = async (name: string, text: string, part: string) => {
    const place = { file: editor.show(name, text), ...locate(text, part, part.length) };
    const preferences = { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true };
    const { entries } = await editor.client.request("completionInfo", { ...place, preferences });
    return { place, entries: entries as any[] };
  };

  beforeAll(() => {
    editor = new Editor(version, {
      files: {
        "src/a.ts": "export {};\n",
        "src/registry.ts": REGISTRY,
        "src/store-class.ts": "export class Store {\n  static open(x: number) {}\n  static of(x: number) {}\n}\n",
        "migrations/registry.md": `---
title: Registries are passed
imports: { Registry: ./src/registry.ts, Store: ./src/store-class.ts }
rules:
  no-singleton-access: { classes: [Registry] }
  no-deprecated-call: { replace: [{ match: Store.open($x), with: Store.of($x) }] }
---
`,
      },
    });
  });
  afterAll(() => editor.close());

  test.each([
    ["getSto", "openStore", ""],
    ["randomUU", "newId", ""],
    ["uuidv", "newId", ""],
    ["legac", "newId", ""],
    ["makeI", "newId", 'import { v4 as makeI4 } from "uuid";\n'],
  ])("offers for the old name %s the new one, once, with its import", async (typed, name, before) => {
    const text = `${before}export const value = ${typed};\n`;
    const { place, entries } = await complete("src/a.ts", text, `value = ${typed}`);
    const [offered, ...again] = entries.filter((entry) => entry.name === name);
    expect(again).toEqual([]);
    expect(offered).toMatchObject({ sortText: expect.stringMatching(/^0/), labelDetails: { description: "migration" } });
    expect(offered.filterText.toLowerCase().startsWith(typed.toLowerCase())).toBe(true);
    expect(offered.labelDetails.detail).toMatch(/^ \(replaces \w+\)$/);
    const { source, data } = offered;
    const [details] = await editor.client.request("completionEntryDetails", { ...place, entryNames: [{ name, source, data }] });
    const after = applyChanges(text, details.codeActions[0].changes);
    expect(after).toContain(
      name === "newId" ? 'import { newId } from "./new-id.js";\n' : 'import { openStore } from "./open-store.js";\n',
    );
    expect(after).toContain(`export const value = ${typed};`);
  });

  test("offers nothing in place of what is declared, of a member, or of other names", async () => {
    for (const [text, part] of [
      ["export function getSto() {}\n", "getSto"],
      ["export const a = [{ getStore: 1 }.getSto];\n", ".getSto"],
      ['export const a = "getSto";\n', "getSto"],
      ["export const a = somethi;\n", "somethi"],
    ] as const) {
      const info = await complete("src/a.ts", text, part).catch(() => ({ entries: [] }));
      expect(
        info.entries.filter(({ labelDetails }) => labelDetails?.detail?.includes("replaces")),
        text,
      ).toEqual([]);
    }
  });

  test("puts a banned member last and strikes it through, but not inside of its own class's module", async () => {
    const text = 'import { Registry } from "./registry.js";\nexport const all = [Registry.];\n';
    const { entries } = await complete("src/a.ts", text, "[Registry.");
    const sorted = [...entries].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
    expect(sorted.at(-1)).toMatchObject({ name: "getInstance", kindModifiers: expect.stringContaining("deprecated") });
    expect(entries.filter(({ kindModifiers }) => kindModifiers?.includes("deprecated"))).toHaveLength(1);
    const own = `${REGISTRY}export const own = [Registry.];\n`;
    const inside = await complete("src/registry.ts", own, "[Registry.");
    const member = inside.entries.find(({ name }) => name === "getInstance");
    expect(member.kindModifiers ?? "").not.toContain("deprecated");
  });

  test("strikes through a member that every call of is banned", async () => {
    const text = 'import { Store } from "./store-class.js";\nexport const all = [Store.];\n';
    const { entries } = await complete("src/a.ts", text, "[Store.");
    const struck = entries.filter(({ kindModifiers }) => kindModifiers?.includes("deprecated"));
    expect(struck.map(({ name }) => name)).toEqual(["open"]);
  });
});
