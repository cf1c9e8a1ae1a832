import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { findRoot, phaseOf, type Problem, type Severity } from "@godwit/core/contracts";
import { describeViolation, type SourceFile } from "@godwit/core/engine";
import { type ActiveContract, baselineFile, contractsFor, isBaselineProblem, type Project } from "@godwit/project";
import type { TSESLint } from "@typescript-eslint/utils";
import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import { describeProblem, describeProblems } from "./contracts-rule.js";
import { type HostContext, isFirstToSay, listen, type MessageId, MESSAGES, type RuleHost, type RuleInFile } from "./listen.js";
import { scopesOf } from "./parse.js";
import { ruleUrl } from "./create-rule.js";
import { physicalPath } from "./session.js";
import { toSourceFile } from "./source-file.js";
import { findContractRoot, loadProject } from "./compiled-rules.js";

/** The option of the rules in oxlint's config. */
interface SeverityRuleOptions {
  /** Folder of the contracts, relative to the root; by default `godwit.directory` of package.json, otherwise `migrations`. */
  readonly directory?: string;
  /** `false` also reports the violations that `migrations/.baseline` tolerates for now. */
  readonly baseline?: boolean;
}

type Options = [SeverityRuleOptions?];

/** Oxlint's own arguments: the plugin runs in its process. */
const ARGUMENTS = process.argv.slice(2);
const isFixing = ARGUMENTS.some((each) => /^--fix(?:-|$)/.test(each));
const isLanguageServer = ARGUMENTS.includes("--lsp");

/**
 * The rule that reports the violations of one severity, of all contracts: oxlint knows a plugin by its file, so it can't be
 * `unified-ids` and `user-context` at once as in ESLint (docs/decisions/parsing-and-lint-hosts.md).
 */
function createSeverityRule(name: string, severity: Severity): TSESLint.RuleModule<MessageId, Options> {
  const host: RuleHost<Options> = {
    // Comments name `<contract>/<rule>`, which is no rule of oxlint's.
    obeys: () => false,
    describe: (violation) => `${describeViolation(violation)} (${violation.contract}/${violation.rule})`,
    toSourceFile: withModuleScopes,
    // Oxlint applies fixes once, and then prints the reports whose own fix it left out.
    fixesReported: isFixing ? "first" : "each",
    offersAlone: isLanguageServer,
    select: (context, file) => selectRules(context, file, severity),
  };
  const create = (context: HostContext<Options>): TSESLint.RuleListener => {
    const listener = listen(context, host);
    // What is wrong with the contracts is an error.
    const problems = severity === "error" ? problemsToSay(context.options[0], physicalPath(context)) : [];
    if (problems.length === 0) return listener;
    return {
      Program(program) {
        for (const message of problems)
          context.report({ loc: { line: 1, column: 0 }, messageId: "violation", data: { message } });
        listener.Program?.(program);
      },
    };
  };
  const rule = RuleCreator(ruleUrl)<Options, MessageId>({
    name,
    meta: {
      type: "suggestion",
      docs: { description: `report the violations of contracts with the severity ${severity}` },
      fixable: "code",
      hasSuggestions: true,
      schema: [
        {
          type: "object",
          additionalProperties: false,
          properties: { directory: { type: "string" }, baseline: { type: "boolean" } },
        },
      ],
      defaultOptions: [],
      messages: MESSAGES,
    },
    create,
  });
  return { ...rule, create };
}

function selectRules(
  { options: [options = {}], sourceCode }: HostContext<Options>,
  file: string,
  severity: Severity,
): RuleInFile[] {
  const project = projectOf(file, options.directory);
  if (!project) return [];
  const relative = path.relative(project.root, file).replaceAll(path.sep, "/");
  return contractsFor(project.contracts, relative)
    .filter(({ contract }) => contract.status !== "planned" && severityIn(contract, relative) === severity)
    .flatMap((active) => {
      const baseline = options.baseline === false ? undefined : baselineOf(active, project);
      const rules = active.rules.filter((rule) => rule.mayConcern(file, sourceCode.text));
      return rules.map((compiled) => ({ root: project.root, compiled, baseline }));
    });
}

function severityIn(contract: ActiveContract["contract"], file: string): Severity {
  return phaseOf(contract, file)?.severity ?? contract.severity;
}

function baselineOf({ contract }: ActiveContract, { directory }: Project): string | undefined {
  return contract.status === "complete" ? undefined : baselineFile(directory, contract.id);
}

/** What is wrong with the contracts of the file's root: each problem is said in one of the linted files. */
function problemsToSay({ directory, baseline }: SeverityRuleOptions = {}, file: string): string[] {
  const project = projectOf(file, directory);
  const isRelevant = (problem: Problem): boolean =>
    problem.severity === "error" && (baseline !== false || !isBaselineProblem(problem));
  const problems = project?.problems.filter(isRelevant).map(describeProblem) ?? [];
  const all = project && project.contracts.length + problems.length > 0 ? problems : [nothingIn(project, file)];
  return all.filter((each) => isFirstToSay(each, file));
}

function nothingIn(project: Project | undefined, file: string): string {
  const folder = project ? path.join(project.root, project.directory) : `migrations in a folder above ${path.dirname(file)}`;
  return `godwit finds no contract in ${folder}. Write one, or take its rules out of oxlint's config.`;
}

/**
 * Oxlint's `SourceCode` as the engine sees a file. To oxlint a file without imports and exports is a script, whose names every
 * other file sees; every other front takes it for a module.
 */
function withModuleScopes(file: string, sourceCode: Readonly<TSESLint.SourceCode>): SourceFile {
  return { ...toSourceFile(file, sourceCode), hasScopes: false, scopes: scopesOf(file, sourceCode.ast) };
}

interface OpenProject {
  readonly project: Project;
  readonly readAt: number;
}

/** How long what was read of the contracts is believed: oxlint's language server runs for days. */
const FRESH_FOR_MS = 1_000;
const opened = new Map<string, OpenProject>();

/** The contracts of the root that a file belongs to; undefined if there is none. `directory` is their folder if it is not the root's own. */
function projectOf(file: string, directory: string | undefined): Project | undefined {
  const at = findContractRoot(path.dirname(file));
  if (!at) return undefined;
  const key = `${at.root}\0${directory ?? ""}`;
  const known = opened.get(key);
  const now = Date.now();
  if (known && now - known.readAt < FRESH_FOR_MS) return known.project;
  const project = loadProject(at, directory);
  opened.set(key, { project, readAt: now });
  return project;
}

/** How `migrations()` finds and applies the contracts; all settings are optional. */
interface OxlintMigrationsOptions extends SeverityRuleOptions {
  /** Folder whose contracts `strict` looks at; by default it is searched upwards from the working directory. */
  readonly root?: string;
  /** Throws if a contract is broken, instead of reporting it. */
  readonly strict?: boolean;
}

/** The part of oxlint's config that enforces the contracts. */
interface OxlintMigrations {
  readonly jsPlugins: string[];
  readonly rules: Record<string, "error" | "warn" | ["error" | "warn", SeverityRuleOptions]>;
}

/** The config for a plugin (its specifier) and the options of `migrations()`. */
function configFor(plugin: string, { root, strict, ...options }: OxlintMigrationsOptions): OxlintMigrations {
  if (strict) refuseBroken(root, options);
  const at = <Severity extends "error" | "warn">(severity: Severity): Severity | [Severity, SeverityRuleOptions] =>
    Object.keys(options).length > 0 ? [severity, options] : severity;
  return { jsPlugins: [plugin], rules: { "godwit/errors": at("error"), "godwit/warnings": at("warn") } };
}

function refuseBroken(root: string | undefined, { directory, baseline }: SeverityRuleOptions): void {
  const at = root === undefined ? (findRoot(process.cwd()) ?? process.cwd()) : path.resolve(root);
  const errors = loadProject(at, directory).problems.filter(
    (problem) => problem.severity === "error" && (baseline !== false || !isBaselineProblem(problem)),
  );
  if (errors.length > 0) throw new Error(describeProblems(errors));
}

export type { OxlintMigrations, OxlintMigrationsOptions };

const { name, version } = createRequire(import.meta.url)("../package.json") as { name: string; version: string };

/** The plugin for oxlint. Its rules read the contracts by themselves, so that a config names no contract and never gets old. */
const plugin: { readonly meta: { readonly name: string; readonly version: string }; readonly rules: Record<string, object> } = {
  meta: { name, version },
  rules: { errors: createSeverityRule("errors", "error"), warnings: createSeverityRule("warnings", "warn") },
};

export default plugin;

/** Returns a config for `extends` in `oxlint.config.ts` that enforces `migrations/*.md`. */
export function migrations(options: OxlintMigrationsOptions = {}): OxlintMigrations {
  // By its path, so that oxlint finds the plugin from wherever the config is.
  return configFor(fileURLToPath(import.meta.url), options);
}
