// The sum of some vitest runs as one line, and the exit code of it all: `count.mjs <the steps that failed, or nothing> <result.json>…`
import { readFileSync } from "node:fs";

const [broken, ...files] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, pending: 0 };

/** A run that wrote no result, or a file of tests that could not even be loaded, is a failure of its own. */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

for (const file of files) {
  const result = read(file);
  if (!result) {
    sum.failed += 1;
    continue;
  }
  const notLoaded = result.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  sum.passed += result.numPassedTests;
  sum.failed += result.numFailedTests + notLoaded.length;
  sum.pending += result.numPendingTests + result.numTodoTests;
}

if (sum.pending > 0) console.log(`\n${sum.pending} skipped; the reason is printed with each.`);
if (broken) console.log(`\nFailed: ${broken}; see the lines that begin with ── failed.`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = !broken && sum.failed === 0 && sum.passed > 0 ? 0 : 1;
