import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { openSource } from "../../../test-support/open-source.js";
import { describeViolation } from "../../run/messages.js";
import { runRule, type RuleRun } from "../../../test-support/project-engine.js";
import { fillTree } from "../../../../../test/support/temporary-tree.js";

const METHODS = ["start", "stop", "pause"] as const;

/** Ways to have a method, and ways that only look so; `@` is its name. */
const HAVING: readonly string[] = [
  "@() {}",
  "async @(x = 1) {}",
  "*@() {}",
  "'@'() {}",
  "@ = () => {};",
  "@ = function () {};",
  "static @() {}",
  "get @() { return () => 1; }",
  "public readonly @ = helper;",
  "@ = this.other.bind(this);",
];
const LACKING: readonly string[] = [
  "private @() {}",
  "protected @ = () => {};",
  "#@() {}",
  "get @() { return 1; }",
  "set @(x) {}",
  "@ = 5;",
  "declare @: () => void;",
  "@?(): void;",
];
const ABSENT = ["@ed() {}", "// @() {}", "other@ = 1;"];

const member = (ways: readonly string[], has: boolean) => fc.constantFrom(...ways).map((text) => ({ text, has }));
const members = fc.tuple(...METHODS.map(() => fc.oneof(member(HAVING, true), member(LACKING, false), member(ABSENT, false))));

/** A class, and a class whose base in the file, or in another module, has the first method. */
const HEADS = [
  "export class Bridge {",
  "class Base { start() {} } export class Bridge extends Base {",
  "export class Bridge extends Far {",
];

let run: RuleRun;
let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-component-laws-")));
  fillTree(root, {
    "package.json": { name: "laws", type: "module" },
    "src/bridge.ts": "export class Bridge {}",
    "src/far.ts": "class Farther { start() {} } export class Far extends Farther {}",
  });
  const components = {
    Bridge: { from: "./src/bridge.ts", requiredMethods: [...METHODS], initializationDependencies: ["EventBus"] },
  };
  run = runRule(root, "implements-contract", {}, { components });
});

function program(head: string, parts: readonly { readonly text: string }[]): string {
  const body = parts.map(({ text }, index) => text.replaceAll("@", () => METHODS[index] as string));
  const construct = head.includes("extends") ? "constructor(bus: EventBus) { super(); }" : "constructor(bus: EventBus) {}";
  return `import { Far } from "./far.js";\ndeclare const helper: () => void;\n${head}\n${construct}\n${body.join("\n")}\n}\n`;
}

describe("implements-contract on generated classes", () => {
  it("reports each method that the class lacks, and no other", () => {
    assertProperty(
      fc.property(fc.constantFrom(...HEADS), members, (head, parts) => {
        const text = program(head, parts);
        const { violations } = run.analyse("src/bridge.ts", text);
        const said = violations.map(describeViolation).join("\n");
        for (const [index, { has, text: written }] of parts.entries()) {
          const name = METHODS[index] as string;
          const isInherited = name === "start" && head.includes("extends") && ABSENT.includes(written);
          expect(
            new RegExp(`(?<!\\w)${name}(?![\\w(])`, "u").test(said.replace(/Use .*/gu, "")),
            `${name} of\n${text}\n${said}`,
          ).toBe(!has && !isInherited);
        }
      }),
      400,
    );
  });

  it("has hints alone, each with a reason, and changes nothing", () => {
    assertProperty(
      fc.property(fc.constantFrom(...HEADS), members, (head, parts) => {
        const text = program(head, parts);
        const { violations } = run.analyse("src/bridge.ts", text);
        expect(violations.every(({ level, reason }) => level === "hint" && reason !== null)).toBe(true);
        expect(run.fixed("src/bridge.ts", text)).toBe(text);
      }),
      100,
    );
  });
});

describe("the check before a parse", () => {
  const WORDS = [
    "export ",
    "class ",
    "Bridge",
    "{ ",
    "}",
    "start() {} ",
    "new ",
    "(",
    ")",
    ";\n",
    "const a = ",
    "\\u0042ridge",
    "function ",
  ];
  const soup = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((parts) => parts.join(""));

  it("lets the component's file in alone", () => {
    expect(run.rule.mayConcern(join(root, "src/bridge.ts"), "")).toBe(true);
    assertProperty(
      fc.property(soup, (text) => {
        const file = "src/other.ts";
        try {
          openSource(file, text);
        } catch {
          return;
        }
        expect(run.analyseUnchecked(file, text).violations, text).toEqual([]);
      }),
      200,
    );
  });
});
