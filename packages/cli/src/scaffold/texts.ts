import { WRITTEN_RULES } from "@godwit/core/engine";
import type { ProjectHabits } from "./runner.js";

/** What the scaffold of a migration is written from. */
export interface ScaffoldSubject {
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
export function contractText({ id, name, habits, files, flag, specifier }: ScaffoldSubject): string {
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
export function wayText(subject: ScaffoldSubject, way: "old" | "new"): string {
  const { name, habits } = subject;
  const typed = habits.isTypeScript ? ": string" : "";
  const types = habits.isTypeScript ? "" : " @param {string} input @returns {string}";
  const comment = `/** The ${way} way: replace this body by ${way === "old" ? "the code that is there" : "what takes its place"}.${types} */`;
  const head = `${comment}\n${exporting(habits, `function ${name}(input${typed})${typed}`)} {\n  return input.trim();\n}\n`;
  return habits.format === "commonjs" ? `${head}\nmodule.exports = { ${name} };\n` : head;
}

/** Old and new behind a flag. */
export function adapterText({ name, flag, files, habits, specifier, id }: ScaffoldSubject): string {
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
export function testText({ name, flag, files, habits, specifier, id }: ScaffoldSubject): string {
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
export function adrText({ id, files, flag, today }: ScaffoldSubject): string {
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
