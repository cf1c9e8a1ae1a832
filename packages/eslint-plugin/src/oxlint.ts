import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { configFor, type OxlintMigrations, type OxlintMigrationsOptions, createSeverityRule } from "./oxlint/severity-rule.js";

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
