import fc from "fast-check";

/** A function of a generated program, by its form. */
const SHAPES = [
  "function",
  "arrow",
  "static method",
  "instance",
  "overloads",
  "member",
  "default",
  "alias",
  "implementation",
  "promised",
  "async",
  "private field",
  // In these something stops the way up.
  "getter",
  "callback",
  "structural",
  "passed",
  "generator",
  "module object",
] as const;

/** What is done with the result of a call. */
const USES = [
  "nothing",
  "value",
  "condition",
  "template",
  "last operand",
  "member",
  "list",
  "spread",
  "loop",
  "sum",
  "void",
  "non-null",
  "returned",
  "tried",
  "tried return",
  "both",
  "chain",
  "called at once",
  "each",
  "all",
] as const;

/** One module of a unit: a function that writes down what it does, reads something, and calls others. */
interface Module {
  readonly shape: (typeof SHAPES)[number];
  readonly reads: boolean;
  readonly throws: boolean;
  readonly calls: readonly { readonly callee: number; readonly use: (typeof USES)[number] }[];
  /** Whether only code that can't wait begins there. */
  readonly isBlocked: boolean;
}

/** Modules that call each other, cycles between them included. */
export const asyncUnit: fc.Arbitrary<readonly Module[]> = fc.array(
  fc.record({
    shape: fc.constantFrom(...SHAPES.slice(0, 12), ...SHAPES.slice(0, 12), ...SHAPES),
    reads: fc.constantFrom(true, true, false),
    throws: fc.boolean(),
    calls: fc.array(fc.record({ callee: fc.nat(5), use: fc.constantFrom(...USES) }), { maxLength: 3 }),
    isBlocked: fc.constantFrom(...Array.from({ length: 9 }, () => false), true),
  }),
  { minLength: 2, maxLength: 5 },
);

/** A program of units, each in its folder, whose main module prints what happens. */
export function programOf(units: readonly (readonly Module[])[]): Readonly<Record<string, string>> {
  return {
    "src/files.ts":
      "export const readSync = (name: string): string => `text of ${name}`;\n" +
      "export const read = async (name: string): Promise<string> => {\n  for (let i = 0; i < 9; i++) await undefined;\n  return `text of ${name}`;\n};\n",
    "src/log.ts":
      "export const lines: string[] = [];\nexport const log = (line: unknown): void => void lines.push(String(line));\n" +
      "export const run = (job: { run(): void }): void => job.run();\n",
    ...Object.fromEntries(
      units.flatMap((unit, index) => Object.entries(filesOf(unit)).map(([file, text]) => [`src/u${index}/${file}`, text])),
    ),
    "src/main.ts":
      'import { lines } from "./log.js";\n' +
      units.map((_, index) => `import * as u${index} from "./u${index}/main.js";\n`).join("") +
      `const units: Readonly<Record<string, object>> = { ${units.map((_, index) => `u${index}`).join(", ")} };\nconst told: unknown[] = [];\n` +
      "for (const [unit, own] of Object.entries(units))\n  for (const [name, code] of Object.entries(own).sort()) {\n" +
      "    const result = await (async () => await (code as () => unknown)())().then(String, String);\n" +
      "    told.push({ unit, name, result, lines: lines.splice(0) });\n  }\n" +
      "export { told };\n",
  };
}

function filesOf(unit: readonly Module[]): Readonly<Record<string, string>> {
  const modules = unit.map((each, index) => [`m${index}.ts`, moduleOf(each, index, unit)] as const);
  const imports = unit.map((_, index) => `import { run${index} } from "./barrel.js";\n`);
  const starts = unit.map(({ isBlocked }, index) =>
    isBlocked
      ? `export const start${index} = (): unknown => run${index}("s", 3);\n`
      : `export async function start${index}(): Promise<number> {\n  const text = ${isPromised(unit[index]!) ? "await " : ""}run${index}("s", 3);\n  return text.length;\n}\n`,
  );
  return {
    ...Object.fromEntries(modules),
    "barrel.ts": unit
      .map(({ shape }, index) =>
        shape === "default"
          ? `export { default as run${index} } from "./m${index}.js";\n`
          : `export { run${index} } from "./m${index}.js";\n`,
      )
      .join(""),
    "main.ts": [...imports, ...starts].join(""),
  };
}

function moduleOf(module: Module, index: number, unit: readonly Module[]): string {
  const called = [...new Set(module.calls.map(({ callee }) => callee % unit.length))];
  // Some have another name in their own module.
  const isNamed = !["default", "alias"].includes(module.shape);
  const imports = called
    .filter((other) => other !== index || !isNamed)
    .map((other) => `import { run${other} } from "./barrel.js";\n`);
  const body = [
    `log("enter ${index} " + text);`,
    'if (depth <= 0) return "end";',
    ...(module.reads ? [`log(readSync("${index}"));`] : []),
    ...module.calls.map(({ callee, use }, at) => {
      const call = `run${callee % unit.length}(text + ${at}, depth - 1)`;
      if (!isPromised(unit[callee % unit.length]!)) return useOf(use, call, at);
      return module.shape === "async" ? `log(await ${call});` : "";
    }),
    ...(module.throws ? [`if (text.length > 2) throw new Error("${index} " + text);`] : []),
    `log("leave ${index}");`,
    `return "r${index}";`,
  ].join("\n");
  return `import { readSync } from "../files.js";\nimport { log, run } from "../log.js";\nvoid readSync;\nvoid log;\nvoid run;\n${imports.join("")}\n${codeOf(module, index, body)}`;
}

/** Whether callers get a promise before the wave too. */
function isPromised({ shape }: Module): boolean {
  return shape === "async" || shape === "promised";
}

function useOf(use: (typeof USES)[number], call: string, at: number): string {
  switch (use) {
    case "nothing":
      return `${call};`;
    case "value":
      return `const v${at} = ${call};\nlog(v${at});`;
    case "condition":
      return `if (!${call}) log("none"); else log("some");`;
    case "template":
      return `log(\`\${${call}}!\`);`;
    case "last operand":
      return `const o${at} = text.length > 1 && ${call};\nlog(o${at});`;
    case "member":
      return `log(${call}.length);`;
    case "list":
      return `log([${call}, "x"].join());`;
    case "spread":
      return `log(Math.max(...[${call}.length ** 2, 1]));`;
    case "loop":
      return `for (const letter of ${call}.split("")) log(letter);`;
    case "sum":
      return `let sum${at} = 1;\nsum${at} += ${call}.length;\nlog(sum${at});`;
    case "void":
      return `void ${call};`;
    case "non-null":
      return `log(${call}!.at(0)!.trim());`;
    case "returned":
      return `if (text.length > 3) return ${call};`;
    case "tried":
      return `try {\nlog(${call});\n} catch (error) {\nlog("caught " + String(error));\n} finally {\nlog("finally");\n}`;
    case "tried return":
      return `try {\nif (text.length > 1) return (${call});\n} catch (error) {\nlog("caught " + String(error));\n}`;
    case "both":
      return `log(${call} + ${call});`;
    case "chain":
      return `const c${at} = { run: (): string | undefined => undefined } as { run?: () => string } | undefined;\nlog(c${at}?.run?.()?.length);\n${call}.trim().trim();`;
    case "called at once":
      return `(() => {\n${call};\n})();`;
    case "each":
      return `[1].forEach(() => {\n${call};\n});`;
    case "all":
      return `void Promise.all([1].map(() => text));\nlog(${call});`;
  }
}

function codeOf({ shape }: Module, index: number, body: string): string {
  const name = `run${index}`;
  const parameters = "(text: string, depth: number)";
  switch (shape) {
    case "function":
      return `export function ${name}${parameters}: string {\n${body}\n}\n`;
    case "arrow":
      return `export const ${name} = ${parameters} => {\n${body}\n};\n`;
    case "static method":
      return `class Box { static run${parameters}: string {\n${body}\n} }\nexport const ${name} = ${parameters}: string => Box.run(text, depth);\n`;
    case "instance":
      return (
        `class Box {\nconstructor(readonly depth: number) {}\nrun(text: string): string {\nconst { depth } = this;\n${body}\n}\n}\n` +
        `export function ${name}${parameters}: string {\nreturn new Box(depth).run(text).trim();\n}\n`
      );
    case "overloads":
      return (
        `export function ${name}(text: string, depth: number): string;\nexport function ${name}(text: string, depth: number, more: string): string;\n` +
        `export function ${name}(text: string, depth: number, more = ""): string {\nlog(more);\n${body}\n}\n`
      );
    case "member":
      return `const tools = { run${parameters}: string {\n${body}\n} };\nexport const ${name} = ${parameters}: string => tools.run(text, depth);\n`;
    case "default":
      return `export default function ${parameters}: string {\n${body}\n}\n`;
    case "alias":
      return `const inner = ${parameters}: string => {\n${body}\n};\nexport { inner as ${name} };\n`;
    case "implementation":
      return (
        `interface Job { run${parameters}: string }\nclass One implements Job { run${parameters}: string {\n${body}\n} }\n` +
        `const two: Job = { run: () => "two" };\nexport function ${name}${parameters}: string {\n` +
        `const jobs: Job[] = [new One(), two];\nlet all = "";\nfor (const job of jobs) all += job.run(text, depth);\nreturn all;\n}\n`
      );
    case "promised":
      return `export function ${name}${parameters}: Promise<string> {\nconst inner = (): string => {\n${body}\n};\nreturn Promise.resolve(inner());\n}\n`;
    case "async":
      return `export const ${name} = async ${parameters}: Promise<string> => {\n${body}\n};\n`;
    case "private field":
      return (
        `class Box {\n#run = ${parameters}: string => {\n${body}\n};\nall${parameters}: string {\nreturn this.#run(text, depth);\n}\n}\n` +
        `const box = new Box();\nexport const ${name} = ${parameters}: string => box?.all(text, depth).trim();\n`
      );
    case "getter":
      return (
        `class Box {\nconstructor(readonly text: string, readonly depth: number) {}\nget all(): string {\nconst { text, depth } = this;\n${body}\n}\n}\n` +
        `export const ${name} = ${parameters}: string => new Box(text, depth).all;\n`
      );
    case "callback":
      return `export const ${name} = ${parameters}: string => [text].map((text) => {\n${body}\n}).join();\n`;
    case "structural":
      return (
        `class Box {\nconstructor(readonly text: string, readonly depth: number) {}\nrun(): void {\nconst inner = (text: string, depth: number): string => {\n${body}\n};\ninner(this.text, this.depth);\n}\n}\n` +
        `export const ${name} = ${parameters}: string => {\nconst box = new Box(text, depth);\nif (depth > 5) box.run();\nrun(box);\nreturn "s";\n};\n`
      );
    case "passed":
      return `function inner(text: string): string {\nconst depth = 1;\n${body}\n}\nexport const ${name} = ${parameters}: string => depth > 0 ? [text].map(inner).join() : "";\n`;
    case "generator":
      return `function* inner${parameters}: Generator<string, string> {\nyield text;\n${body}\n}\nexport const ${name} = ${parameters}: string => [...inner(text, depth)].join();\n`;
    case "module object":
      return (
        `const all = { run: (): void => {\nconst inner = (text: string, depth: number): string => {\n${body}\n};\ninner("m", 1);\n} };\n` +
        `export const ${name} = ${parameters}: string => {\nif (depth <= 0) return "end";\nif (depth > 1) run(all);\nall.run();\nreturn text;\n};\n`
      );
  }
}
