import { createRequire } from "node:module";
import { ruleDescriptions, ruleDocs, ruleNames } from "@godwit/core/engine";
import type { ESLint, Linter } from "eslint";
import { contractsRule } from "./contracts-rule.js";
import { createRule } from "./create-rule.js";
import { migrations as readMigrations, type MigrationsOptions } from "./migrations.js";

const { name, version } = createRequire(import.meta.url)("../package.json") as { name: string; version: string };

/** The plugin: the rules, the preset without a contract, and `migrations()` for flat configs. */
interface GodwitPlugin extends ESLint.Plugin {
  readonly meta: { readonly name: string; readonly version: string };
  readonly rules: NonNullable<ESLint.Plugin["rules"]>;
  readonly configs: { readonly recommended: Linter.Config };
  /** Reads `migrations/*.md` and returns the flat config objects that enforce them; rule ids are `<contract>/<rule>`. */
  migrations(options?: MigrationsOptions): Linter.Config[];
}

const base = {
  meta: { name, version },
  // typescript-eslint's rule type and ESLint's are the same at run time, but not to the compiler.
  rules: Object.fromEntries([
    ...ruleDescriptions.map((rule) => [rule.name, createRule(rule)]),
    ["contracts", contractsRule],
  ]) as unknown as NonNullable<ESLint.Plugin["rules"]>,
};

const plugin: GodwitPlugin = {
  ...base,
  configs: {
    recommended: {
      name: "godwit/recommended",
      plugins: {
        get godwit() {
          return plugin;
        },
      },
      rules: Object.fromEntries(
        ruleNames.filter((rule) => ruleDocs(rule).isRecommended).map((rule) => [`godwit/${rule}`, "error"]),
      ),
    },
  },
  migrations: (options) => readMigrations(plugin, options),
};

export default plugin;
export type { GodwitPlugin, MigrationsOptions };
