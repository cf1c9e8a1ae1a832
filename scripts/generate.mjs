// npm run generate: writes what is generated from the code into docs, README and schemas. With --check it writes nothing and fails if a
// file differs.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { contractJsonSchema } from "@godwit/core/contracts";
import { ruleDescriptions, ruleNames } from "@godwit/core/engine";
import plugin from "eslint-plugin-godwit";
import { format, resolveConfig } from "prettier";
import { renderCheckSchema } from "../packages/cli/dist/check/check-result.js";
import { renderResultSchema, resultSchemas } from "../packages/cli/dist/results/schemas.js";
import { architectureParts } from "./architecture.mjs";
import { renderCommandPage } from "./command-page.mjs";
import { renderKeyTables } from "./key-tables.mjs";
import { renderLicences } from "./licences.mjs";
import { publishedPackages, REPOSITORY } from "./packages.mjs";
import { newRulePage, rulePageParts } from "./rule-page.mjs";

const resultFiles = await Promise.all(
  Object.keys(resultSchemas).map(async (command) => {
    const name = `${command}-result.schema.json`;
    return [`packages/cli/schema/${name}`, await formatted(name, renderResultSchema(command))];
  }),
);
const isCheck = process.argv.includes("--check");
const keyTables = renderKeyTables(ruleDescriptions);

const files = new Map([
  [
    "packages/core/schema/contract.schema.json",
    await formatted("contract.schema.json", JSON.stringify(contractJsonSchema(ruleDescriptions), null, 2)),
  ],
  ["packages/cli/schema/check-result.schema.json", await formatted("check-result.schema.json", renderCheckSchema())],
  ...resultFiles,
  ["docs/contract-keys.md", withParts(read("docs/contract-keys.md"), { "contract-keys": keyTables })],
  ["docs/architecture.md", withParts(read("docs/architecture.md"), await architectureParts())],
  ["docs/commands.md", await formatted("docs/commands.md", renderCommandPage())],
  ["SECURITY.md", withParts(read("SECURITY.md"), { licences: renderLicences() })],
  ["docs/releasing.md", withParts(read("docs/releasing.md"), { published: renderPublished() })],
  ["docs/decisions/README.md", renderDecisions()],
  ["docs/rules/README.md", renderRuleList()],
  ["README.md", withParts(read("README.md"), { rules: renderRuleTable("docs/rules/") })],
  ["packages/vscode/README.md", withParts(read("packages/vscode/README.md"), { settings: renderExtensionSettings() })],
  ...ruleNames.map((rule) => [`docs/rules/${rule}.md`, renderRulePage(rule)]),
]);

const stale = [...files].filter(([file, text]) => !existsSync(absolute(file)) || read(file) !== text).map(([file]) => file);
if (isCheck) {
  for (const file of stale) console.error(`${file} is not what the code says: run npm run generate and commit it.`);
  if (stale.length > 0) process.exitCode = 1;
  else console.log(`${files.size} generated files are up to date.`);
} else {
  for (const file of stale) {
    mkdirSync(path.dirname(absolute(file)), { recursive: true });
    writeFileSync(absolute(file), files.get(file));
    console.log(`wrote ${file}`);
  }
}

function absolute(file) {
  return path.join(REPOSITORY, file);
}

function read(file) {
  return readFileSync(absolute(file), "utf8");
}

/** The text as `npm run format` would leave it. */
async function formatted(name, text) {
  return format(text, { ...(await resolveConfig(absolute(name))), filepath: name });
}

/** Puts text between each pair of `<!-- generated:NAME -->` markers. */
function withParts(text, parts) {
  let result = text;
  for (const [name, part] of Object.entries(parts)) {
    const marker = `<!-- generated:${name} -->`;
    const pieces = result.split(marker);
    if (pieces.length !== 3) throw new Error(`There should be two lines ${marker}, and there are ${pieces.length - 1}.`);
    result = `${pieces[0]}${marker}\n\n${part}\n\n${marker}${pieces[2]}`;
  }
  return result;
}

function renderRulePage(rule) {
  const file = `docs/rules/${rule}.md`;
  const page = existsSync(absolute(file)) ? read(file) : newRulePage(rule);
  const { docs, fixable, hasSuggestions } = plugin.rules[rule].meta;
  const parts = { name: rule, description: docs.description, fixable, hasSuggestions, optionTable: optionTable(rule) };
  return withParts(page, rulePageParts(parts));
}

/** The part of the key tables for one rule, without its heading. */
function optionTable(rule) {
  const start = keyTables.indexOf(`#### \`${rule}\`\n`);
  const end = keyTables.indexOf("\n#### ", start);
  return keyTables
    .slice(start, end < 0 ? undefined : end)
    .replace(/^.*\n+/, "")
    .trim();
}

function renderRuleTable(folder) {
  const rows = ruleNames.map((rule) => {
    const { docs, fixable, hasSuggestions } = plugin.rules[rule].meta;
    const name = `[\`${rule}\`](${folder}${rule}.md)`;
    const marks = `${fixable ? "🔧" : ""}${hasSuggestions ? "💡" : ""}`;
    return [name, docs.description, marks || "reports alone"];
  });
  return table([["rule", "what it does", "edits"], ...rows]);
}

/** A Markdown table as Prettier aligns it. */
function table([head, ...rows]) {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => widthOf(row[column]))));
  const line = (cells) => `| ${cells.map((cell, column) => cell + " ".repeat(widths[column] - widthOf(cell))).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/** The number of columns of a text: an emoji has two. */
function widthOf(text) {
  return [...text].reduce((sum, character) => sum + (/\p{Extended_Pictographic}/u.test(character) ? 2 : 1), 0);
}

/** The table of the extension's settings, from its manifest. */
function renderExtensionSettings() {
  const { properties } = JSON.parse(read("packages/vscode/package.json")).contributes.configuration;
  const rows = Object.entries(properties).flatMap(([key, setting]) =>
    setting.enum.map((value, index) => {
      const mark = value === setting.default ? " (default)" : "";
      return [index === 0 ? `\`${key}\`` : "", `\`${value}\`${mark}`, setting.enumDescriptions[index]];
    }),
  );
  return table([["setting", "value", "what you see"], ...rows]);
}

function renderPublished() {
  return table([
    ["package", "what it is"],
    ...publishedPackages().map(({ manifest }) => [`\`${manifest.name}\``, manifest.description]),
  ]);
}

function renderRuleList() {
  return `# Rules

<!-- Written by npm run generate. -->

A contract names the rules that enforce it; in ESLint they are called \`<contract>/<rule>\`. 🔧 has fixes, 💡 has suggestions.

${renderRuleTable("")}
`;
}

/** The decisions with their titles; the file's first heading says what was decided. */
function renderDecisions() {
  const names = readdirSync(absolute("docs/decisions")).filter((file) => file.endsWith(".md") && file !== "README.md");
  const lines = names.sort().map((file) => `- [${/^# (.*)$/m.exec(read(`docs/decisions/${file}`))[1]}](${file})`);
  return `# Decisions

<!-- Written by npm run generate. -->

Choices that someone will ask about, one page an area: what was chosen, why, what was tried, and when. A new choice is a section of its area's page; what no longer holds goes. Longer texts of the past are in git.

${lines.join("\n")}
`;
}
