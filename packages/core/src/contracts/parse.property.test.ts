import fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { parseContract } from "../../test-support/with-rules.js";
import { FULL_FRONT_MATTER, FULL_PROSE } from "../../test-support/contract-text.js";
import { readYaml } from "./yaml/yaml-data.js";

const source = { id: "my-ids", file: "migrations/my-ids.md" };
const FULL = `---\n${FULL_FRONT_MATTER}---\n${FULL_PROSE}`;

/** Checks what holds for every text: no exception, positions inside the text, a contract only without errors. */
function expectSound(text: string): void {
  const { contract, problems, skipped } = parseContract(text, source);
  const lines = text.split(/\r\n|\n|\r/);
  for (const { line, column, code, message, file } of problems) {
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
    expect(code).toMatch(/^[a-z0-9-]+$/);
    expect(message).toMatch(/[.?]$/);
    expect(file).toBe(source.file);
  }
  const hasErrors = problems.some(({ severity }) => severity === "error");
  expect(contract === undefined).toBe(hasErrors || skipped === true);
}

describe("any text", () => {
  it("is read without a throw", () => {
    assertProperty(fc.property(fc.string({ unit: "binary", maxLength: 400 }), expectSound), 500);
    assertProperty(
      fc.property(fc.string({ maxLength: 400 }), (yaml) => expectSound(`---\n${yaml}\n---\n${yaml}`)),
      500,
    );
  });

  it("made of a contract's own pieces is read without a throw", () => {
    const words = FULL.split(/(\s+|[{}[\],:])/).filter((word) => word !== "");
    const pieces = fc.array(
      fc.constantFrom(...words, "*", "&a", "!t", "|", ">", "'", '"', "`", "#", "- ", "? ", "\t", "\r\n", "<<", "~", "__proto__"),
      {
        maxLength: 60,
      },
    );
    assertProperty(
      fc.property(pieces, (parts) => expectSound(`---\n${parts.join("")}\n---\n`)),
      1_500,
    );
  });

  it("that is a contract with a mistake is read without a throw", () => {
    const mistake = fc.record({ at: fc.nat(FULL.length), remove: fc.nat(12), insert: fc.string({ maxLength: 4 }) });
    assertProperty(
      fc.property(fc.array(mistake, { minLength: 1, maxLength: 3 }), (mistakes) => {
        let text = FULL;
        for (const { at, remove, insert } of mistakes) text = text.slice(0, at) + insert + text.slice(at + remove);
        expectSound(text);
      }),
      800,
    );
  });
});

describe("written out and read again", () => {
  const word = fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/);
  const prose = fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== "");
  const globs = fc.array(
    word.map((name) => `${name}/**`),
    { minLength: 1, maxLength: 3 },
  );
  const optional = { requiredKeys: ["title", "rules"] as ("title" | "rules")[] };
  const frontMatter = fc.record(
    {
      title: prose,
      rules: fc.record({
        "no-deprecated-call": fc.record({
          replace: fc.array(fc.record({ match: prose, with: prose }), { minLength: 1, maxLength: 3 }),
        }),
      }),
      status: fc.constantFrom("planned", "active", "complete"),
      severity: fc.constantFrom("error", "warn"),
      owner: prose,
      why: prose,
      due: fc
        .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      files: globs,
      ignores: globs,
      imports: fc.dictionary(
        word,
        word.map((name) => `./src/${name}.ts`),
      ),
      scope: fc.dictionary(word, fc.array(word, { minLength: 1, maxLength: 3 })),
      rollback: fc.array(prose, { maxLength: 3 }),
      components: fc.dictionary(
        word,
        fc.record({
          from: fc.constant("./a.ts"),
          requiredMethods: fc.array(word),
          consumerExpectations: fc.dictionary(word, prose),
        }),
      ),
    },
    optional,
  );

  it("a contract says the same", () => {
    assertProperty(
      fc.property(frontMatter, fc.boolean(), (data, isFlow) => {
        const yaml = stringify(data, {
          collectionStyle: isFlow ? "flow" : "block",
          schema: "core",
          aliasDuplicateObjects: false,
        });
        const { contract, problems } = parseContract(`---\n${yaml}---\n`, source);
        expect(problems).toEqual([]);
        const { imports, scope, components, ...rest } = data;
        expect(contract).toMatchObject(rest);
        expect(Object.entries(contract!.imports).map(([name, { module }]) => [name, module])).toEqual(
          Object.entries(imports ?? {}),
        );
        expect(Object.entries(contract!.scope).map(([hole, { from }]) => [hole, from])).toEqual(Object.entries(scope ?? {}));
        expect(contract!.components).toMatchObject(components ?? {});
      }),
      400,
    );
  });

  it("every value is where locate says", () => {
    assertProperty(
      fc.property(frontMatter, (data) => {
        const yaml = stringify(data, {
          schema: "core",
          defaultStringType: "QUOTE_DOUBLE",
          defaultKeyType: "PLAIN",
          lineWidth: 0,
          aliasDuplicateObjects: false,
        });
        const text = `---\n${yaml}---\n`;
        const { contract } = parseContract(text, source);
        const { offset } = contract!.locate(["rules", "no-deprecated-call", "replace", 0, "with"]);
        expect(JSON.parse(/^"(?:[^"\\]|\\.)*"/.exec(text.slice(offset))![0])).toBe(
          data.rules["no-deprecated-call"].replace[0]!.with,
        );
      }),
      200,
    );
  });
});

it("aliases that are followed are counted", () => {
  expect(readYaml(`a: &a [${"x, ".repeat(200)}]\nb: [${"*a, ".repeat(100)}]`).problems[0]!.code).toBe("alias-bomb");
});
