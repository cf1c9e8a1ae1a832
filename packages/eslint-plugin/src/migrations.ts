import { createHash } from "node:crypto";
import path from "node:path";
import {
  DECLARATION_FILES,
  didYouMean,
  ignoresOf,
  DEFAULT_FILES,
  findRoot,
  toRuleContext,
  type Contract,
  type ContractRoot,
  type Phase,
  type Problem,
  type RuleContext,
  type Severity,
} from "@godwit/core/contracts";
import { baselineFile, isBaselineProblem, type ActiveContract, type Project } from "@godwit/project";
import type { Linter } from "eslint";
import { keepCompiled, loadProject } from "./compiled-rules.js";
import { type ContractProblems, describeProblems } from "./contracts-rule.js";
import { loadParser } from "./parse.js";

/** How `migrations()` finds and applies the contracts; all settings are optional. */
export interface MigrationsOptions {
  /** Folder whose contracts apply; by default the root is searched upwards from the working directory. */
  readonly root?: string;
  /** Folder of the contracts, relative to the root; by default `godwit.directory` of package.json, otherwise `migrations`. */
  readonly directory?: string;
  /** The parser of TypeScript files; `false` if you configure it yourself. */
  readonly parser?: false | Linter.Parser;
  /** Throws if a contract is broken, instead of reporting it in each linted file. */
  readonly strict?: boolean;
  /** `false` also reports the violations that `migrations/.baseline` tolerates for now. */
  readonly baseline?: boolean;
}

const OPTIONS: readonly string[] = ["root", "directory", "parser", "strict", "baseline"] satisfies (keyof MigrationsOptions)[];

const TYPESCRIPT_FILES = "**/*.{ts,tsx,mts,cts}";
const JAVASCRIPT_FILES = "**/*.{js,jsx,mjs,cjs}";

type Plugin = NonNullable<Linter.Config["plugins"]>[string];
/** Which files a config object governs. */
interface Scope {
  readonly files: readonly string[];
  readonly ignores: string[];
}
/** ESLint's types know `basePath` since 9.30; nested lists of `files` mean "and". */
type ConfigObject = Linter.Config & { basePath: string };

/** Reads the contracts and returns the flat config objects that enforce them. */
export function migrations(plugin: Plugin, options: MigrationsOptions = {}): Linter.Config[] {
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key));
  if (unknown !== undefined)
    throw new TypeError(`migrations() has no option "${unknown}".${didYouMean(unknown, OPTIONS)} It has ${OPTIONS.join(", ")}.`);
  const project = loadProject(locate(options), options.directory);
  const { root, contracts, problems } = project;
  const errors = problems.filter((problem) => isError(problem) && (options.baseline !== false || !isBaselineProblem(problem)));
  if (options.strict && errors.length > 0) throw new Error(describeProblems(errors));
  const enforced = contracts.filter(({ contract }) => contract.status !== "planned");
  const configs = [
    ...languagesOf(enforced, root, options),
    ...enforced.flatMap((active) => contractConfigs(plugin, active, project, options)),
  ];
  return errors.length === 0 ? configs : [...configs, ...problemConfigs(plugin, root, errors, options)];
}

function locate({ root }: MigrationsOptions): ContractRoot | string {
  return root === undefined ? (findRoot(process.cwd()) ?? process.cwd()) : path.resolve(root);
}

function isError(problem: Problem): boolean {
  return problem.severity === "error";
}

function contractConfigs(
  plugin: Plugin,
  active: ActiveContract,
  { root, directory }: Project,
  options: MigrationsOptions,
): ConfigObject[] {
  const { contract, rules: compiled } = active;
  const context = { ...contextOf(active, root, options.baseline === false ? undefined : directory), root };
  for (const rule of compiled) keepCompiled(rule, contract.rules[rule.rule], context);
  const { files, ignores } = scopeOf(contract);
  const base = { basePath: root, ignores };
  const rules = (severity: Severity): Linter.RulesRecord =>
    Object.fromEntries(
      Object.entries(contract.rules).map(([rule, option]) => [`${contract.id}/${rule}`, [severity, option, context]]),
    );
  return [
    {
      ...base,
      name: `godwit/${contract.id}`,
      files: [...files],
      plugins: { [contract.id]: plugin },
      rules: rules(contract.severity),
    },
    ...decisivePhases(contract).map((phase) => ({
      ...base,
      ignores: [...ignores, ...(phase.ignores ?? [])],
      name: `godwit/${contract.id}/${phase.name}`,
      files: phaseFiles(files, phase),
      rules: rules(phase.severity ?? contract.severity),
    })),
  ].map(dropEmptyIgnores);
}

/** The files of a contract, as a config object has them. */
function scopeOf(contract: Contract): Scope {
  return {
    files: contract.files ?? DEFAULT_FILES,
    ignores: [...ignoresOf(contract)],
  };
}

/**
 * The phases that decide on a severity, last first: later objects win in a flat config, and the first phase that has a file counts. Each
 * object costs ESLint time for every file, so there is none for what the contract says anyway.
 */
function decisivePhases({ phases, severity }: Contract): readonly Phase[] {
  const lastFirst = [...phases].reverse();
  const first = lastFirst.findIndex((phase) => (phase.severity ?? severity) !== severity);
  return first === -1 ? [] : lastFirst.slice(first);
}

/** How files are parsed: two objects for all contracts that have the same files, since ESLint matches each object with each file. */
function languagesOf(contracts: readonly ActiveContract[], root: string, options: MigrationsOptions): ConfigObject[] {
  const byScope = new Map<string, { readonly scope: Scope; readonly ids: string[] }>();
  for (const { contract } of contracts) {
    const scope = scopeOf(contract);
    const key = JSON.stringify(scope);
    const known = byScope.get(key) ?? { scope, ids: [] };
    known.ids.push(contract.id);
    byScope.set(key, known);
  }
  return [...byScope.values()].flatMap(({ scope: { files, ignores }, ids }) =>
    languageConfigs(`godwit/${ids.join(", ")}`, files, { basePath: root, ignores }, options).map(dropEmptyIgnores),
  );
}

/** What the rules need besides their options; `directory` is undefined if no baseline applies. */
function contextOf({ contract, order, baseline }: ActiveContract, root: string, directory: string | undefined): RuleContext {
  const context = toRuleContext(contract, root, order);
  if (directory === undefined || contract.status === "complete") return context;
  // ESLint's cache identifies a file's result by its config, so the config has to contain everything on which the result depends.
  const hash = baseline ? `${contract.hash}-${digestOf(baseline.text)}` : contract.hash;
  return { ...context, hash, baseline: baselineFile(directory, contract.id) };
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** The files of a phase, as far as they belong to the contract. */
function phaseFiles(files: readonly string[], phase: Phase): (string | string[])[] {
  return phase.files ? files.flatMap((file) => phase.files!.map((part) => [file, part])) : [...files];
}

function dropEmptyIgnores(config: ConfigObject): ConfigObject {
  const { ignores, ...rest } = config;
  return ignores && ignores.length > 0 ? config : rest;
}

function languageConfigs(
  name: string,
  files: readonly string[],
  base: { basePath: string; ignores?: string[] },
  options: MigrationsOptions,
): ConfigObject[] {
  const parser = options.parser === false ? undefined : (options.parser ?? loadParser());
  return [
    ...(parser
      ? [
          {
            ...base,
            name: `${name} (TypeScript)`,
            files: files.map((file) => [file, TYPESCRIPT_FILES]),
            languageOptions: { parser },
          },
        ]
      : []),
    {
      ...base,
      name: `${name} (JavaScript)`,
      files: files.map((file) => [file, JAVASCRIPT_FILES]),
      languageOptions: { parserOptions: { ecmaFeatures: { jsx: true } } },
    },
  ];
}

function problemConfigs(plugin: Plugin, root: string, problems: readonly Problem[], options: MigrationsOptions): ConfigObject[] {
  const base = { basePath: root, ignores: [...DECLARATION_FILES] };
  const option: ContractProblems = {
    root,
    problems: problems.map(({ file, line, column, message }) => ({ file, line, column, message })),
  };
  return [
    ...languageConfigs("godwit/contracts", DEFAULT_FILES, base, options),
    {
      ...base,
      name: "godwit/contracts",
      files: [...DEFAULT_FILES],
      plugins: { godwit: plugin },
      rules: { "godwit/contracts": ["error", option] },
    },
  ];
}
