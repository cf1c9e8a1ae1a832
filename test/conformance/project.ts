import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import type { Case } from "./case.js";

const CONTRACTS = path.join(import.meta.dirname, "contracts");

const DEFAULT_FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ name: "case", private: true, type: "module", godwit: {} }),
  "tsconfig.json": JSON.stringify({ compilerOptions: { target: "es2023", module: "nodenext", strict: true, jsx: "preserve" } }),
};

let base: string | undefined;
let count = 0;

/** Writes the case as a real folder, so that the resolver works, and returns its path. */
export function buildProject(each: Case): string {
  base ??= realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-conformance-")));
  const root = path.join(base, String(count++));
  const write = (file: string, text: string): void => {
    const target = path.join(root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  };
  for (const [file, text] of Object.entries(DEFAULT_FILES)) write(file, text);
  for (const contract of each.contracts) {
    if (typeof contract === "string") copyShared(contract, root, write);
    else write(`migrations/${contractId(contract)}.md`, `---\n${stringify(frontMatter(contract))}---\n`);
  }
  for (const [file, text] of Object.entries(each.projectFiles)) {
    if (text === null) rmSync(path.join(root, file), { force: true });
    else write(file, text);
  }
  for (const file of each.files) write(file.path, file.text);
  return root;
}

/** Removes what `buildProject` wrote. */
export function removeProjects(): void {
  if (base) rmSync(base, { recursive: true, force: true });
  base = undefined;
}

function copyShared(name: string, root: string, write: (file: string, text: string) => void): void {
  const folder = path.join(CONTRACTS, name);
  if (existsSync(folder)) cpSync(folder, root, { recursive: true });
  write(`migrations/${name}.md`, readFileSync(`${folder}.md`, "utf8"));
}

function contractId(contract: Readonly<Record<string, unknown>>): string {
  return typeof contract["id"] === "string" ? contract["id"] : "case";
}

function frontMatter({ id: _, ...contract }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { title: "Case", ...contract };
}
