import path from "node:path";
import { findText, listNames } from "@godwit/files";
import { createFileTree } from "@godwit/modules";
import { dependenciesOf, packageManagerOf } from "../found-project.js";
import { RUN } from "./run-command.js";

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
  { dependency: "dprint", settings: /^\.?dprint\.jsonc?$/, command: "dprint fmt {files}" },
];
const ESLINT_SETTINGS = /^(?:eslint\.config\.|\.eslintrc)/;
const SORTING_RULE =
  /simple-import-sort|import(?:-x)?\/order|perfectionist|sort-imports|eslint-plugin-import-sort|@antfu\/eslint-config/;

/** The commands that lay out a project's files and sort their imports, by what it depends on and its settings. */
export function findFormatCommands(root: string): readonly string[] {
  const manifest = createFileTree().json(path.join(root, "package.json"));
  const names = listNames(root);
  const dependencies = new Set(dependenciesOf(manifest));
  const formatter = FORMATTERS.find(
    ({ dependency, settings }) => dependencies.has(dependency) || names.some((name) => settings.test(name)),
  );
  const settings = names.filter((name) => ESLINT_SETTINGS.test(name)).map((name) => findText(path.join(root, name), "settings"));
  const sorts = [...settings, JSON.stringify(manifest?.["eslintConfig"] ?? "")].some((text) => SORTING_RULE.test(text ?? ""));
  const run = RUN[packageManagerOf(root, manifest)];
  const sorter = sorts ? ["eslint --fix --fix-type layout,suggestion --quiet {files}"] : [];
  return [...sorter, ...(formatter ? [formatter.command] : [])].map((command) => `${run} ${command}`);
}

/** The value of `godwit.format` for commands: one is written as a text. */
export function formatValue(commands: readonly string[]): string | readonly string[] {
  return commands.length === 1 ? commands[0]! : commands;
}
