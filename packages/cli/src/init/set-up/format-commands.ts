import path from "node:path";
import type { FormatCommand } from "@godwit/core/contracts";
import { findText, listNames } from "@godwit/core/disk";
import { createFileTree } from "@godwit/core/modules";
import { dependenciesOf, packageManagerOf } from "../found-project.js";
import { RUN } from "./set-up-part.js";

/** A formatter, and the names of its package and settings. */
interface Formatter {
  readonly dependency: string;
  readonly settings: RegExp;
  readonly command: string;
}

/** Biome's `check` also sorts imports; without its linter it changes nothing else. */
const FORMATTERS: readonly Formatter[] = [
  { dependency: "prettier", settings: /^(?:\.prettierrc|prettier\.config\.)/, command: "prettier --write {files}" },
  {
    dependency: "@biomejs/biome",
    settings: /^\.?biome\.jsonc?$/,
    command: "biome check --write --linter-enabled=false {files}",
  },
  { dependency: "oxfmt", settings: /^\.?oxfmt(?:rc)?\.(?:jsonc?|config\.)/, command: "oxfmt {files}" },
  { dependency: "dprint", settings: /^\.?dprint\.jsonc?$/, command: "dprint fmt {files}" },
];
const ESLINT_SETTINGS = /^(?:eslint\.config\.|\.eslintrc)/;
const SORTING_RULE =
  /simple-import-sort|import(?:-x)?\/order|perfectionist|sort-imports|eslint-plugin-import-sort|@antfu\/eslint-config/;

/**
 * The commands that lay out a project's files and sort their imports, by what it depends on and its settings; a linter that sorts with
 * settings in one of some folders (relative to the root) runs there, and a formatter that only these depend on.
 */
export function findFormatCommands(root: string, folders: readonly string[] = []): readonly FormatCommand[] {
  const manifest = createFileTree().json(path.join(root, "package.json"));
  const names = [...listNames(root), ...(manifest?.["prettier"] === undefined ? [] : [".prettierrc"])];
  const dependencies = new Set(dependenciesOf(manifest));
  // Who has moved to another formatter may still depend on the one before.
  const formatter =
    FORMATTERS.find(({ settings }) => names.some((name) => settings.test(name))) ??
    FORMATTERS.find(({ dependency }) => dependencies.has(dependency));
  const run = RUN[packageManagerOf(root, manifest)];
  // The root may have the settings alone, and its packages the formatter: nothing runs it in the root then.
  const homes = formatter && !dependencies.has(formatter.dependency) ? folders.filter(dependsOn(root, formatter)) : [];
  const sorter = `${run} eslint --fix --fix-type layout,suggestion --quiet {files}`;
  return [
    ...(sortsImports(root) ? [{ run: sorter }] : []),
    ...folders.filter((folder) => sortsImports(path.join(root, folder))).map((folder) => ({ run: sorter, in: folder })),
    ...(formatter && homes.length === 0 ? [{ run: `${run} ${commandIn(root, formatter)}` }] : []),
    ...homes.map((folder) => ({ run: `${run} ${commandIn(path.join(root, folder), formatter!)}`, in: folder })),
  ];
}

/** The command of the formatter that a folder has: Biome knows `--write` since 1.8. */
function commandIn(folder: string, { dependency, command }: Formatter): string {
  if (dependency !== "@biomejs/biome") return command;
  const tree = createFileTree();
  const manifest = tree.json(path.join(folder, "package.json"));
  const lists = [manifest?.["devDependencies"], manifest?.["dependencies"]].map(
    (list) => Object(list) as Record<string, unknown>,
  );
  const declared = lists.map((list) => list[dependency]);
  const installed = tree.json(path.join(folder, "node_modules", dependency, "package.json"))?.["version"];
  const isOld = /^\D*1\.[0-7](?:\.|$)/u.test(String(installed ?? declared.find((version) => version !== undefined)));
  return isOld ? command.replace("--write", "--apply") : command;
}

function dependsOn(root: string, { dependency }: Formatter): (folder: string) => boolean {
  return (folder) => dependenciesOf(createFileTree().json(path.join(root, folder, "package.json"))).includes(dependency);
}

/** Whether the ESLint settings in a folder sort imports. */
function sortsImports(folder: string): boolean {
  const texts = listNames(folder)
    .filter((name) => ESLINT_SETTINGS.test(name))
    .map((name) => findText(path.join(folder, name), "settings"));
  const manifest = createFileTree().json(path.join(folder, "package.json"));
  return [...texts, JSON.stringify(manifest?.["eslintConfig"] ?? "")].some((text) => SORTING_RULE.test(text ?? ""));
}

/** The value of `godwit.format` for commands: a plain command is written as a text, and one alone without a list. */
export function formatValue(commands: readonly FormatCommand[]): unknown {
  const values = commands.map(({ run, in: folder }) => (folder === undefined ? run : { run, in: folder }));
  return values.length === 1 ? values[0] : values;
}
