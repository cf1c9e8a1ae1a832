import path from "node:path";
import { listNames } from "@godwit/core/disk";
import { WRITTEN_RULES } from "@godwit/core/engine";
import { createFileTree, type FileTree, isRecord } from "@godwit/core/modules";
import type { Project } from "@godwit/project";
import { contractFile } from "../contracts/compile-draft.js";

/** What a project runs its tests with, and what its code is written in. */
interface ProjectHabits {
  readonly runner: "vitest" | "jest" | "mocha" | "node:test";
  readonly isTypeScript: boolean;
  /** `commonjs`: `require`, where nothing translates imports. */
  readonly format: "module" | "commonjs";
  /** With its dot. */
  readonly extension: ".ts" | ".js" | ".mjs";
  /** The command that runs one test file. */
  readonly testCommand: string;
  /** Folder of the code: `src` where there is one. */
  readonly sources: string;
  /** Folder of the tests. */
  readonly tests: string;
}

/** Reads package.json and the folders of a root. */
function readHabits(tree: FileTree, root: string): ProjectHabits {
  const json = tree.json(path.join(root, "package.json"));
  const data = isRecord(json) ? json : {};
  const packages = new Set(
    [data["dependencies"], data["devDependencies"]].flatMap((each) => (isRecord(each) ? Object.keys(each) : [])),
  );
  const known = (["vitest", "jest", "mocha"] as const).find((name) => packages.has(name));
  const runner = known ?? "node:test";
  const hasTypes = packages.has("typescript") || tree.isFile(path.join(root, "tsconfig.json"));
  const isTypeScript = hasTypes && runsTypeScript(runner, packages);
  const isModule = data["type"] === "module";
  const translates = [...packages].some((name) => /^(?:babel-jest|@babel\/preset-env|ts-jest|@swc\/jest)$/.test(name));
  const format = runner === "jest" && !isModule && !isTypeScript && !translates ? "commonjs" : "module";
  const extension = isTypeScript ? ".ts" : isModule || runner === "jest" ? ".js" : ".mjs";
  return {
    ...{ runner, isTypeScript, format, extension },
    testCommand: COMMANDS[runner](packages.has("tsx") && isTypeScript),
    sources: tree.isDirectory(path.join(root, "src")) ? "src" : tree.isDirectory(path.join(root, "lib")) ? "lib" : "src",
    tests: ["tests", "test"].find((name) => tree.isDirectory(path.join(root, name))) ?? "tests",
  };
}

const COMMANDS = {
  vitest: () => "npx vitest run",
  jest: () => "npx jest",
  mocha: (isTyped: boolean) => (isTyped ? "npx mocha --import tsx" : "npx mocha"),
  "node:test": (isTyped: boolean) => (isTyped ? "node --import tsx --test" : "node --test"),
} as const;

/** Whether the runner reads TypeScript as the project is set up; else the scaffold is JavaScript. */
function runsTypeScript(runner: ProjectHabits["runner"], packages: ReadonlySet<string>): boolean {
  if (runner === "vitest") return true;
  if (runner === "jest") return ["ts-jest", "@swc/jest", "@babel/preset-typescript"].some((name) => packages.has(name));
  return packages.has("tsx");
}

/** A file that `contracts new` writes. */
export interface ScaffoldFile {
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
}

/** The files of a new migration, and the command that runs its test. */
interface Scaffold {
  readonly files: readonly ScaffoldFile[];
  readonly testCommand: string;
}

/** Plans a migration's first files for a project: they work as they are, whatever it runs its tests with. */
export function planScaffold(project: Project, id: string, today: string): Scaffold {
  const habits = readHabits(createFileTree(), project.root);
  const folder = `${habits.sources}/${id}`;
  const adrs = adrFolder(project.root);
  const files = {
    contract: contractFile(project, id),
    oldWay: `${folder}/old-way${habits.extension}`,
    newWay: `${folder}/new-way${habits.extension}`,
    adapter: `${folder}/adapter${habits.extension}`,
    test: `${habits.tests}/${id}.test${habits.extension}`,
    adr: `${adrs.folder}/${adrs.next}-${id}.md`,
  };
  const isBare = habits.runner === "jest" && habits.isTypeScript;
  const subject: ScaffoldSubject = {
    ...{ id, habits, files, today },
    flag: `${id.replaceAll("-", "_").toUpperCase()}_WAY`,
    name: id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    specifier: (from, to) => {
      const way = path.posix.relative(path.posix.dirname(from), to);
      const dotted = way.startsWith(".") ? way : `./${way}`;
      return habits.isTypeScript ? dotted.replace(/\.ts$/, isBare ? "" : ".js") : dotted;
    },
  };
  return {
    testCommand: `${habits.testCommand} ${files.test}`,
    files: [
      { file: files.contract, text: contractText(subject), purpose: "the contract, with its checklist" },
      { file: files.oldWay, text: wayText(subject, "old"), purpose: "the old way" },
      { file: files.newWay, text: wayText(subject, "new"), purpose: "the new way" },
      { file: files.adapter, text: adapterText(subject), purpose: `old and new behind ${subject.flag}` },
      { file: files.test, text: testText(subject), purpose: `what consumers expect (${habits.runner})` },
      { file: files.adr, text: adrText(subject), purpose: "the decision record" },
    ],
  };
}

/** The folder of decision records that the project has, and the next number, as long as the others. */
function adrFolder(root: string): { readonly folder: string; readonly next: string } {
  const known = ["docs/adr", "docs/adrs", "docs/decisions", "doc/adr", "adr"];
  const folder = known.find((each) => listNames(path.join(root, each)).some((name) => /^\d+-.*\.md$/.test(name))) ?? "docs/adr";
  const numbers = listNames(path.join(root, folder)).flatMap((name) => /^(\d+)-.*\.md$/.exec(name)?.[1] ?? []);
  const width = Math.max(numbers.length === 0 ? 4 : 1, ...numbers.map((each) => each.length));
  return { folder, next: String(Math.max(0, ...numbers.map(Number)) + 1).padStart(width, "0") };
}

/** What the scaffold of a migration is written from. */
interface ScaffoldSubject {
  /** The contract's id. */
  readonly id: string;
  readonly habits: ProjectHabits;
  /** Paths from the root, with `/`. */
  readonly files: {
    readonly contract: string;
    readonly oldWay: string;
    readonly newWay: string;
    readonly adapter: string;
    readonly test: string;
    readonly adr: string;
  };
  /** The name of the variable of the environment that turns the new way on. */
  readonly flag: string;
  /** `userStore`. */
  readonly name: string;
  /** How a file imports another one of the scaffold. */
  specifier(from: string, to: string): string;
  /** An ISO date. */
  readonly today: string;
}

/** The contract: the import of the old way, with an example, phases, gates and the checklist. */
function contractText({ id, name, habits, files, flag, specifier }: ScaffoldSubject): string {
  const language = habits.isTypeScript ? "ts" : "js";
  const example = `${habits.sources}/example-of-${id}${habits.extension}`;
  const [before, after] = [specifier(example, files.oldWay), specifier(example, files.newWay)];
  const use = `export const example = ${name}("input");`;
  return `---
title: ${JSON.stringify(`${sentence(id)}: the new way`)}
why: "Say in one sentence why the old way has to go."
status: planned # planned: counted only; active: reported
risk: low # low, medium, high, critical
rules:
  ${WRITTEN_RULES.moves}:
    - { from: "./${files.oldWay}", name: ${name}, to: "./${files.newWay}" }
bridges:
  - "./${files.oldWay}"
ignores:
  - "${files.adapter}"
  - "${files.test}"
gates:
  - { name: Both ways agree, when: { run: ${JSON.stringify(`${habits.testCommand} ${files.test}`)} } }
  - { name: Bridges removed, when: { bridges: removed } }
validate:
  each: [${JSON.stringify(`${habits.testCommand} ${files.test}`)}]
---

# ${sentence(id)}

Why: see \`${files.adr}\`. While both ways are there, \`${files.adapter}\` chooses by the variable \`${flag}\`: \`${flag}=new\` is the new way, anything else the old one.

- [ ] Put the old code into \`${files.oldWay}\`, or name its own file in this contract
- [ ] Write the new code in \`${files.newWay}\`
- [ ] Add what each consumer expects to \`${files.test}\`
- [ ] Set \`status: active\`, and \`risk\` to what a mistake would cost
- [ ] Try \`${flag}=new\` where it does no harm, then everywhere
- [ ] \`godwit check --fix\`, until nothing is left
- [ ] \`godwit bridges --remove\`, and delete the adapter

\`\`\`${language} before=${example}
import { ${name} } from "${before}";

${use}
\`\`\`

\`\`\`${language} after
import { ${name} } from "${after}";

${use}
\`\`\`
`;
}

/** One of both ways: a function to be replaced by the project's own. */
function wayText(subject: ScaffoldSubject, way: "old" | "new"): string {
  const { name, habits } = subject;
  const typed = habits.isTypeScript ? ": string" : "";
  const types = habits.isTypeScript ? "" : " @param {string} input @returns {string}";
  const comment = `/** The ${way} way: replace this body by ${way === "old" ? "the code that is there" : "what takes its place"}.${types} */`;
  const head = `${comment}\n${exporting(habits, `function ${name}(input${typed})${typed}`)} {\n  return input.trim();\n}\n`;
  return habits.format === "commonjs" ? `${head}\nmodule.exports = { ${name} };\n` : head;
}

/** Old and new behind a flag. */
function adapterText({ name, flag, files, habits, specifier, id }: ScaffoldSubject): string {
  const [older, newer] = [specifier(files.adapter, files.oldWay), specifier(files.adapter, files.newWay)];
  const capital = name[0]!.toUpperCase() + name.slice(1);
  const chooser = `choose${capital}`;
  const env = habits.isTypeScript ? "env: Readonly<Record<string, string | undefined>> = process.env" : "env = process.env";
  const result = habits.isTypeScript ? `: typeof oldWay` : "";
  const imports =
    habits.format === "commonjs"
      ? `const { ${name}: oldWay } = require("${older}");\nconst { ${name}: newWay } = require("${newer}");\n`
      : `import { ${name} as oldWay } from "${older}";\nimport { ${name} as newWay } from "${newer}";\n`;
  // The declaration makes the file compile where Node's types are not installed.
  const declared = habits.isTypeScript ? `\ndeclare const process: { env: Record<string, string | undefined> };\n` : "";
  const body = `${imports}${declared}
/** The way that the variable ${flag} chooses: "new", or the old one for anything else. Part of the migration ${id}. */
${exporting(habits, `function ${chooser}(${env})${result}`)} {
  return env["${flag}"] === "new" ? newWay : oldWay;
}
`;
  return habits.format === "commonjs" ? `${body}\nmodule.exports = { ${chooser} };\n` : body;
}

function exporting({ format }: ProjectHabits, declaration: string): string {
  return format === "commonjs" ? declaration : `export ${declaration}`;
}

/** The consumers' integration test: what each expects, of both ways. */
function testText({ name, flag, files, habits, specifier, id }: ScaffoldSubject): string {
  const capital = name[0]!.toUpperCase() + name.slice(1);
  const from = specifier(files.test, files.adapter);
  const isCommonJs = habits.format === "commonjs";
  const take = (names: string, module: string): string =>
    isCommonJs ? `const { ${names} } = require("${module}");` : `import { ${names} } from "${module}";`;
  const imports = {
    vitest: [take("describe, expect, test", "vitest")],
    jest: isCommonJs ? [] : [take("describe, expect, test", "@jest/globals")],
    mocha: ['import assert from "node:assert/strict";'],
    "node:test": ['import assert from "node:assert/strict";', take("describe, test", "node:test")],
  }[habits.runner];
  const isExpect = habits.runner === "vitest" || habits.runner === "jest";
  const equal = (actual: string, expected: string): string =>
    isExpect ? `expect(${actual}).toEqual(${expected});` : `assert.deepEqual(${actual}, ${expected});`;
  const one = habits.runner === "mocha" ? "it" : "test";
  const typed = habits.isTypeScript && habits.runner === "mocha";
  const declared = typed
    ? "\ndeclare function describe(name: string, run: () => void): void;\ndeclare function it(name: string, run: () => void): void;\n"
    : "";
  return `${[...imports, take(`choose${capital}`, from)].join("\n")}
${declared}
/** What each consumer of the migration ${id} relies on: add a line for each of them. */
const EXPECTATIONS = [{ consumer: "example", input: " a ", expected: "a" }];

for (const way of ["old", "new"]) {
  describe(\`the \${way} way\`, () => {
    for (const { consumer, input, expected } of EXPECTATIONS) {
      ${one}(\`gives \${consumer} what it expects\`, () => {
        const ${name} = choose${capital}({ ${flag}: way });
        ${equal(`${name}(input)`, "expected")}
      });
    }
  });
}

${one}("both ways agree", () => {
  for (const { input } of EXPECTATIONS) {
    const [older, newer] = [choose${capital}({}), choose${capital}({ ${flag}: "new" })];
    ${equal("newer(input)", "older(input)")}
  }
});
`;
}

/** The architecture decision record. */
function adrText({ id, files, flag, today }: ScaffoldSubject): string {
  const number = /(\d+)-/.exec(files.adr)?.[1] ?? "1";
  return `# ${Number(number)}. ${sentence(id)}

Date: ${today}

## Status

Proposed

## Context

What is there today, and what it costs. Who uses it: \`godwit consumers ${files.oldWay}\`.

## Decision

What takes its place, and what was considered instead. The migration is the contract \`${files.contract}\`.

## Consequences

Both ways are there until the contract is done; \`${flag}\` chooses (\`${files.adapter}\`). To go back: unset it. The old way may be deleted when \`godwit bridges\` says that nothing uses it.
`;
}

function sentence(id: string): string {
  const words = id.replaceAll("-", " ");
  return words[0]!.toUpperCase() + words.slice(1);
}
