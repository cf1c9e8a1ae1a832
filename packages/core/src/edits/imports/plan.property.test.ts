import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { openSource } from "../../../test-support/open-source.js";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { fillTree } from "../../../../../test/support/temporary-tree.js";
import { createEngine } from "../../run/create-engine.js";
import { applyTextEdits } from "../compose.js";
import type { CompiledRule } from "../../run/engine.js";
import { FileView } from "../../semantics/file-view.js";
import { createModules } from "../../modules/index.js";
import type { ImportedName } from "../../semantics/module-reference.js";

const NAMES = ["A", "B", "C", "D"] as const;
const EXPORTS = [...NAMES, "default"] as const;

interface Entry {
  readonly from: string;
  readonly name?: string;
  readonly to: string;
  readonly as?: string;
  readonly rename?: "uses";
}

const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-imports-")));
const body = `${NAMES.map((name) => `export const ${name} = 1;`).join("\n")}\nexport default 1;\n`;
fillTree(root, Object.fromEntries(["old1", "old2", "new1", "new2", "stay"].map((name) => [`src/${name}.ts`, body])));
const modules = createModules({ root, parse: parseWithOxc });
const engine = createEngine({ root, host: { parse: parseWithOxc }, modules });
const path = join(root, "src/use.ts");
afterAll(() => rmSync(root, { recursive: true }));

const entryOf = (from: fc.Arbitrary<string>, to: fc.Arbitrary<string>): fc.Arbitrary<Entry> =>
  fc
    .record({ from, name: fc.constantFrom(...EXPORTS), to, as: fc.constantFrom(...EXPORTS, undefined), rename: fc.boolean() })
    .map(({ from: source, name, to: target, as, rename }) => ({
      from: `./src/${source}.ts`,
      name,
      to: `./src/${target}.ts`,
      ...(as !== undefined && { as }),
      ...(rename && { rename: "uses" as const }),
    }));

const entries = fc.uniqueArray(entryOf(fc.constantFrom("old1", "old2"), fc.constantFrom("new1", "new2")), {
  minLength: 1,
  maxLength: 6,
  selector: (entry) => `${entry.from}#${entry.name}`,
});

/** One declaration with a seed for its local names, which are made distinct later. */
interface Shape {
  readonly kind: "named" | "default" | "mixed" | "namespace" | "export" | "require";
  readonly module: string;
  readonly names: readonly { readonly imported: string; readonly alias: boolean; readonly type: boolean }[];
  readonly multiline: boolean;
  readonly comment: boolean;
}

const shapes: fc.Arbitrary<readonly Shape[]> = fc.array(
  fc.record({
    kind: fc.constantFrom("named", "named", "default", "mixed", "namespace", "export", "require"),
    module: fc.constantFrom("old1", "old1", "old2", "new1", "new2", "stay"),
    names: fc.uniqueArray(fc.record({ imported: fc.constantFrom(...EXPORTS), alias: fc.boolean(), type: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
      selector: (name) => name.imported,
    }),
    multiline: fc.boolean(),
    comment: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Writes the declarations, then one use of each name, in an order that a change does not touch. */
function fileOf(list: readonly Shape[]): string {
  const taken = new Set<string>();
  const uses: string[] = [];
  const fresh = (wish: string): string => {
    const local = taken.has(wish) ? fresh(`${wish}x`) : wish;
    taken.add(local);
    return local;
  };
  const header = list.map((shape, index) => declaration(shape, index, fresh, uses));
  return `${header.join("\n")}\n\n${uses.map((use, index) => `export const use${index} = ${use};`).join("\n")}\n`;
}

function declaration(shape: Shape, index: number, fresh: (wish: string) => string, uses: string[]): string {
  const from = `"./${shape.module}.js"`;
  const bind = (wish: string, isType = false): string => {
    const local = fresh(wish);
    uses.push(isType ? `0 as unknown as typeof ${local}` : `[${local}]`);
    return local;
  };
  const list = (write: (name: Shape["names"][number]) => string): string => {
    const items = shape.names.map(write);
    return shape.multiline
      ? `{\n${items.map((item) => `  ${item},${shape.comment ? " // why" : ""}\n`).join("")}}`
      : `{ ${items.join(", ")} }`;
  };
  const named = (name: Shape["names"][number], joiner: string): string => {
    const isType = name.type && joiner === " as ";
    const local = bind(name.alias || name.imported === "default" ? `my${name.imported}` : name.imported, isType);
    return `${isType ? "type " : ""}${local === name.imported ? local : name.imported + joiner + local}`;
  };
  switch (shape.kind) {
    case "default":
      return `import ${bind("made")} from ${from};`;
    case "mixed":
      return `import ${bind("made")}, ${list((name) => named(name, " as "))} from ${from};`;
    case "namespace": {
      const local = fresh("ns");
      for (const { imported } of shape.names) uses.push(`[${local}.${imported}]`);
      return `import * as ${local} from ${from};`;
    }
    case "export":
      return `export ${list(({ imported }) => `${imported} as out${index}${imported}`)} from ${from};`;
    case "require":
      return `const ${list((name) => named(name, ": "))} = require(${from});`;
    default:
      return `import ${list((name) => named(name, " as "))} from ${from};`;
  }
}

/** Where every use, and every re-export, comes from: `use0 = old1#A`. */
function originsOf(text: string): Readonly<Record<string, string>> {
  const file = new FileView(openSource(path, text), modules);
  const origins: Record<string, string> = {};
  const locals = new Map<string, ImportedName>();
  for (const name of file.moduleReferences().flatMap((reference) => reference.names)) {
    const module = name.reference.specifier.slice(2, -3);
    if (name.node?.type === "ExportSpecifier") {
      const { exported } = name.node;
      origins[exported.type === "Identifier" ? exported.name : exported.value] = `${module}#${name.imported}`;
    } else if (name.local) {
      expect(locals.has(name.local.name), `${name.local.name} is bound once in\n${text}`).toBe(false);
      locals.set(name.local.name, name);
    }
  }
  for (const match of text.matchAll(/export const (use\d+) = (?:\[(\w+)(?:\.(\w+))?\]|0 as unknown as typeof (\w+));/gu)) {
    const [, use, value, member, type] = match;
    const name = locals.get((value ?? type) as string);
    expect(name, `${value ?? type} is bound in\n${text}`).toBeDefined();
    const module = name!.reference.specifier.slice(2, -3);
    if (value !== undefined) expect(name!.isTypeOnly, `${value} is a value in\n${text}`).toBe(false);
    origins[use as string] = `${module}#${member ?? name!.imported}`;
  }
  return origins;
}

function moved(origin: string, list: readonly Entry[]): string {
  const [module, name] = origin.split("#") as [string, string];
  const entry = list.find((each) => each.from === `./src/${module}.ts` && each.name === name);
  return entry ? `${entry.to.slice(6, -3)}#${entry.as ?? name}` : origin;
}

function compile(list: readonly Entry[]): CompiledRule {
  return engine.compile("no-deprecated-import", list, { id: "moves", root, title: "Moves" });
}

function fixed(text: string, rule: CompiledRule): string {
  const analysis = engine.analyse(openSource(path, text), [rule]);
  return applyTextEdits(text, analysis.fixAll());
}

const runs = 150;

describe("the import planner", () => {
  it("moves every name that an entry speaks of, and leaves what each other use means", () => {
    assertProperty(
      fc.property(shapes, entries, (list, moves) => {
        const text = fileOf(list);
        const rule = compile(moves);
        const analysis = engine.analyse(openSource(path, text), [rule]);
        fc.pre(analysis.violations.every((violation) => violation.level === "fix"));
        const before = originsOf(text);
        const after = applyTextEdits(text, analysis.fixAll());
        const expected = Object.fromEntries(Object.entries(before).map(([use, origin]) => [use, moved(origin, moves)]));
        expect(originsOf(after), `${text}\n→\n${after}`).toEqual(expected);
        expect(fixed(after, rule), "a second run changes nothing").toBe(after);
      }),
      runs,
    );
  });

  it("gives every violation a fix that is complete alone", () => {
    assertProperty(
      fc.property(shapes, entries, (list, moves) => {
        const text = fileOf(list);
        const before = originsOf(text);
        for (const violation of engine.analyse(openSource(path, text), [compile(moves)]).violations) {
          const edits = violation.fix() ?? violation.suggestions[0]?.edits();
          if (!edits) continue;
          const after = applyTextEdits(text, edits);
          const origins = originsOf(after);
          expect(Object.keys(origins).sort()).toEqual(Object.keys(before).sort());
          for (const [use, origin] of Object.entries(origins))
            expect([before[use], moved(before[use] as string, moves)], `${use} in\n${text}\n→\n${after}`).toContain(origin);
          expect(origins, `${text}\n→\n${after}`).not.toEqual(before);
        }
      }),
      runs,
    );
  });

  it("keeps the text of declarations that no entry speaks of and nothing joins", () => {
    assertProperty(
      fc.property(shapes, entries, (list, moves) => {
        const text = fileOf(list);
        const after = fixed(text, compile(moves));
        const targets = new Set(moves.flatMap((move) => [move.from, move.to]));
        const file = new FileView(openSource(path, text), modules);
        for (const reference of file.moduleReferences()) {
          if (targets.has(`./src/${reference.specifier.slice(2, -3)}.ts`)) continue;
          const statement = reference.kind === "require" ? undefined : file.textOf(reference.node);
          if (statement !== undefined) expect(after, text).toContain(statement);
        }
      }),
      runs,
    );
  });

  it("comes back to the same bindings when names move there and back", () => {
    const there = fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 1 });
    assertProperty(
      fc.property(shapes, there, (list, names) => {
        const text = fileOf(list.map((shape) => ({ ...shape, module: shape.module.startsWith("new") ? "stay" : shape.module })));
        const out = compile(names.map((name) => ({ from: "./src/old1.ts", name, to: "./src/new1.ts" })));
        const back = compile(names.map((name) => ({ from: "./src/new1.ts", name, to: "./src/old1.ts" })));
        fc.pre(engine.analyse(openSource(path, text), [out]).violations.every(({ level }) => level === "fix"));
        const away = fixed(text, out);
        expect(originsOf(fixed(away, back)), `${text}\n→\n${away}`).toEqual(originsOf(text));
      }),
      runs,
    );
  });
});
