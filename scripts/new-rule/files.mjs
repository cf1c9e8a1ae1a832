/** The files of a new rule by their path; each works as it is. */
export function ruleFiles(name) {
  const identifier = name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const type = identifier.charAt(0).toUpperCase() + identifier.slice(1);
  const names = { name, identifier, type };
  const folder = `packages/core/src/rules/${name}`;
  return {
    [`${folder}/rule.ts`]: ruleText(names),
    [`${folder}/options.ts`]: optionsText(names),
    [`${folder}/options.test.ts`]: optionsTestText(names),
    [`${folder}/laws.test.ts`]: lawsText(names),
    [`test/conformance/${name}.test.ts`]: `import { testCases } from "./run-case.js";\n\ntestCases("${name}");\n`,
    [`test/conformance/contracts/${name}.md`]: `---\ntitle: The new way\n${frontMatter(names)}---\n`,
    [`test/conformance/contracts/${name}/src/old-way.ts`]: OLD_WAY,
    [`test/conformance/contracts/${name}/src/new-way.ts`]: NEW_WAY,
    [`test/conformance/cases/${name}/replaces-what-matches.md`]: caseText(names),
    [`docs/rules/${name}.md`]: pageText(names),
  };
}

const OLD_WAY = "export function oldWay(value: unknown): unknown {\n  return value;\n}\n";
const NEW_WAY = "export function newWay(value: unknown): unknown {\n  return value;\n}\n";
const BEFORE = 'import { oldWay } from "./old-way.js";\nexport const a = oldWay(1);\n';
const AFTER = 'import { newWay } from "./new-way.js";\nexport const a = newWay(1);\n';

function frontMatter({ name }, written = ', with: "newWay($value)"') {
  return `imports:
  oldWay: ./src/old-way.ts
  newWay: ./src/new-way.ts
rules:
  ${name}:
    replace: [{ match: "oldWay($value)"${written} }]
`;
}

function ruleText({ name, identifier, type }) {
  return `import { atMost, hint } from "../../edits/edit.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import { findMatches, type FoundMatch } from "../../patterns/find-matches.js";
import type { FileView } from "../../semantics/file-view.js";
import { defineRule, type Finding } from "../define-rule.js";
import { templatesOfReplace, writtenByReplace } from "../option-templates.js";
import { optionalCode } from "../replacement.js";
import { needsOfTemplates } from "../template-needs.js";
import { ${identifier}Option, read${type}, type ${type}Entry, type ${type}Options, type ${type}Setting } from "./options.js";

/** Finds what the contract's patterns match, and writes the replacement. */
export const ${identifier} = defineRule<${type}Options, ${type}Setting>({
  name: "${name}",
  docs: { description: "disallow what a contract's patterns match", isRecommended: false },
  option: ${identifier}Option,

  compile: (option, setting) => read${type}(option, setting),

  templates: ({ replace }) => templatesOfReplace(replace, ["replace"]),

  written: ({ replace }) => writtenByReplace(replace),

  needs: ({ entries, setting }) =>
    needsOfTemplates(
      entries.map(({ match }) => match),
      setting,
    ),

  replacements: ({ entries }) => entries.flatMap((entry) => entry.with?.names.map((use) => use.name) ?? []),

  *find(file, compiled) {
    const findExport = (word: string) => compiled.setting.findExport(word);
    for (const found of findMatches(file, compiled.entries, findExport)) yield findingForMatch(file, compiled, found);
  },
});

function findingForMatch(
  file: FileView,
  { setting }: ${type}Setting,
  { pattern, match }: FoundMatch<${type}Entry>,
): Finding {
  const rendered = pattern.with && renderMatch(file, match, pattern.with, setting);
  return {
    range: match.node.range,
    found: file.textOf(match.node),
    problem: "is on its way out",
    replacement: optionalCode(rendered?.display),
    edit: rendered
      ? atMost(replaceMatch(file, match, rendered), pattern.fix)
      : hint("the contract names nothing that replaces it"),
  };
}
`;
}

function optionsText({ name, identifier, type }) {
  return `import { fields } from "@godwit/core/contracts";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { Template } from "../../patterns/template.js";
import { replacements, type FixLevel } from "../option-facts.js";

/** The option of ${name}. */
export const ${identifier}Option = fields
  .object({ replace: replacements.min(1, { error: "at least one replacement" }).describe("Replacements in order.") })
  .describe("What a contract's patterns match.");

/** The option of ${name} as data. */
export type ${type}Options = fields.ValueOf<typeof ${identifier}Option>;

/** One \`match\`/\`with\` of the rule. */
export interface ${type}Entry {
  readonly match: Template;
  readonly with: Template | undefined;
  readonly fix: FixLevel;
}

/** The rule's option, compiled. */
export interface ${type}Setting {
  readonly setting: RuleSetting;
  readonly entries: readonly ${type}Entry[];
}

/** Reads the option's templates. */
export function read${type}({ replace }: ${type}Options, setting: RuleSetting): ${type}Setting {
  const entries = replace.map((entry) => ({
    match: setting.template(entry.match),
    with: entry.with === undefined ? undefined : setting.template(entry.with),
    fix: entry.fix,
  }));
  return { setting, entries };
}
`;
}

function optionsTestText({ name }) {
  return `import { describeOption } from "../../../test-support/rule-options.js";

describeOption("${name}", {
  right: { replace: [{ match: "oldWay($value)", with: "newWay($value)", fix: "suggest" }, { match: "older($value)" }] },
  wrong: [[{ replace: [] }, ["replace error bad-value"]]],
});
`;
}

function lawsText({ name }) {
  return `import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { useRule } from "../../../test-support/project-engine.js";
import { describeLaws, expectPlacesOnce } from "../../../test-support/rule-laws.js";

const FILE = "src/a.ts";
const statement = fc.constantFrom("oldWay(1);", "const a = oldWay(other);", "f(oldWay(oldWay(2)));", "other(3);");
const program = fc
  .array(statement, { minLength: 1, maxLength: 6 })
  .map((lines) => \`import { oldWay } from "./old-way.js";\\ndeclare const f: any, other: any;\\n{ \${lines.join(" }\\n{ ")} }\\n\`);

const project = useRule({
  rule: "${name}",
  option: { replace: [{ match: "oldWay($value)", with: "newWay($value)" }] },
  context: { imports: { oldWay: "./src/old-way.ts", newWay: "./src/new-way.ts" } },
  files: {
    "src/old-way.ts": "export const oldWay = (x: any) => x;",
    "src/new-way.ts": "export const newWay = (x: any) => x;",
  },
});

describeLaws("${name} on generated programs", project, {
  file: FILE,
  programs: program,
  onePass: 100,
  wholeEdits: 100,
  soundCheck: 100,
});

describe("${name} on generated programs", () => {
  it("finds something in most of them, and reports a place once", () => {
    let found = 0;
    assertProperty(
      fc.property(program, (text) => {
        found += expectPlacesOnce(project.run, FILE, text);
      }),
    );
    expect(found).toBeGreaterThan(50);
  });
});
`;
}

function caseText({ name }) {
  return `---
contract: ${name}
rule: ${name}
example: true
reports:
  - { at: "2:18", end: "2:27", level: fix, message: "newWay(1)" }
---

replaces what a pattern matches.

\`\`\`ts before=src/a.ts
${BEFORE}\`\`\`

\`\`\`ts after
${AFTER}\`\`\`
`;
}

function pageText(names) {
  const part = (marker) => `<!-- generated:${marker} -->\n<!-- generated:${marker} -->`;
  const contract = (...yaml) => `\`\`\`yaml contract\n${frontMatter(...yaml)}\`\`\`\n\n\`\`\`ts before=src/a.ts\n${BEFORE}\`\`\``;
  return `# ${names.name}

${part("header")}

## When to use it

Where an expression has one that replaces it.

\`\`\`ts file=src/old-way.ts
${OLD_WAY}\`\`\`

\`\`\`ts file=src/new-way.ts
${NEW_WAY}\`\`\`

## What counts as a site

Each expression that a pattern under \`replace\` matches.

${contract(names)}

\`\`\`ts after
${AFTER}\`\`\`

## The options by example

\`match\` is the pattern and \`with\` what to write instead; without it the place is reported, and a person decides. \`fix\` lowers the level.

${contract(names, "")}

## What it will not do

It does not follow a value that holds what is to be replaced.

## Option

${part("option")}

## Cases

${part("cases")}
`;
}
