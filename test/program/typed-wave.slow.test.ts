import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../support/properties.js";
import { WaveProject } from "./wave-project.js";

/** One module: what it exports, and how it uses those before it. */
interface Module {
  readonly shape: "function" | "class" | "interface" | "generic" | "callback" | "overloads" | "barrel" | "fixture" | "faulty";
  /** Which of the modules before it uses; larger numbers wrap around. */
  readonly uses: number;
  readonly name: "userId" | "ownerUserId" | "id" | "orderId" | "key";
  readonly isOptional: boolean;
  readonly literal: boolean;
}

const module: fc.Arbitrary<Module> = fc.record({
  shape: fc.constantFrom("function", "class", "interface", "generic", "callback", "overloads", "barrel", "fixture", "faulty"),
  uses: fc.nat(7),
  name: fc.constantFrom("userId", "ownerUserId", "id", "orderId", "key"),
  isOptional: fc.boolean(),
  literal: fc.boolean(),
});

/** Modules through which strings flow; every one exports `take<n>`, which takes a string. */
function program(modules: readonly Module[]): Record<string, string> {
  return Object.fromEntries(
    modules.map((each, index) => {
      const other = index === 0 ? undefined : each.uses % index;
      const from = other === undefined ? "" : `import { take${other} } from "./m${other}.js";\n`;
      const value = each.literal ? '"x1"' : each.name;
      const call = other === undefined ? `void ${each.name}` : `take${other}(${value})`;
      return [`src/m${index}.ts`, from + bodyOf(each, index, call)];
    }),
  );
}

function bodyOf({ shape, name, isOptional }: Module, index: number, call: string): string {
  const safe = isOptional ? `if (${name} !== undefined) ${call};` : `${call};`;
  const parameter = isOptional ? `${name}?: string` : `${name}: string`;
  switch (shape) {
    case "function":
      return `export function take${index}(${parameter}): void { ${safe} }\n`;
    case "class":
      return (
        `export class Box${index} {\n  constructor(readonly ${name}: string) {}\n  run(): void { const { ${name} } = this; ${call}; }\n}\n` +
        `export const take${index} = (value: string): void => new Box${index}(value).run();\n`
      );
    case "interface":
      return (
        `export interface Row${index} { readonly ${name}: string; readonly all: readonly string[] }\n` +
        `const use = ({ ${name} }: Row${index}): void => { ${call}; };\n` +
        `export const take${index} = (${name}: string): void => use({ ${name}, all: [${name}] });\n`
      );
    case "generic":
      return (
        `const same${index} = <T>(value: T): T => value;\n` +
        `export const take${index} = (${parameter}): void => { const ${name}2 = same${index}(${name}); void ${name}2; ${safe} };\n`
      );
    case "callback":
      return (
        `export const each${index} = (list: readonly string[], visit: (${name}: string) => void): void => list.forEach(visit);\n` +
        `export const take${index} = (text: string): void => each${index}([text], (${name}) => { ${call}; });\n`
      );
    case "overloads":
      return (
        `export function take${index}(${name}: string): void;\nexport function take${index}(${name}: number): void;\n` +
        `export function take${index}(${name}: string | number): void { if (typeof ${name} === "string") { ${call}; } }\n`
      );
    case "fixture":
      return (
        `interface Holder${index} { readonly ${name}: string; readonly note?: string }\n` +
        `const hold${index} = ({ ${name} }: Holder${index}): void => { ${call}; };\n` +
        `const fixture${index} = { ${name}: "f${index}", note: "" };\nhold${index}(fixture${index});\n` +
        `export const take${index} = (${name}: string): void => { const made = { ${name} }; hold${index}(made); };\n`
      );
    case "faulty":
      return `export function take${index}(${name}: string, wrong: number = "old"): void { ${call}; void wrong; }\n`;
    case "barrel":
      return `const inner = (${name}: string): void => { ${call}; };\nexport { inner as take${index} };\n`;
  }
}

test("no program gets new type errors, a second run changes nothing, and only what has to do with an ID is touched", async () => {
  await assertProperty(
    fc.asyncProperty(fc.array(module, { minLength: 2, maxLength: 6 }), async (modules) => {
      const files = { ...program(modules), "src/apart.ts": "export const apart = (name: string): string => name;\n" };
      const project = new WaveProject(files);
      const before = project.sources();
      await project.migrate();
      expect(project.newErrors(before)).toEqual([]);
      expect(project.read("src/apart.ts")).toBe(files["src/apart.ts"]);
      const once = project.sources();
      await project.migrate();
      expect(project.sources()).toEqual(once);
    }),
    12,
  );
});
