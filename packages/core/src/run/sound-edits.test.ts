import { join } from "node:path";
import { SourceSyntaxError } from "../modules/index.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { openSource } from "../../test-support/open-source.js";
import { applyTextEdits } from "../edits/compose.js";
import { createEngine } from "./create-engine.js";
import type { EngineHost } from "../syntax/source-file.js";

const REPLACE = [
  { match: "older($x)", with: "String($x)" },
  { match: "broken($x)", with: "class $x {}" },
];

/** `broken(1)` becomes `class 1 {}`, which no parser takes. */
function analyse(text: string, host: EngineHost = { parse: parseWithOxc }) {
  const root = writeTree({ "package.json": "{}" });
  const engine = createEngine({ root, host });
  const rule = engine.compile("no-deprecated-call", { replace: REPLACE }, { id: "calls" });
  return engine.analyse(openSource(join(root, "a.ts"), text), [rule]);
}

describe("an edit with which the file would not parse", () => {
  it("is left out alone, and is named", () => {
    const text = "older(1);\nbroken(1);\nolder(2);\nbroken(x);\n";
    const analysis = analyse(text);
    expect(applyTextEdits(text, analysis.fixAll())).toBe("String(1);\nbroken(1);\nString(2);\n(class x {});\n");
    expect(analysis.faults().map(({ violation }) => violation.found)).toEqual(["broken(1)"]);
  });

  it("is no fix of its own either, and the others are", () => {
    const fixes = analyse("older(1);\nbroken(1);\n").violations.map((violation) => violation.fix()?.length);
    expect(fixes).toEqual([1, undefined]);
  });

  it("is not judged where the file did not parse before", () => {
    const host: EngineHost = {
      parse(path, text) {
        if (path.endsWith("a.ts")) throw new SourceSyntaxError("always", 1, 1);
        return parseWithOxc(path, text);
      },
    };
    expect(analyse("older(1);", host).fixAll()).toHaveLength(1);
  });

  it("is found among any number of others, with few parses", () => {
    const site = fc.constantFrom("older(1);", "broken(1);", "broken(x);", "older(older(2));");
    assertProperty(
      fc.property(fc.array(site, { maxLength: 60 }), (sites) => {
        const text = sites.join("\n");
        const broken = sites.filter((each) => each === "broken(1);").length;
        let parses = 0;
        const host: EngineHost = { parse: (path, code) => (path.endsWith("a.ts") && parses++, parseWithOxc(path, code)) };
        const analysis = analyse(text, host);
        const fixed = applyTextEdits(text, analysis.fixAll());
        expect(fixed.split("broken(1)")).toHaveLength(broken + 1);
        expect(fixed).not.toMatch(/older|broken\(x/);
        expect(() => parseWithOxc("/a.ts", fixed)).not.toThrow();
        expect(parses).toBeLessThanOrEqual(2 + broken * 9);
      }),
      60,
    );
  });
});
