import { join } from "node:path";
import { editDistance } from "@godwit/core/contracts";
import type { TextEdit } from "@godwit/core/engine";
import { listFiles, type Project } from "../../index.js";
import { childrenAt, readContractText, type ContractText } from "./contract-text.js";
import type { ContractFileProblem } from "./problems.js";

/** What fixes that name exports need to know of the project. */
export interface ExportSetting {
  readonly project: Project;
  /** The names that a file (absolute path) exports. */
  exportsOf(path: string): readonly string[];
  textOf(path: string): string | undefined;
}

/** How many exports are offered. */
const MOST = 5;
/** How many files are read for one name at most, after their text was searched. */
const MOST_READ = 20;
const SOURCE = /\.(?:[cm]?[jt]sx?)$/;

/** "Use the export …": of a module that lacks the one that `imports` names, or of the module that has a name that a template uses. */
export function exportFixes(text: string, found: ContractFileProblem, setting: ExportSetting): ContractFileProblem["fixes"] {
  const contract = readContractText(text);
  if (!contract) return [];
  const { code, message } = found.problem;
  if (code === "missing-export") return otherExports(contract, found, setting);
  const name = code === "unknown-name" ? /^([\w$]+) is neither/.exec(message)?.[1] : undefined;
  return name === undefined ? [] : declarations(contract, name, setting);
}

function otherExports(
  contract: ContractText,
  { span }: ContractFileProblem,
  { project, exportsOf }: ExportSetting,
): ContractFileProblem["fixes"] {
  const entry = childrenAt(contract, ["imports"]).find(({ key, value }) => key?.[0] === span[0] || value[0] === span[0]);
  if (typeof entry?.data !== "string") return [];
  const [module = "", fragment] = entry.data.split("#", 2);
  const key = String(entry.path.at(-1));
  const raw = contract.text.slice(...entry.value);
  const start = entry.value[0] + raw.indexOf(entry.data);
  const wanted = fragment ?? key;
  const distance = (name: string): number => Math.min(editDistance(wanted.toLowerCase(), name.toLowerCase(), 20), 20);
  return [...exportsOf(join(project.root, module))]
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MOST)
    .map((name) => ({
      title: `Use the export ${name}`,
      edit: { range: [start, start + String(entry.data).length], text: name === key ? module : `${module}#${name}` },
    }));
}

function declarations(contract: ContractText, name: string, setting: ExportSetting): ContractFileProblem["fixes"] {
  return modulesWith(name, setting).flatMap((file) => {
    const edit = declaring(contract, `${name}: ./${file}`);
    return edit ? [{ title: `Use the export ${name} of ./${file}`, edit }] : [];
  });
}

/** The files of the project that export a name, the shortest path first. */
function modulesWith(name: string, { project, exportsOf, textOf }: ExportSetting): string[] {
  const word = new RegExp(`\\bexport\\b[^;]*?(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const files = listFiles(project.root).filter(
    ({ path }) => SOURCE.test(path) && word.test(textOf(join(project.root, path)) ?? ""),
  );
  return files
    .map(({ path }) => path)
    .sort((a, b) => a.length - b.length)
    .slice(0, MOST_READ)
    .filter((path) => exportsOf(join(project.root, path)).includes(name))
    .slice(0, MOST);
}

/** Adds a line to `imports`, or `imports` above `rules`. */
function declaring(contract: ContractText, line: string): TextEdit | undefined {
  const { text, entries } = contract;
  const top = childrenAt(contract, []);
  const [first] = childrenAt(contract, ["imports"]);
  const at = first?.key?.[0];
  if (at !== undefined) {
    const lineStart = text.lastIndexOf("\n", at - 1) + 1;
    const before = text.slice(lineStart, at);
    return { range: [at, at], text: before.trim() === "" ? `${line}\n${before}` : `${line}, ` };
  }
  const rules = top.find(({ path }) => path[0] === "rules")?.key?.[0];
  const isEmpty = entries.some(({ path }) => path.length === 1 && path[0] === "imports");
  return rules === undefined || isEmpty ? undefined : { range: [rules, rules], text: `imports:\n  ${line}\n` };
}
