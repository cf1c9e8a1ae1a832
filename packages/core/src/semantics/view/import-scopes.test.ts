import type { Reference, Variable } from "@typescript-eslint/scope-manager";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { openSource } from "../../../test-support/open-source.js";
import type { Node } from "../../syntax/nodes.js";
import { ScopedFile } from "./scoped-file.js";

/** What a variable is and where it is used, whoever analysed it. */
function factsOf(variable: Variable | undefined): unknown {
  return (
    variable && {
      defs: variable.defs.map(({ type, name, node }) => [type, name.range, node.type]),
      scope: variable.scope.block.type,
      // The analysis visits decorators of members twice.
      references: [...new Set(variable.references.map(useText))].sort(),
    }
  );
}

function useText(reference: Reference): string {
  return JSON.stringify([
    ...[reference.identifier.range, reference.isRead(), reference.isWrite()],
    ...[reference.isTypeReference, reference.isValueReference],
  ]);
}

/** What each name of a text means at each of its places. */
function meanings(file: string, text: string, hasScopes: boolean): ReadonlyMap<string, unknown> {
  const scoped = new ScopedFile({ ...openSource(file, text), ...(hasScopes && { hasScopes }) });
  const nodes: Node[] = [...scoped.nodes("Identifier"), ...scoped.nodes("JSXIdentifier")];
  return new Map(
    nodes.map((node) => {
      const { name } = node as { readonly name: string };
      return [`${name} at ${node.range.join("-")}`, factsOf(scoped.findVariable(name, node))];
    }),
  );
}

function expectSameMeanings(file: string, text: string): void {
  expect(meanings(file, text, false)).toEqual(meanings(file, text, true));
}

const NAMES = ["a", "Bb"] as const;
const name = fc.constantFrom(...NAMES);
/** Uses of a name, each of which stands alone in a text sometimes; `@` is the name. */
const USES = [
  ...["use(@, o.@, o?.[@]);", "use({ @, @: 1, x: @, [@]() {} });", "new @(@);", "use(`${@}`, @``, -@, typeof @);"],
  ...["<@ @={@} {...@}>{@}</@>;", "<@.x />;", "<div.@></div.@>;", "<@:x />;", "@.x = o.@ ?? @;", "x = @;", "@ = x;", "@++;"],
  ...[
    "if (!@) throw @;",
    "use(...[@, ...@]);",
    "while (@) use(@ ? @ : @, @);",
    "for (const x of @) use(x);",
    "for (@ of x) use();",
  ],
  ...["let x1: @;", "let x2: typeof @;", "let x3: @.@<@[]>;", "let x4: typeof @.x;", "use(@ as @, @!, @ satisfies @);"],
  ...["interface I1 extends @ { @: string }", "interface I2 extends @.x {}", "interface I3 { @?(x: @): asserts x is @ }"],
  ...[
    "class C1 extends @ implements @ {}",
    "class C2 implements @.x {}",
    "class C3 { @ = @; [@] = 1; @() {} }",
    "@@() class C4 {}",
  ],
  ...["class C5 { @@ x = 1; m(@@ x: @) {} }", "@: for (;;) break @;", "switch (@) { case @: }", "enum E1 { @ = 1, y = @ }"],
  ...[
    "export { @ as x5 };",
    "export default @;",
    "export type { @ as x6 };",
    "export { type @ as x7 };",
    'export { @ as x8 } from "m";',
  ],
  ...[
    "type F1 = (@: string) => @;",
    "import x9 = @.x;",
    'declare module "m" { import { @ } from "n"; }',
    "namespace N { use(@); }",
  ],
  ...["export = @;", "type F2<@> = @;", "type F3 = { [@ in x]: @ };", "type F4 = x extends infer @ ? @ : x;", "using x0 = @;"],
];
const use = fc
  .tuple(fc.constantFrom(...USES), name)
  .map(([text, own]) => text.replaceAll("@@", "\0").replaceAll("@", own).replaceAll("\0", `@${own}`));
const { statements } = fc.letrec<{ statement: string; statements: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true, maxDepth: 2 },
    use,
    use,
    fc.tuple(name, name).map(([own, other]) => `{ const { ${own}, x: [${other} = ${own}] } = use(); use(${other}); }`),
    fc
      .tuple(name, tie("statements"))
      .map(([own, inner]) => `use(function ${own}() { ${inner} }, (${own} = ${own}) => { ${inner} });`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `use(async () => { await ${own}; ${inner} });`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `try { ${inner} } catch (${own}) { ${own}++; }`),
  ),
  statements: fc.array(tie("statement"), { maxLength: 2 }).map((each) => each.join("\n")),
}));
const head = fc.constantFrom(
  ...['import { a, Bb } from "m";', 'import a, { x as Bb } from "m";', 'import * as a from "m"; import type { Bb } from "m";'],
  ...[
    'import Bb from "m";',
    'import { a as Bb } from "m"; const a = 1;',
    "",
    'import { type a, Bb } from "m"; import { a } from "n";',
  ],
);

test("a name that an import declares means what all scopes say, wherever it is", () => {
  assertProperty(
    fc.property(head, fc.array(use, { maxLength: 2 }), statements, (start, uses, rest) => {
      const text = [start, ...uses, rest].join("\n");
      fc.pre(parses("/a.tsx", text));
      expectSameMeanings("/a.tsx", text);
    }),
    2_000,
  );
});

const CASES = path.resolve(import.meta.dirname, "../../../../../test/conformance/cases");
const cases = readdirSync(CASES, { recursive: true, encoding: "utf8" }).filter((file) =>
  /^no-(?:raw-uuid|deprecated-import).*\.md$/u.test(file),
);
const FENCE = /^```(tsx?|jsx?)[^\n]*\n([^]*?)^```/gmu;

test("so it does in the code of cases", () => {
  const seen = new Set<string>();
  for (const file of cases) {
    for (const [, kind, text] of readFileSync(path.join(CASES, file), "utf8").matchAll(FENCE)) {
      if (seen.has(text!) || !text!.includes("import")) continue;
      seen.add(text!);
      const name = `/a.${kind!}`;
      if (parses(name, text!)) expectSameMeanings(name, text!);
    }
  }
  expect(seen.size).toBeGreaterThan(100);
});

function parses(file: string, text: string): boolean {
  try {
    openSource(file, text);
    return true;
  } catch {
    return false;
  }
}
