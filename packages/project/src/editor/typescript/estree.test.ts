import type { ScopeManager } from "@typescript-eslint/scope-manager";
import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { openText } from "./estree.js";

const NAMES = ["a", "bb", "Type"] as const;
const name = fc.constantFrom(...NAMES);

/** Declarations and uses of few names, in each other. */
const { statements } = fc.letrec<{ statement: string; statements: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    name.map((own) => `use(${own}, other);`),
    fc.tuple(name, name).map(([own, other]) => `{ const { ${own}, x: [${other} = ${own}] } = use(); use(${other}); }`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `@${own} class ${own} { m(${own}) { ${inner} } p = ${own} }`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `const f = async (x = ${own}) => { "use strict"; ${inner} };`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `use({ ${own}, x: ${own}, m() { ${inner} } }, [${own}]);`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `for (const ${own} of use()) { ${inner} }`),
    fc.tuple(name, name, tie("statements")).map(([own, other, inner]) => `switch (${own}) { case ${other}: ${inner} default: }`),
    fc.tuple(name, name).map(([own, other]) => `interface ${own} { x: ${other} } type T = keyof ${other};`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `namespace ${own} { ${inner} } enum E { ${own} = ${own} }`),
  ),
  statements: fc.array(tie("statement"), { maxLength: 3 }).map((each) => each.join(" ")),
}));
const head = fc.constantFrom("", 'import { a, Type as bb } from "m";', '"use strict"; export { a }; export const bb = 1;');

/** What each place of a name means, and where each variable of it is declared. */
function meanings(manager: ScopeManager, wanted: string): readonly string[] {
  const declared = ({ defs }: { readonly defs: readonly { readonly name: { readonly range: readonly number[] } }[] }): string =>
    defs.map((each) => each.name.range.join("-")).join(" ");
  const references = manager.scopes.flatMap((scope) => scope.references).filter(({ identifier }) => identifier.name === wanted);
  const variables = manager.scopes.flatMap((scope) => scope.variables).filter((each) => each.name === wanted);
  return [
    ...references.map(({ identifier, resolved }) => `${identifier.range.join("-")}: ${resolved ? declared(resolved) : "global"}`),
    ...variables.map((each) => `${each.scope.type}: ${declared(each)}`),
  ].sort();
}

test("scopes around the places of a name know of it what all scopes know, and leave the tree whole", () => {
  assertProperty(
    fc.property(head, statements, (start, rest) => {
      const text = `${start} ${rest}`;
      const source = openText(ts, "/a.ts", text);
      for (const each of NAMES) {
        const places = [...text.matchAll(new RegExp(`\\b${each}\\b`, "g"))].map(({ index }) => index);
        const some = meanings(source.scopesAround!(places), each);
        // Asked afterwards, on the tree that was narrowed and is whole again.
        expect(some).toEqual(meanings(openText(ts, "/a.ts", text).scopes(), each));
        expect(meanings(source.scopes(), each)).toEqual(some);
      }
    }),
    200,
  );
});
