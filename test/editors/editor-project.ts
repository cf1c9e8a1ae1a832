import { cpSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PLUGIN = path.join(import.meta.dirname, "../../packages/typescript-plugin");

/** The contract that most tests use. */
export const IDS_CONTRACT = `---
title: One ID generator
why: IDs of one format keep sessions apart.
imports:
  newId: ./src/new-id.ts
  legacyId: ./src/legacy-id.ts
  getStore: ./src/store.ts
  openStore: ./src/open-store.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
  no-deprecated-import:
    - { from: ./src/legacy-id.ts, name: legacyId, to: ./src/new-id.ts, as: newId }
    - { from: ./src/old-paths.ts, to: ./src/new-paths.ts }
  no-deprecated-call:
    replace:
      - { match: "getStore()", with: "await openStore()" }
severity: warn
---

# One ID generator

Ask **identity** first.
`;

const FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ name: "editor", private: true, type: "module", godwit: {} }),
  "migrations/ids.md": IDS_CONTRACT,
  "migrations/typed.md": `---
title: Typed IDs
imports: { UserId: ./src/user-id.ts }
rules: { no-string-id: [{ type: UserId, names: [userId] }] }
---
`,
  "src/user-id.ts":
    "export type UserId = string & { readonly brand: 'UserId' };\nexport const UserId = (value: string): UserId => value as UserId;\n",
  "src/users.ts":
    'import type { UserId } from "./user-id.js";\nexport interface Account {\n  owner: UserId;\n}\nexport async function load(id: UserId): Promise<void> {}\n',
  "src/new-id.ts": "export function newId(entity: string): string {\n  return entity;\n}\n",
  "src/legacy-id.ts": "export function legacyId(entity: string): string {\n  return entity;\n}\n",
  "src/store.ts": "export function getStore(): string {\n  return '';\n}\n",
  "src/open-store.ts": "export async function openStore(): Promise<string> {\n  return '';\n}\n",
  "src/old-paths.ts": "export const dataPath = '';\n",
  "src/new-paths.ts": "export const dataPath = '';\n",
  "node_modules/uuid/package.json": JSON.stringify({ name: "uuid", version: "11.0.0", main: "index.js", types: "index.d.ts" }),
  // As the package has it: each function is the default of a module of its own.
  "node_modules/uuid/index.d.ts": 'export { default as v4 } from "./v4.js";\nexport { default as v5 } from "./v5.js";\n',
  "node_modules/uuid/v4.d.ts": "declare function v4(): string;\nexport default v4;\n",
  "node_modules/uuid/v5.d.ts": "declare function v5(name: string, space: string): string;\nexport default v5;\n",
};

/** How tsserver learns of the plugin: from tsconfig, from an extension, or from both. */
export type Registration = "tsconfig" | "extension" | "both";

/** A project on disk with the built plugin installed. */
export interface EditorProject {
  readonly root: string;
  readonly serverArguments: readonly string[];
  path(file: string): string;
  write(file: string, text: string): void;
  remove(file: string): void;
}

/** Writes a project with the built plugin in its node_modules. */
export function createEditorProject(
  registration: Registration,
  files: Readonly<Record<string, string>> = {},
  settings: object = {},
): EditorProject {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-editor-")));
  const at = (file: string): string => path.join(root, file);
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    // A server that reads in between finds the old text or the new one, and no empty file.
    writeFileSync(`${at(file)}.part`, text);
    renameSync(`${at(file)}.part`, at(file));
  };
  const plugins = registration === "extension" ? [] : [{ name: "@godwit/typescript-plugin", ...settings }];
  const compilerOptions = { target: "es2022", module: "nodenext", strict: true, types: [], plugins };
  write("tsconfig.json", JSON.stringify({ compilerOptions, include: ["src"] }));
  for (const [file, text] of Object.entries({ ...FILES, ...files })) write(file, text);
  const installed = at("node_modules/@godwit/typescript-plugin");
  for (const file of ["package.json", "dist/index.cjs"]) cpSync(path.join(PLUGIN, file), path.join(installed, file));
  const fromExtension = ["--globalPlugins", "@godwit/typescript-plugin", "--pluginProbeLocations", root];
  return {
    root,
    serverArguments: [
      ...(registration === "tsconfig" ? [] : fromExtension),
      ...(registration === "extension" ? [] : ["--allowLocalPluginLoads"]),
    ],
    path: at,
    write,
    remove: (file) => rmSync(at(file), { recursive: true, force: true }),
  };
}

/** Line and offset (from 1) of the first place of `part` in a text. */
export function locate(text: string, part: string, shift = 0): { readonly line: number; readonly offset: number } {
  const at = text.indexOf(part);
  if (at === -1) throw new Error(`${JSON.stringify(part)} is not in the text`);
  const before = text.slice(0, at + shift).split("\n");
  return { line: before.length, offset: before.at(-1)!.length + 1 };
}

/** A text after the changes that tsserver sent for one file. */
export function applyChanges(text: string, changes: readonly { readonly textChanges: readonly any[] }[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offsetOf = ({ line, offset }: { line: number; offset: number }): number => starts[line - 1]! + offset - 1;
  const edits = changes.flatMap(({ textChanges }) => textChanges).reverse();
  return edits.reduce<string>(
    (result, { start, end, newText }) => result.slice(0, offsetOf(start)) + newText + result.slice(offsetOf(end)),
    text,
  );
}
