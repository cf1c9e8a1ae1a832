import { tmpdir } from "node:os";
import { join } from "node:path";
import { createModules } from "../modules/index.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { assertProperty } from "../../../../test/support/properties.js";
import { openSource } from "../../test-support/open-source.js";
import type { ExportRef } from "./module-view.js";
import { FileView } from "./file-view.js";
import { localNamesOf } from "./local-names.js";

const root = tmpdir();
const modules = createModules({ root, parse: parseWithOxc });

const NAMES = ["UserId", "UserId_1", "RunId", "x", "\\u0055serId"] as const;
const name = fc.constantFrom(...NAMES);

/** Declarations and uses of few names, in each other: they shadow each other, and some are written with an escape. */
const { statements } = fc.letrec<{ statement: string; statements: string }>((tie) => ({
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    name.map((own) => `use(${own});`),
    fc.tuple(name, name).map(([own, other]) => `{ const ${own} = 1; use(${other}, ${own}); }`),
    fc.tuple(name, name).map(([own, other]) => `{ const { ${own}, a: { b: { ${other}: x9 } } } = use(); use(x9, ${own}); }`),
    fc.tuple(name, name).map(([own, other]) => `{ let ${own} = ${other}; use(${own}); }`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `function f(${own}) { ${inner} }`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `for (const ${own} of use()) { ${inner} }`),
    fc.tuple(name, tie("statements")).map(([own, inner]) => `use(class ${own} { m() { ${inner} } });`),
  ),
  statements: fc.array(tie("statement"), { maxLength: 3 }).map((each) => each.join(" ")),
}));
const head = fc.constantFrom(
  "",
  'import { UserId } from "ids";',
  'import { UserId as x } from "ids";',
  'import type { UserId, RunId } from "ids";',
  'import * as RunId from "ids";',
  'import { UserId } from "others";',
  "const UserId = 1;",
  "type RunId = string;",
);
const program = fc.tuple(head, statements).map((parts) => parts.join("\n"));

const open = (text: string) => new FileView(openSource(join(root, "a.ts"), text), modules);
const refs = ["UserId", "RunId"].map((each): ExportRef => ({
  ...{ name: each, exported: each },
  module: { kind: "package", name: "ids", subpath: "" },
}));

describe("names of exports", () => {
  it("gives an export a name that means nothing else at its place, and the same one each time", () => {
    assertProperty(
      fc.property(program, fc.boolean(), (text, isTypeOnly) => {
        const file = open(text);
        const names = localNamesOf(file);
        const choose = () =>
          file
            .nodes("CallExpression")
            .flatMap((at) => refs.map((ref) => ({ at, ref, chosen: names.nameFor(ref, at, { isTypeOnly }) })));
        const first = choose();
        for (const { at, ref, chosen } of first) {
          if ("refused" in chosen) continue;
          const [local = ""] = chosen.text.split(".");
          const variable = file.findVariable(local, at);
          const imported = variable && file.importedName(variable);
          if (variable) expect([ref.exported, "*"], text).toContain(imported?.imported);
          if (imported) expect(imported.reference.specifier).toBe("ids");
        }
        expect(choose().map(({ chosen }) => chosen)).toEqual(first.map(({ chosen }) => chosen));
      }),
      500,
    );
  });
});
