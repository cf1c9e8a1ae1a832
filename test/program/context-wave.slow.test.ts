import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../support/properties.js";
import { CONTEXT_FILES } from "./context-project.js";
import { WaveProject } from "./wave-project.js";

/** One module: what it exports, which of the modules before it (or itself) it calls, and whether it has a logger. */
interface Module {
  readonly shape:
    | (
        | "function"
        | "arrow"
        | "method"
        | "class"
        | "overloads"
        | "member"
        | "callback"
        | "barrel"
        | "generator"
        | "implementation"
      )
    | ("named" | "named inside" | "field");
  readonly calls: readonly number[];
  readonly uses: boolean;
  readonly has: boolean;
}

const module: fc.Arbitrary<Module> = fc.record({
  shape: fc.constantFrom(
    ...([
      "function",
      "arrow",
      "method",
      "class",
      "overloads",
      "member",
      "callback",
      "barrel",
      "generator",
      "implementation",
      "named",
      "named inside",
      "field",
    ] as const),
  ),
  calls: fc.array(fc.nat(7), { maxLength: 2 }),
  uses: fc.boolean(),
  has: fc.boolean(),
});

/** How the shapes that give the instance a name do so, and the name. */
const NAMES: Readonly<Partial<Record<Module["shape"], readonly [declared: string, name: string]>>> = {
  named: ["const logger = Logger.getInstance();", "logger"],
  "named inside": ["let logger: Logger = Logger.getInstance();", "logger"],
  field: ["", "this.logger"],
};

/** Modules that call each other, cycles between them included; each exports `run<n>`. */
function program(modules: readonly Module[]): Record<string, string> {
  const files = modules.map((each, index): [string, string] => {
    const called = [...new Set(each.calls.map((call) => call % modules.length))];
    const imports = called.filter((other) => other !== index).map((other) => `import { run${other} } from "./m${other}.js";\n`);
    const [declared, logger] = NAMES[each.shape] ?? ["", "Logger.getInstance()"];
    const use = each.uses ? `${declared} ${logger}.info("${index}");` : "";
    const body = `${use} ${called.map((other) => `if (text) run${other}("");`).join(" ")}`;
    return [`src/m${index}.ts`, `import { Logger } from "./logger.js";\n${imports.join("")}${bodyOf(each, index, body)}`];
  });
  const calls = modules.map(
    (each, index) => `export const start${index} = (${each.has ? "logger: Logger" : ""}) => run${index}("x");\n`,
  );
  const imports = modules.map((_, index) => `import { run${index} } from "./m${index}.js";\n`);
  return {
    ...Object.fromEntries(files),
    "src/main.ts": `import { Logger } from "./logger.js";\nvoid Logger;\n${[...imports, ...calls].join("")}`,
  };
}

function bodyOf({ shape }: Module, index: number, body: string): string {
  const name = `run${index}`;
  switch (shape) {
    case "function":
      return `export function ${name}(text: string, quiet = false): void { void quiet; ${body} }\n`;
    case "arrow":
      return `export const ${name} = (text: string): void => { [1].forEach(() => { ${body} }); };\n`;
    case "method":
      return `class Box${index} { static run(text: string): void { ${body} } }\nexport const ${name} = (text: string): void => Box${index}.run(text);\n`;
    case "class":
      return (
        `class Box${index} {\n  constructor(readonly name: string) {}\n  run(text: string): void { ${body} }\n}\n` +
        `export function ${name}(text: string): void { new Box${index}(text).run(text); }\n`
      );
    case "overloads":
      return (
        `export function ${name}(text: string): void;\nexport function ${name}(text: string, count: number): void;\n` +
        `export function ${name}(text: string, count?: number): void { void count; ${body} }\n`
      );
    case "member":
      return `const tools = { run(text: string): void { ${body} } };\nexport const ${name} = (text: string): void => tools.run(text);\n`;
    case "callback":
      return `function inner(text: string): void { ${body} }\nexport const ${name} = (text: string): void => [text].forEach(inner);\n`;
    case "barrel":
      return `const inner = (text: string): void => { ${body} };\nexport { inner as ${name} };\n`;
    case "generator":
      return `function* all(text: string): Generator<string> { ${body} yield text; }\nexport function ${name}(text: string): void { for (const each of all(text)) void each; }\n`;
    case "named":
      return `export function ${name}(text: string): void { ${body} }\n`;
    case "named inside":
      return `export const ${name} = (text: string): void => { const inner = (): void => { ${body} }; inner(); };\n`;
    case "field":
      return (
        `class Box${index} {\n  private readonly logger = Logger.getInstance();\n  run(text: string): void { ${body} }\n}\n` +
        `export function ${name}(text: string): void { new Box${index}().run(text); }\n`
      );
    case "implementation":
      return (
        `interface Job { run(text: string): void }\nclass One implements Job { run(text: string): void { ${body} } }\n` +
        `class Two implements Job { run(): void {} }\n` +
        `export function ${name}(text: string): void { const jobs: Job[] = [new One(), new Two()]; for (const job of jobs) job.run(text); }\n`
      );
  }
}

test("no program gets new type errors, a second run changes nothing, and all callers of what takes a logger pass it", async () => {
  await assertProperty(
    fc.asyncProperty(fc.array(module, { minLength: 2, maxLength: 5 }), async (modules) => {
      const files = program(modules);
      const project = new WaveProject({ ...CONTEXT_FILES, ...files });
      const before = project.sources();
      await project.migrate();
      expect(project.newErrors(before)).toEqual([]);
      const once = project.sources();
      const all = Object.values(once).join("\n");
      // A parameter that nobody reads, or a call without it, would be a fault that types may not show.
      for (const [, name] of all.matchAll(/(run\d)\(text: string, logger: Logger/gu))
        expect(all.match(new RegExp(String.raw`\b${name}\("[x]?"\)`, "u")) ?? []).toEqual([]);
      await project.migrate();
      expect(project.sources()).toEqual(once);
    }),
    8,
  );
});
