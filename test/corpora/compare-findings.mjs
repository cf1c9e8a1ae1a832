// node test/corpora/compare-findings.mjs BEFORE.json AFTER.json
// Compares two results of `godwit check --no-cache --format json`: place, rule and contract of each finding have to be the same, and so
// have problems and warnings. Levels, reasons and replacements may differ, and are counted.
import { readFileSync } from "node:fs";

const paths = process.argv.slice(2);
if (paths.length !== 2) {
  console.error("Usage: node test/corpora/compare-findings.mjs BEFORE.json AFTER.json");
  process.exit(2);
}
const [before, after] = paths.map((path) => JSON.parse(readFileSync(path, "utf8")));

const PLACE = ["file", "line", "column", "endLine", "endColumn", "rule", "contract"];
const MOST_SHOWN = 20;

function textOf(item, keys) {
  return keys.map((key) => item[key]).join(" ");
}

/** Lists what only one of two lists has; equal texts count as often as they are there. */
function compare(title, [old, fresh], keys) {
  const left = new Map();
  for (const item of old) left.set(textOf(item, keys), (left.get(textOf(item, keys)) ?? 0) + 1);
  const added = fresh.filter((item) => {
    const count = left.get(textOf(item, keys)) ?? 0;
    if (count > 0) left.set(textOf(item, keys), count - 1);
    return count === 0;
  });
  const lost = [...left].flatMap(([text, count]) => Array.from({ length: count }, () => text));
  const lines = [...lost.map((text) => `- ${text}`), ...added.map((item) => `+ ${textOf(item, keys)}`)];
  console.log(`${title}: ${old.length} before, ${fresh.length} after, ${lost.length} lost, ${added.length} added`);
  for (const line of lines.slice(0, MOST_SHOWN)) console.log(`  ${line}`);
  return lines.length;
}

const listsOf = (key) => [before[key] ?? [], after[key] ?? []];
const differences =
  compare("findings", listsOf("violations"), PLACE) +
  compare("in embedded scripts", listsOf("embedded"), PLACE) +
  compare("problems", listsOf("problems"), ["file", "line", "column", "code", "message"]) +
  compare("warnings", listsOf("warnings"), ["file", "line", "column", "code", "message"]);
for (const key of ["level", "reason", "replacement", "message", "phase", "tolerated"])
  compare(`with their ${key}`, listsOf("violations"), [...PLACE, key]);
process.exitCode = differences > 0 ? 1 : 0;
