import { spawnSync } from "node:child_process";
import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import { compareVersions, type DoctorFinding, findPackage, type InstalledPackage, reportOn, type Setup } from "./finding.js";

/** The names of oxlint's config. */
export const OXLINT_CONFIG = /^(?:\.oxlintrc\.jsonc?|oxlint\.config\.m?ts)$/;
const ENTRY =
  'Add "jsPlugins": ["eslint-plugin-godwit/oxlint"] and the rules "godwit/errors": "error", "godwit/warnings": "warn" (docs/oxlint.md).';

/** The oldest version whose plugins are tested: they were experimental before. */
export const OLDEST_OXLINT = "1.89.0";
/** The first version whose `--print-config` has the rules of JavaScript plugins. */
const PRINTS_PLUGIN_RULES = "1.94.0";

const report = reportOn("oxlint");

/** Checks that oxlint, where it has a config, runs the contracts; says nothing where there is no oxlint. */
export function checkOxlint(setup: Setup): DoctorFinding[] {
  const { tree, root } = setup;
  const file = tree.list(root).find((name) => OXLINT_CONFIG.test(name));
  const oxlint = findPackage(tree, root, "oxlint");
  if (file === undefined || !oxlint) return [];
  const config = readConfig(oxlint, root);
  if (typeof config === "string")
    return [
      report("error", "oxlint-config-fails", `oxlint can't read its config: ${config}`, {
        advice: "Run `npx oxlint` to see all of it.",
        file,
      }),
    ];
  if (loadsPlugin(config) && compareVersions(oxlint.version, PRINTS_PLUGIN_RULES) < 0) {
    const unseen = neededRules(setup).join(" and ");
    const message = `oxlint ${oxlint.version} loads the plugin (${file}), but does not tell whether ${unseen} is on; ${PRINTS_PLUGIN_RULES} does.`;
    return [report("ok", "oxlint-loads-godwit", message, { file })];
  }
  if (compareVersions(oxlint.version, OLDEST_OXLINT) < 0) {
    const message = `oxlint ${oxlint.version} is too old for eslint-plugin-godwit, which needs ${OLDEST_OXLINT}.`;
    return [report("note", "oxlint-too-old", message, { file })];
  }
  const rules = isRecord(config["rules"]) ? config["rules"] : {};
  const missing = neededRules(setup).filter((rule) => !isOn(rules[rule]));
  if (missing.length === 0) return [report("ok", "oxlint", `oxlint ${oxlint.version} runs the contracts (${file}).`, { file })];
  const message =
    missing.length === neededRules(setup).length
      ? `oxlint does not run the contracts: ${file} does not have ${missing.join(" and ")}.`
      : `oxlint does not run the contracts of one severity: ${file} does not have ${missing.join(" and ")}.`;
  return [report("warning", "oxlint-without-godwit", message, { advice: ENTRY, file })];
}

/** The rules that the contracts' severities need. */
function neededRules({ project }: Setup): string[] {
  const severities = project.contracts
    .filter(({ contract }) => contract.status !== "planned")
    .flatMap(({ contract: { severity, phases } }) => [severity, ...phases.map((phase) => phase.severity ?? severity)]);
  // Broken contracts are reported by `errors`.
  return ["godwit/errors", ...(severities.includes("warn") ? ["godwit/warnings"] : [])];
}

function isOn(setting: unknown): boolean {
  const severity: unknown = Array.isArray(setting) ? setting[0] : setting;
  return severity !== undefined && !["allow", "off", 0].includes(severity as never);
}

function loadsPlugin({ jsPlugins }: Record<string, unknown>): boolean {
  return Array.isArray(jsPlugins) && jsPlugins.some((plugin) => JSON.stringify(plugin).includes("eslint-plugin-godwit"));
}

/** Asks the project's own oxlint for its config, since configs extend others and may be code; returns a text if it could not. */
function readConfig({ folder }: InstalledPackage, cwd: string): Record<string, unknown> | string {
  const asked = spawnSync(
    // eslint-disable-next-line no-restricted-globals -- the Node that runs this
    process.execPath,
    [path.join(folder, "bin/oxlint"), "--print-config"],
    { cwd, encoding: "utf8", timeout: 60_000 },
  );
  if (asked.status !== 0) return firstError(asked.stdout + asked.stderr);
  const config: unknown = JSON.parse(asked.stdout.slice(asked.stdout.indexOf("{")));
  return isRecord(config) ? config : {};
}

function firstError(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^[\s|x×]+/, "").trim());
  return lines.find((line) => line !== "" && !line.startsWith("Failed to parse")) ?? "no reason given";
}
