import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { openSource } from "../../../test-support/open-source.js";
import { runRule, type RuleRun } from "../../../test-support/project-engine.js";
import { expectOnePass, expectPlacesOnce, expectSoundCheck, expectWholeEdits } from "../../../test-support/rule-laws.js";
import { fillTree } from "../../../../../test/support/temporary-tree.js";

const MESSAGE = ["id: string", 'role: "user" | "tool"', "content?: string", "readonly at: number", "reply?: №"] as const;
/** Declarations; `№` is the name. */
const DECLARATIONS: readonly string[] = [
  `interface № { ${MESSAGE.join("; ")} }`,
  `type № = {\n  ${[...MESSAGE].reverse().join(",\n  ")},\n};`,
  `/** A message. */\ninterface № {\n  id: string; // its key\n  role: "tool" | "user";\n  content?: string;\n  readonly at: number;\n  reply?: №;\n}`,
  "interface № { id: string; role: string }",
  'type № = "user" | "tool" | "robot"',
  'type № = ("robot" | "tool") | "user";',
  "type № = string;",
  'enum № { On = "on", Off = "off", Idle = "idle" }',
  'enum № { On = "on" }',
  "type №<T> = { id: T };",
  "interface № extends Partial<Record<string, number>> { id: string }",
];
const NAMES = ["Message", "ChatMessage", "Role", "MESSAGE", "State", "Other"] as const;
/** Uses of a name; `№` is the name, `#` a fresh number. */
const USES: readonly string[] = [
  "export const a# = (x: №): №[] => [x];",
  "export type B# = Partial<№> & { b: number };",
  "export interface C# { inner: № }",
  "export { type № as D# };",
  "const e# = (x: unknown) => x as №;",
  "export function f#() { type № = 1; const one: № = 1; return one; }",
  "export class G# { constructor(readonly x: № | undefined) {} }",
];
const HEADS: readonly string[] = [
  'import { log } from "./log.js";',
  'import type { Message as Shared } from "./shared/types.js";\nexport type Kept = Shared;',
  'import * as shared from "./shared/index.js";\nexport const seen = shared;',
  "// eslint-disable-next-line laws/no-duplicate-type",
  "",
];

const declaration = fc.record({
  text: fc.constantFrom(...DECLARATIONS),
  name: fc.constantFrom(...NAMES),
  place: fc.constantFrom("top", "export", "export", "function"),
  uses: fc.array(fc.constantFrom(...USES), { maxLength: 3 }),
});
const program = fc
  .tuple(
    fc.constantFrom(...HEADS),
    fc.uniqueArray(declaration, { minLength: 1, maxLength: 4, selector: ({ name }) => name }),
    fc.constantFrom("\n", "\r\n"),
  )
  .map(([head, declarations, eol]) => {
    const parts = declarations.map(({ text, name, place, uses }, index) => {
      const own = text.replaceAll("№", name);
      const users = uses.map((use, number) => use.replaceAll("№", name).replaceAll("#", `${index}${number}`));
      if (place === "function" && !own.includes("enum")) return `export function h${index}() {\n  ${own}\n  return (x: ${text.includes("<T>") ? "unknown" : name}) => x;\n}`;
      const declared = place === "export" ? own.replace(/^(\/\*\*.*\n)?/, "$1export ") : own;
      return [declared, ...(text.includes("<T>") ? [] : users)].join("\n");
    });
    return [head, ...parts, "export const end = 1;", ""].join("\n\n").replaceAll("\n", eol);
  }); // prettier-ignore

const CANONICAL = ["Message", "Role", "State"];
const CONTEXT = {
  imports: { Message: "./src/shared/types.ts", Role: "./src/shared/types.ts", State: "./src/shared/types.ts" },
};

let run: RuleRun;
beforeAll(() => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-duplicate-laws-")));
  fillTree(root, {
    "package.json": { name: "laws", type: "module" },
    "src/shared/types.ts": [
      `export interface Message { ${MESSAGE.join("; ").replace("№", "Message")} }`,
      'export type Role = "robot" | "tool" | "user";',
      'export enum State { On = "on", Off = "off", Idle = "idle" }',
    ].join("\n"),
    "src/shared/index.ts": 'export * from "./types.js";',
    "src/log.ts": "export const log = 1;",
  });
  run = runRule(root, "no-duplicate-type", { canonical: CANONICAL }, CONTEXT);
});

const FILE = "src/a.ts";
const LIBRARY = new Set(["Partial", "Record"]);

describe("no-duplicate-type on generated programs", () => {
  it("reports a declaration once, and finds every one that has a name", () => {
    assertProperty(
      fc.property(program, (text) => {
        const places = expectPlacesOnce(run, FILE, text);
        // A generic of the name, whose home has no parameters, is a type of its own.
        const named = [...text.matchAll(/(?:interface|type|enum) (?:Message|Role|MESSAGE|State)\b(?! as)(?= *[={e])/g)];
        expect(places, text).toBeGreaterThanOrEqual(named.length);
      }),
      150,
    );
  });

  it("fixes all in one pass to a text that parses, declares its names and is fixed no further", () => {
    assertProperty(
      fc.property(program, (text) => {
        expectOnePass(run, FILE, text, LIBRARY);
        const fixed = run.fixed(FILE, text);
        expect(unusedImports(fixed), `${text}\n→\n${fixed}`).toEqual(unusedImports(text));
      }),
      250,
    );
  });

  it("has fixes and suggestions that are complete by themselves", () => {
    assertProperty(
      fc.property(program, (text) =>
        expectWholeEdits(run, FILE, text, {
          library: LIBRARY,
          also: (after) => expect(unusedImports(after), `${text}\n→\n${after}`).toEqual(unusedImports(text)),
        }),
      ),
      150,
    );
  });

  it("loses no comment by a fix, but those that the home has", () => {
    assertProperty(
      fc.property(program, (text) => {
        const comments = (of: string) => openSource(FILE, of).comments().map(({ value }) => value.trim());
        expect(comments(run.fixed(FILE, text)), text).toEqual(comments(text));
      }),
      100,
    ); // prettier-ignore
  });
});

/** Imported names that nothing uses. */
function unusedImports(text: string): string[] {
  const scopes = openSource(FILE, text).scopes();
  return scopes.scopes
    .flatMap(({ variables }) => variables)
    .filter(({ defs, references }) => defs.some(({ type }) => type === ("ImportBinding" as string)) && references.length === 0)
    .map(({ name }) => name)
    .sort();
}

const PIECES = [
  "interface ", "type ", "enum ", "class ", "export ", "declare ", "Message", "ChatMessage", "Mess\\u0061ge", "MESSAGE", "Role", "State", "/* x */ ", "// y\n",
  " = ", "{ ", " }", "; ", "\n", "id", ": string", '"user"', '"tool"', '"robot"', " | ", "role", "content?", "readonly at: number", "reply?: ", "On", "Off", "Idle", " & ",
  "<T>", "/** @typedef ", "{string} ", " */", 'import("./shared/types.js").',
]; // prettier-ignore

describe("the check of the text before a parse", () => {
  const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 16 }).map((parts) => parts.join(""));

  it("lets no file by in which the rule would find something", () => {
    assertProperty(
      fc.property(fc.oneof(soup, program), fc.constantFrom(FILE, "src/a.js"), (text, file) => {
        expectSoundCheck(run, file, text);
      }),
      40000,
    );
  });
});
