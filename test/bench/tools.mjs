// What the bench compares: each tool with what it is asked to do in a project of the bench, or why it is left out.
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { whyNoPrograms } from "./measure.mjs";

const MODULES = path.join(REPOSITORY, "node_modules");
const ESLINT = path.join(MODULES, "eslint/bin/eslint.js");
const OXLINT = path.join(MODULES, "oxlint/bin/oxlint");
const GODWIT = path.join(REPOSITORY, "packages/cli/bin/godwit.mjs");
const CODE = "code";

/** The words that a search by text would look for. */
const WORDS =
  "\\b(uuid|nanoid|ulid|cuid|randomUUID|getInstance|ExecutionEngine|agentRegistry|(user|thread|run|request)Id: string)\\b|Math\\.random\\(\\)\\.toString";

/** The tools in the order of the table; `name` says what is measured. */
export const TOOLS = [
  { name: "ripgrep, the banned words", ...external("rg", "@vscode/ripgrep", ["--count", "--no-messages", "-e", WORDS, CODE]) },
  { name: "ast-grep, the same bans", ...external("ast-grep", "@ast-grep/cli", ["scan", "--rule", "ast-grep.yml", CODE]) },
  { name: "oxlint, bans of imports", ...oxlint("oxlint-imports.json") },
  { name: "oxlint, the bans as a plugin", ...oxlint("oxlint-bans.json") },
  { name: "oxlint, godwit", ...oxlint("oxlint-godwit.json") },
  { name: "ESLint, parses", ...eslint("parse.config.js") },
  { name: "ESLint, an empty rule", ...eslint("one-rule.config.js") },
  { name: "ESLint, built-in bans", ...eslint("restricted.config.js") },
  { name: "ESLint, godwit", ...eslint("godwit.config.js") },
  { name: "Node alone", script: () => "nothing.mjs", args: [] },
  { name: "godwit --version", ...godwit("--version") },
  { name: "godwit check, cold", ...godwit("check", "--no-cache", "--format", "json", CODE) },
  { name: "godwit check, again", first: true, ...godwit("check", "--format", "json", CODE) },
  { name: "godwit check --staged", ...godwit("check", "--staged") },
];

function eslint(config) {
  return { script: () => ESLINT, args: ["--config", config, CODE, "--format", "json"] };
}

function oxlint(config) {
  return {
    script: () => OXLINT,
    args: ["--config", config, "--format", "json", CODE],
    ...(existsSync(OXLINT) ? {} : { missing: () => "it is not installed: npm ci" }),
  };
}

function godwit(...args) {
  return { script: () => GODWIT, args };
}

/** A program that the repository does not depend on: on the PATH, or from npm in a folder that `--tools` names. */
function external(command, library, args) {
  const find = (folder) => findOnPath(command) ?? (folder && findInstalled(folder, library, command));
  return {
    program: find,
    args,
    missing: (folder) =>
      whyNoPrograms ??
      (find(folder)
        ? undefined
        : `there is no ${command} on the PATH: npm install --prefix FOLDER ${library}, then --tools FOLDER`),
  };
}

function findOnPath(command) {
  const names = process.platform === "win32" ? [`${command}.exe`] : [command];
  const candidates = (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  return candidates.find(isProgram);
}

/** The program is in a package of its own for each platform: `@ast-grep/cli-linux-x64-gnu` beside `@ast-grep/cli`. */
function findInstalled(folder, library, command) {
  const [scope, name] = library.split("/");
  const scoped = path.join(path.resolve(folder), "node_modules", scope);
  if (!existsSync(scoped)) return undefined;
  const homes = readdirSync(scoped).filter((each) => each.startsWith(`${name}-`));
  return homes.flatMap((home) => [path.join(scoped, home, command), path.join(scoped, home, "bin", command)]).find(isProgram);
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What there is to measure in a project, by the tool's name; `tools` is a folder with programs from npm. */
export function variantsIn(folder, tools) {
  return TOOLS.filter((tool) => tool.missing?.(tools) === undefined).map(({ name, args, script, program, first }) => ({
    name,
    args,
    first,
    ...(script ? { script: script() } : { program: program(tools) }),
    options: { cwd: folder },
  }));
}

/** Why tools are left out, one line each. */
export function leftOut(tools) {
  return TOOLS.flatMap(({ name, missing }) => {
    const reason = missing?.(tools);
    return reason === undefined ? [] : [`Left out: ${name}, since ${reason}.`];
  });
}
