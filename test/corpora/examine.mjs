import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { isSource } from "./copy.mjs";

/**
 * Runs a folder's contracts over it and reports what must never happen: a rule that throws, a fix that does not parse, a second run that
 * changes something. `check` is godwit's own.
 */
export function examine(folder, files, check) {
  const faults = [];
  const before = readAll(folder, files);
  const found = check({ cwd: folder, lenient: true }).result;
  const fixed = check({ cwd: folder, fix: true, lenient: true, holdsBack: false }).result;
  const after = readAll(folder, files);
  const changed = [...after.keys()].filter((file) => after.get(file) !== before.get(file));
  const again = check({ cwd: folder, fix: true, lenient: true, holdsBack: false }).result;
  const last = readAll(folder, files);
  for (const file of changed) {
    const known = new Set(faultsOf(file, before.get(file)));
    for (const fault of faultsOf(file, after.get(file)))
      if (!known.has(fault)) faults.push(`${file} does not parse after its fixes: ${fault}`);
  }
  for (const file of files) if (last.get(file) !== after.get(file)) faults.push(`${file} changes in a second run`);
  for (const { result, run } of [
    { result: found, run: "check" },
    { result: fixed, run: "check --fix" },
    { result: again, run: "the second check --fix" },
  ])
    for (const { file, code, message } of result.problems) if (!EXPECTED.has(code)) faults.push(`${run}: ${file}: ${message}`);
  for (const { file, line, message } of fixed.violations.filter(({ level }) => level === "fix"))
    faults.push(`${file}:${line} is left by --fix: ${message}`);
  return { faults, counts: countsOf(found, fixed, changed.length) };
}

/** Problems of the code itself: files that no parser can read, or that are not text. */
const EXPECTED = new Set([
  "syntax",
  "binary",
  "encoding",
  "too-large",
  "symlink-loop",
  "dangling-link",
  "not-a-file",
  "unreadable",
]);

function readAll(folder, files) {
  return new Map(files.filter(isSource).map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
}

/** The syntax errors that TypeScript's parser, which godwit does not use, finds in a text. */
function faultsOf(file, text) {
  const { diagnostics } = ts.transpileModule(text, {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.Preserve,
      jsx: ts.JsxEmit.Preserve,
      allowJs: true,
      experimentalDecorators: true,
    },
  });
  return (diagnostics ?? []).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

function countsOf(found, fixed, changed) {
  const levels = { fix: 0, suggestion: 0, hint: 0 };
  const reasons = {};
  for (const { level, reason } of found.violations) {
    levels[level]++;
    if (reason !== null) reasons[generic(reason)] = (reasons[generic(reason)] ?? 0) + 1;
  }
  return {
    files: found.files.considered,
    parsed: found.files.parsed,
    violations: found.violations.length,
    ...levels,
    fixed: fixed.fixed,
    changed,
    problems: found.problems.length,
    reasons,
  };
}

/** A reason without the names in it, so that equal ones are counted together. */
function generic(reason) {
  return reason
    .replace(/(?:\.{0,2}\/|@)\S+/g, "…")
    .replace(/"[^"]*"/g, "…")
    .replace(/(what|dependency of) \S+/g, "$1 …");
}
