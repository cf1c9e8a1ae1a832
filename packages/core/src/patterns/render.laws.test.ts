import { tmpdir } from "node:os";
import { join } from "node:path";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { openSource } from "../../test-support/open-source.js";

import type { Part } from "../syntax/ranges.js";
import { FileView } from "../semantics/file-view.js";
import type { Node } from "../syntax/nodes.js";
import { createModules } from "../modules/index.js";
import { renderTemplate } from "./render.js";
import type { Binding, Filling } from "./filling.js";
import { parseTemplate, TemplateSyntaxError } from "./template.js";

const host = { parse: parseWithOxc };
const modules = createModules({ root: tmpdir(), parse: parseWithOxc });

/** Expressions of every precedence that a hole may bind. */
const BOUND = [
  "x", "1", '"s"', "x.y", "x?.y", "f(1)", "new F", "new F(1)", "-x", "typeof x", "await x", "x ** 2", "x * 2", "x + 1", "x < 1", "x === 1", "x && y",
  "x || y", "x ?? y", "x ? y : z", "x = 1", "() => x", "async () => { x; }", "function () {}", "class {}", "{ a: 1 }", "[1, 2]", "`a${x}`", "x as string",
  "x!", "x satisfies T", "(x, y)", "/r/u", "x++", "f`t`", "import.meta.url",
]; // prettier-ignore

/** Shapes in which `$a` and `$b` stand everywhere an expression can. */
const SHAPES = [
  "$a", "f($a)", "f($a, $b)", "$a.b", "$a?.b", "$a[$b]", "$a()", "$a?.($b)", "new N($a)", "new $a()", "-$a", "!$a", "typeof $a", "$a + $b", "$a - $b",
  "$a * $b", "$a ** $b", "$a && $b", "$a || $b", "$a ?? $b", "$a ? $b : 1", "1 ? $a : $b", "[$a, ...$b]", "{ k: $a, [$b]: 1, ...$a }", "{ $a }",
  "`t ${$a} u`", "() => $a", "async () => await $a", "$a as string", "$a!", "$a satisfies T", "tag`x ${$b}`", "await $a", "f(...$a)", "k = $a", "($a, $b)",
  "$a instanceof $b", "$a in $b", "x.y.z($a).w($b)",
]; // prettier-ignore

/** A tree as text without places, parentheses and what only dresses it; holes as what they are bound to. */
function shape(node: Node, bound: ReadonlyMap<string, string>): string {
  if (node.type === "Identifier" && bound.has(node.name)) return bound.get(node.name) as string;
  if (node.type === "ChainExpression") return shape(node.expression, bound);
  const record = node as unknown as Record<string, unknown>;
  const own = ["operator", "name", "value", "optional", "computed", "kind", "async", "raw"]
    .filter(
      (key) => record[key] !== undefined && typeof record[key] !== "object" && !(node.type === "Property" && key === "kind"),
    )
    .map((key) => `${key}=${String(record[key])}`);
  const children = (visitorKeys[node.type] ?? []).map((key) => {
    const child = record[key];
    // `{ $a }` keeps the hole's name as the property's.
    if (node.type === "Property" && key === "key" && !node.computed) return (node.key as { name: string }).name.replace("$", "");
    return (Array.isArray(child) ? child : [child])
      .map((item) => (item && typeof (item as Node).type === "string" ? shape(item as Node, bound) : "-"))
      .join(",");
  });
  return `${node.type}(${own.join(" ")} ${children.join(";")})`;
}

/** The file's text of parts, as an edit would write it. */
function textOf(file: FileView, parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === "string" ? part : file.text.slice(...part.copy))).join("");
}

function bindings(texts: readonly string[]): { file: FileView; nodes: Node[] } {
  const text = `async () => [${texts.map((each) => (each.startsWith("(") ? each : `(${each})`)).join(", ")}];\n`;
  const file = new FileView(openSource(join(tmpdir(), "bound.ts"), text), modules);
  return { file, nodes: [...file.nodes("ArrayExpression")][0]!.elements as Node[] };
}

function fillingOf(bound: ReadonlyMap<string, Binding>): Filling {
  return {
    bindings: bound,
    value: undefined,
    name: undefined,
    entity: undefined,
    scopeRule: (hole) => ({ from: [hole], type: undefined, isDefault: true }),
    findExport: () => undefined,
  };
}

describe("a template that is parsed and rendered", () => {
  it("is an expression in which each hole holds exactly what it bound", () => {
    assertProperty(
      fc.property(fc.constantFrom(...SHAPES), fc.constantFrom(...BOUND), fc.constantFrom(...BOUND), (text, a, b) => {
        // A function that is not async can't wait, whatever stands around it.
        fc.pre(!(text.startsWith("() =>") && a === "await x"));
        const template = parseTemplate(text, host);
        const { file, nodes } = bindings([a, b]);
        const bound = new Map<string, Binding>([
          ["a", { node: nodes[0]! }],
          ["b", { node: nodes[1]! }],
        ]);
        const rendered = renderTemplate(file, template, fillingOf(bound), nodes[0]!);
        const written = textOf(file, rendered.parts);
        let again: Node;
        try {
          again = parseTemplate(template.root.type === "Identifier" ? `(${written})` : written, host).root;
        } catch (error) {
          throw new Error(`${written}: ${(error as Error).message}`, { cause: error });
        }
        const names = new Map([
          ["$a", shape(nodes[0]!, new Map())],
          ["$b", shape(nodes[1]!, new Map())],
        ]);
        expect(normal(shape(again, new Map())), written).toBe(normal(shape(template.root, names)));
      }),
      4000,
    );
  });

  it("throws nothing but a syntax error for any text", () => {
    const piece = fc.constantFrom(
      "$",
      "$a",
      "$$$b",
      "(",
      ")",
      "{",
      "}",
      "`",
      "${",
      "'",
      '"',
      "//",
      "/*",
      "*/",
      "=>",
      "await",
      ",",
      ";",
      "\n",
      "x",
      " ",
      "<a>",
      "[",
    );
    assertProperty(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 30 }),
          fc.array(piece, { maxLength: 12 }).map((parts) => parts.join("")),
        ),
        (text) => {
          try {
            const template = parseTemplate(text, host);
            for (const hole of template.holes) expect(text.slice(...hole.range)).toBe(`${hole.isList ? "$$$" : "$"}${hole.name}`);
          } catch (error) {
            expect(error).toBeInstanceOf(TemplateSyntaxError);
            const { offset } = error as TemplateSyntaxError;
            expect(offset).toBeGreaterThanOrEqual(0);
            expect(offset).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      2000,
    );
  });
});

function normal(text: string): string {
  return text.replaceAll("shorthand=true", "").replaceAll(/ optional=(?:true|false)/gu, "");
}
