// npm run new:rule -- no-x: makes all files of a new rule, which already works: it replaces what a pattern matches.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { ruleFiles } from "./new-rule/files.mjs";
import { REPOSITORY } from "./packages.mjs";

const LIST = "packages/core/src/rules/index.ts";

const [name] = process.argv.slice(2);
if (!/^[a-z]+(-[a-z]+)+$/.test(name ?? "")) fail("Write the rule's name, of words joined by -: npm run new:rule -- no-raw-date");
const files = ruleFiles(name);
const taken = Object.keys(files).find((file) => existsSync(path.join(REPOSITORY, file)));
if (taken !== undefined) fail(`${taken} is there already: choose another name.`);

for (const [file, text] of Object.entries(files)) await write(file, text);
await write(LIST, withRule(readFileSync(path.join(REPOSITORY, LIST), "utf8")));
console.log(`
Next:
  npm run generate                                        the rule's page, the schema, the tables
  npx vitest run test/conformance/${name}.test.ts   its cases
Then write what the rule finds in rule.ts, and first a case for each behaviour.`);

async function write(file, text) {
  const target = path.join(REPOSITORY, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, await format(text, { ...(await resolveConfig(target)), filepath: target }));
  console.log(`wrote ${file}`);
}

/** The list of rules with the new one at its end, since tsserver's diagnostic codes are numbered by it. */
function withRule(text) {
  const identifier = name.replaceAll(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const line = `import { ${identifier} } from "./${name}/rule.js";`;
  const imports = text.match(/^import \{ \w+ \} from "\.\/[\w-]+\/rule\.js";\n/gm).join("");
  const sorted = [...imports.trim().split("\n"), line].sort().join("\n");
  const entries = /(?<=RULES: readonly AnyRule\[\] = \[\n(?: {2}\w+,\n)*)(?=\];)/;
  if (!text.includes(imports) || !entries.test(text)) fail(`${LIST} does not look as this script expects: add the rule by hand.`);
  return text.replace(imports, `${sorted}\n`).replace(entries, `  ${identifier},\n`);
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
