import fc from "fast-check";

/** A function of a generated program, by how it comes to its logger. */
type Shape =
  | ("plain" | "condition" | "guard" | "late" | "callback" | "class" | "sets" | "field")
  // These give it a name first.
  | ("named" | "named behind" | "named in blocks" | "held");
/** What a generated test does to loggers. */
type Setup =
  | "nothing"
  | "creates"
  | "factory"
  | "changing factory"
  | "automock"
  | "spies"
  | "spies later"
  | "counts"
  | "once"
  | "lacks"
  | "mocks the callee"
  | "looks at arguments";

/** How a singleton comes to be. */
export type Singleton = "eager" | "lazy" | "throwing";

/** Functions that call each other and ask for a singleton, and tests that record what happens. */
export interface TestedUnit {
  readonly functions: readonly { readonly shape: Shape; readonly uses: boolean; readonly callee: number }[];
  readonly tests: readonly { readonly setup: Setup; readonly subject: number; readonly text: string }[];
}

export const testedUnit: fc.Arbitrary<TestedUnit> = fc.record({
  functions: fc.array(
    fc.record({
      shape: fc.constantFrom<Shape[]>(
        ...(["plain", "condition", "guard", "late", "callback", "class", "sets", "field"] as const),
        ...(["named", "named behind", "named in blocks", "held"] as const),
      ),
      uses: fc.constantFrom(true, true, false),
      callee: fc.nat(3),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  tests: fc.array(
    fc.record({
      setup: fc.constantFrom<Setup[]>(
        // The ones that most tests have come more often.
        ...(["nothing", "factory", "spies", "nothing", "creates", "factory", "changing factory", "automock", "spies"] as const),
        ...(["spies later", "counts", "once", "lacks", "mocks the callee", "looks at arguments"] as const),
      ),
      subject: fc.nat(2),
      text: fc.constantFrom("", "text"),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});

/** A program of units, each in its folder; tests are written for vitest. */
export function programOf(singleton: Singleton, units: readonly TestedUnit[]): Readonly<Record<string, string>> {
  return {
    "src/vitest.d.ts":
      'declare module "vitest" {\n  export const vi: any;\n  export const beforeEach: (run: () => unknown) => void;\n' +
      "  export const it: (name: string, run: (context: any) => unknown) => void;\n}\n",
    "src/logger.ts": loggerOf(singleton),
    ...Object.fromEntries(
      units.flatMap((unit, index) => Object.entries(filesOf(unit)).map(([file, text]) => [`src/u${index}/${file}`, text])),
    ),
  };
}

function filesOf({ functions, tests }: TestedUnit): Readonly<Record<string, string>> {
  const names = functions.map((_, index) => index);
  return {
    ...Object.fromEntries(functions.map((each, index) => [`m${index}.ts`, moduleOf(each, index)])),
    "main.ts":
      'import type { Logger } from "../logger.js";\n' +
      names.map((index) => `import { run${index} } from "./m${index}.js";\n`).join("") +
      `\nexport function main(logger: Logger): void {\n${names.map((index) => `  void run${index}("main");\n`).join("")}}\n`,
    ...Object.fromEntries(
      tests.map((each, index) => [`t${index}.test.ts`, testOf(each, each.subject % functions.length, functions)]),
    ),
  };
}

function loggerOf(singleton: Singleton): string {
  const get = {
    eager: "return this.current!;",
    lazy: "return (this.current ??= new Logger());",
    throwing: 'if (!this.current) throw new Error("not ready");\n    return this.current;',
  }[singleton];
  return (
    `export class Logger {\n  private static current: Logger | undefined${singleton === "eager" ? " = new Logger()" : ""};\n` +
    `  static getInstance(): Logger {\n    ${get}\n  }\n  static create(): Logger {\n    return (this.current = new Logger());\n  }\n` +
    "  readonly lines: string[] = [];\n  info(text: string): void {\n    this.lines.push(text);\n  }\n}\n"
  );
}

function moduleOf({ shape, uses, callee }: TestedUnit["functions"][number], index: number): string {
  // Only modules before it, so that there are no circles.
  const called = callee < index ? callee : undefined;
  const head =
    'import { Logger } from "../logger.js";\n' +
    (called === undefined ? "\n" : `import { run${called} } from "./m${called}.js";\n\n`);
  const call = called === undefined ? "" : `${shape === "late" ? "await " : "void "}run${called}(text);`;
  const body = `${uses ? `Logger.getInstance().info("${index} " + text);` : ""} ${call}`;
  const named = uses ? `const logger = Logger.getInstance(); logger.info("${index} " + text);` : "";
  const [member, said] = uses
    ? ["private readonly logger = Logger.getInstance(); ", `this.logger.info("${index} " + text);`]
    : ["", ""];
  const name = `run${index}`;
  const code: Readonly<Record<Shape, string>> = {
    plain: `export function ${name}(text: string): void { ${body} }`,
    condition: `export function ${name}(text: string, quiet = false): void { if (text && !quiet) { ${body} } }`,
    guard: `export function ${name}(text: string): void { if (!text) throw new Error("no text"); ${body} }`,
    late: `export async function ${name}(text: string): Promise<void> { await Promise.resolve(); ${body} }`,
    callback: `export const ${name} = (text: string): void => [...text].forEach((text) => { ${body} });`,
    class: `class Box { run(text: string): void { ${body} } }\nexport const ${name} = (text: string): void => new Box().run(text);`,
    sets: `export function ${name}(text: string): void { Logger.create(); ${body} }`,
    field: `export class Kept${index} { run(text: string): void { ${body} } }\nexport const ${name} = (text: string): void => new Kept${index}().run(text);`,
    named: `export function ${name}(text: string): void { ${named} ${call} }`,
    "named behind": `export const ${name} = (text: string): void => { ${call} ${named} };`,
    "named in blocks": `export function ${name}(text: string): void { if (text) { ${named} } { ${call} ${named} } }`,
    held: `export class Kept${index} { ${member}run(text: string): void { ${said} ${call} } }\nexport const ${name} = (text: string): void => new Kept${index}().run(text);`,
  };
  return `${head}${code[shape]}\n`;
}

const FAKE = "{ lines: [] as string[], info(text: string) { this.lines.push(text); } }";

function testOf({ setup, text }: TestedUnit["tests"][number], subject: number, functions: TestedUnit["functions"]): string {
  const { shape, callee } = functions[subject]!;
  const mocked = callee < subject ? callee : subject;
  const mocks: Readonly<Partial<Record<Setup, string>>> = {
    factory: 'vi.mock("../logger.js", () => ({ Logger: { getInstance: () => fake } }));',
    "changing factory":
      'const state = vi.hoisted((): any => ({ now: undefined }));\nvi.mock("../logger.js", () => ({ Logger: { getInstance: () => state.now } }));',
    automock: 'vi.mock("../logger.js");',
    lacks: 'vi.mock("../logger.js", () => ({ other: 1 }));',
    "mocks the callee": `vi.mock("./m${mocked}.js", () => ({ run${mocked}: vi.fn() }));`,
    "looks at arguments": `const callee = vi.hoisted((): any => ({ run: undefined }));\nvi.mock("./m${mocked}.js", () => ({ run${mocked}: (callee.run = vi.fn()) }));`,
  };
  const before: Readonly<Partial<Record<Setup, string>>> = {
    creates: "const made = Logger.create();",
    "changing factory": "state.now = fake;",
    spies: 'vi.spyOn(Logger, "getInstance").mockReturnValue(fake);',
    counts: 'const spy = vi.spyOn(Logger, "getInstance").mockReturnValue(fake);',
    once: 'vi.spyOn(Logger, "getInstance").mockReturnValueOnce(fake).mockReturnValue(other);',
  };
  const after: Readonly<Partial<Record<Setup, string>>> = {
    "changing factory": "state.now = other;",
    "spies later": 'vi.spyOn(Logger, "getInstance").mockReturnValue(other);',
  };
  const seen: Readonly<Partial<Record<Setup, string>>> = {
    creates: "made.lines",
    counts: "spy.mock.calls.length",
    "looks at arguments": "callee.run.mock.calls",
  };
  // An object that is kept is made before the test changes anything.
  const isKept = shape === "field" || shape === "held";
  const named = isKept ? `Kept${subject}` : `run${subject}`;
  const needsLogger = ["creates", "spies", "spies later", "counts", "once"].includes(setup);
  const call = `${isKept ? "kept.run" : named}("${text}")`;
  return [
    'import { it, vi } from "vitest";',
    ...(needsLogger ? ['import { Logger } from "../logger.js";'] : []),
    `import { ${named} } from "./m${subject}.js";`,
    "",
    `const fake: any = vi.hoisted(() => (${FAKE}));`,
    `const other: any = ${FAKE};`,
    ...(mocks[setup] === undefined ? [] : [mocks[setup]]),
    "",
    'it("does as before", async ({ task }) => {',
    `  ${before[setup] ?? ""}`,
    '  let outcome = "";',
    "  try {",
    ...(isKept ? [`    const kept = new ${named}();`, `    ${after[setup] ?? ""}`] : []),
    `    const result: unknown = ${call};`,
    ...(isKept ? [] : [`    ${after[setup] ?? ""}`]),
    "    try {",
    "      await result;",
    "    } catch (error) {",
    '      outcome = "rejected: " + String(error);',
    "    }",
    "  } catch (error) {",
    '    outcome = "threw: " + String(error);',
    "  }",
    `  task.meta.outcome = JSON.stringify([outcome, fake.lines, other.lines, ${seen[setup] ?? "null"}]);`,
    "});",
    "",
  ].join("\n");
}
