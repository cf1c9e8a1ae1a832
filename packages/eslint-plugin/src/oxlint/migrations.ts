import path from "node:path";
import { findRoot } from "@godwit/core/contracts";
import { isBaselineProblem } from "@godwit/project";
import { loadProject } from "../compiled-rules.js";
import { describeProblems } from "../contracts-rule.js";
import type { SeverityRuleOptions } from "./severity-rule.js";

/** How `migrations()` finds and applies the contracts; all settings are optional. */
export interface OxlintMigrationsOptions extends SeverityRuleOptions {
  /** Folder whose contracts `strict` looks at; by default it is searched upwards from the working directory. */
  readonly root?: string;
  /** Throws if a contract is broken, instead of reporting it. */
  readonly strict?: boolean;
}

/** The part of oxlint's config that enforces the contracts. */
export interface OxlintMigrations {
  readonly jsPlugins: string[];
  readonly rules: Record<string, "error" | "warn" | ["error" | "warn", SeverityRuleOptions]>;
}

/** The config for a plugin (its specifier) and the options of `migrations()`. */
export function configFor(plugin: string, { root, strict, ...options }: OxlintMigrationsOptions): OxlintMigrations {
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
