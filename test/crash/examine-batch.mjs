// Run by run.mjs in a process of its own: node examine-batch.mjs FOLDER FRONT. Prints faults as JSON.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "oxc-parser";
import { check } from "godwit";
import { listFiles } from "../corpora/copy.mjs";

/** ESLint itself would remove comments that disable nothing. */
const OWN_FIXES = { linterOptions: { reportUnusedDisableDirectives: "off" } };

const EXPECTED = new Set(["syntax", "too-deep", "binary", "encoding", "too-large"]);

const [folder, front] = process.argv.slice(2);
const files = listFiles(folder).filter((file) => file.startsWith("src/"));
const read = () => new Map(files.map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
const examine = { check: examineCheck, eslint: examineEslint, tsserver: examineEditor }[front];
const outcome = await examine();
writeFileSync(1, JSON.stringify(outcome));

function examineCheck() {
  const before = read();
  const first = check({ cwd: folder, fix: true, lenient: true, holdsBack: false }).result;
  const after = read();
  const second = check({ cwd: folder, fix: true, lenient: true, holdsBack: false }).result;
  const faults = [...compare(before, after), ...differences(after, read())];
  for (const { file, line, code, message } of [...first.problems, ...second.problems])
    if (!EXPECTED.has(code)) faults.push(`${file}:${line} ${code}: ${message}`);
  return { faults, fixed: first.fixed, found: first.violations.length, changed: differences(before, after).length };
}

async function examineEslint() {
  const { ESLint } = await import("eslint");
  const { default: godwit } = await import("eslint-plugin-godwit");
  const options = {
    cwd: folder,
    fix: true,
    overrideConfigFile: true,
    overrideConfig: [...godwit.migrations({ root: folder }), OWN_FIXES],
  };
  const before = read();
  const results = await new ESLint(options).lintFiles(["src"]);
  await ESLint.outputFixes(results);
  const after = read();
  const again = await new ESLint(options).lintFiles(["src"]);
  await ESLint.outputFixes(again);
  const faults = [...compare(before, after), ...differences(after, read())];
  for (const { filePath, messages } of [...results, ...again])
    for (const { messageId, line, message } of messages)
      if (messageId === "failed" && !message.includes("nested too deeply"))
        faults.push(`${path.relative(folder, filePath)}:${line} ${message}`);
  return {
    faults,
    found: results.reduce((sum, { messages }) => sum + messages.length, 0),
    changed: differences(before, after).length,
  };
}

/** All diagnostics, and all fixes of each contract, of files in a tsserver. */
async function examineEditor() {
  const { examineInEditor } = await import("./editor.mjs");
  return examineInEditor(folder, files, compare);
}

/** What must not happen to files that were changed: they parse as before, and keep their comments. */
function compare(before, after) {
  const faults = [];
  for (const [file, text] of after) {
    const old = before.get(file);
    if (old === text) continue;
    const known = errorsOf(file, old);
    const errors = errorsOf(file, text);
    if (known.syntax.length === 0 && errors.syntax.length > 0) faults.push(`${file} stops parsing: ${errors.syntax[0]}`);
    for (const comment of known.comments) {
      const at = errors.comments.indexOf(comment);
      if (at === -1) faults.push(`${file} loses a comment: ${JSON.stringify(comment.slice(0, 60))}`);
      else errors.comments.splice(at, 1);
    }
  }
  return faults;
}

function errorsOf(file, text) {
  const { errors, comments } = parseSync(file, text, { lang: file.endsWith(".ts") ? "ts" : "tsx", sourceType: "module" });
  return { syntax: errors.map(({ message }) => message), comments: comments.map(({ value }) => withoutTypes(value).trim()) };
}

/** A type in JSDoc is code, which fixes may change. */
function withoutTypes(comment) {
  return comment.startsWith("*") ? comment.replace(/\{.*\}/gs, "{}") : comment;
}

function differences(before, after) {
  return [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => `${file} changes in a second run`);
}
