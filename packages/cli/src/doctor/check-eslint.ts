import { spawnSync } from "node:child_process";
import path from "node:path";
import { type Contract, matchesContract, phaseOf } from "@godwit/core/contracts";
import { isRecord } from "@godwit/core/modules";
import { pluginEntry } from "./check-plugin.js";
import { findExtensions } from "./check-vscode.js";
import {
  compareVersions,
  type DoctorFinding,
  findPackage,
  type InstalledPackage,
  listSome,
  reportOn,
  type Setup,
} from "./finding.js";

/** The first ESLint whose config objects have a `basePath`. */
export const OLDEST_ESLINT = "9.30.0";
/** The names of its flat config, in ESLint's order, and those of the config before. */
export const ESLINT_CONFIG = /^eslint\.config\.(?:js|mjs|cjs|ts|mts|cts)$/;
export const LEGACY_CONFIG = /^\.eslintrc(?:\.(?:js|cjs|json|ya?ml))?$/;
const ENTRY = 'Write `import godwit from "eslint-plugin-godwit"` and `...godwit.migrations()` in the config of ESLint.';

const report = reportOn("ESLint");

/** Checks that ESLint is new enough, has godwit in its config, and runs every contract. */
export function checkEslint(setup: Setup): DoctorFinding[] {
  const { tree, root } = setup;
  const eslint = findPackage(tree, root, "eslint");
  if (!eslint)
    return [
      report("note", "eslint-missing", "There is no ESLint here.", {
        advice: "`godwit check` is the gate then, in the hook and in CI.",
      }),
    ];
  if (compareVersions(eslint.version, OLDEST_ESLINT) < 0) return [tooOld(setup, eslint)];
  const config = findConfig(setup);
  if (config === undefined) return [withoutConfig(setup)];
  const plugin = findPackage(tree, path.dirname(config), "eslint-plugin-godwit");
  if (!plugin)
    return [
      report(
        "warning",
        "eslint-plugin-missing",
        "eslint-plugin-godwit is not installed, so ESLint does not know the contracts.",
        {
          advice: `npm install --save-dev eslint-plugin-godwit. ${ENTRY}`,
          file: setup.shown(config),
        },
      ),
    ];
  const found = compareRules(setup, eslint, config);
  return [...found, ...(found.some(({ level }) => level === "ok") ? twice(setup) : [])];
}

/** ESLint 8 has another kind of config, so that more than its version has to change. */
function tooOld({ tree, root }: Setup, { version }: InstalledPackage): DoctorFinding {
  const legacy = tree.list(root).find((name) => LEGACY_CONFIG.test(name));
  const isLegacy = compareVersions(version, "9.0.0") < 0;
  const convert = isLegacy
    ? `npx @eslint/migrate-config ${legacy ?? ".eslintrc.json"} makes an eslint.config file, then npm install --save-dev eslint@^9.30.0.`
    : "npm install --save-dev eslint@^9.30.0; the config stays as it is.";
  const meanwhile =
    "Until then `godwit check` is the gate in the hook and in CI, and the editor plugin shows the contracts without ESLint.";
  const message = `ESLint ${version} is too old for eslint-plugin-godwit, which needs 9.30.`;
  return report("error", "eslint-too-old", message, {
    advice: `${meanwhile} To move: ${convert}`,
    file: isLegacy ? legacy : undefined,
  });
}

function findConfig({ tree, root }: Setup): string | undefined {
  for (let at = root; ; at = path.dirname(at)) {
    const name = tree.list(at).find((each) => ESLINT_CONFIG.test(each));
    if (name !== undefined) return path.join(at, name);
    if (path.dirname(at) === at) return undefined;
  }
}

function withoutConfig({ tree, root }: Setup): DoctorFinding {
  const legacy = tree.list(root).find((name) => LEGACY_CONFIG.test(name));
  const message = legacy === undefined ? "There is no eslint.config file." : `${legacy} is a config that ESLint 9 does not read.`;
  const advice =
    legacy === undefined ? ENTRY : `npx @eslint/migrate-config ${legacy} makes an eslint.config file of it. ${ENTRY}`;
  return report("warning", "eslint-without-config", message, { advice, file: legacy });
}

/** Asks ESLint itself for the rules of each contract's files, since configs import others, ignore and override. */
function compareRules(setup: Setup, eslint: InstalledPackage, config: string): DoctorFinding[] {
  const { root, project, files } = setup;
  const file = setup.shown(config);
  const active = project.contracts.map(({ contract }) => contract).filter(({ status }) => status !== "planned");
  const concerned = files.filter((each) => active.some((contract) => matchesContract(contract, each)));
  const asked = readEslintConfigs(
    eslint,
    path.dirname(config),
    concerned.map((each) => path.join(root, each)),
  );
  if (typeof asked === "string")
    return [
      report("error", "eslint-config-fails", `ESLint can't read its config: ${asked}`, {
        advice: "Run `npx eslint .` to see all of it.",
        file,
      }),
    ];
  const rulesOf: RulesOf = (each) => asked(path.join(root, each));
  const off = active.filter((contract) => isOff(contract, concerned, rulesOf));
  if (active.length > 0 && off.length === active.length && !hasGodwit(concerned, rulesOf))
    return [report("warning", "eslint-without-godwit", `${file} does not have godwit in it.`, { advice: ENTRY, file })];
  return [
    off.length === 0
      ? report("ok", "eslint", `ESLint ${eslint.version} runs the contracts (${file}).`, { file })
      : report("warning", "eslint-without-contract", `ESLint does not run ${listSome(off.map(({ id }) => id))}.`, {
          advice: "Is the contract broken, or are there `files` or `ignores` around godwit.migrations()?",
          file,
        }),
    ...ignoredFiles(concerned, rulesOf, file),
    ...active.filter((contract) => !off.includes(contract)).flatMap((contract) => otherwise(contract, concerned, rulesOf, file)),
  ];
}

function hasGodwit(files: readonly string[], rulesOf: RulesOf): boolean {
  return files.some((each) => [...(rulesOf(each)?.keys() ?? [])].some((rule) => rule.startsWith("godwit/")));
}

function severityIn(rules: ReadonlyMap<string, number>, contract: Contract): number {
  return Math.max(0, ...[...rules].flatMap(([rule, severity]) => (rule.startsWith(`${contract.id}/`) ? [severity] : [])));
}

/** Whether the contract runs in none of its files that ESLint lints; a contract without files is reported elsewhere. */
function isOff(contract: Contract, files: readonly string[], rulesOf: RulesOf): boolean {
  const own = files.filter((each) => matchesContract(contract, each)).flatMap((each) => rulesOf(each) ?? []);
  return own.length > 0 && own.every((rules) => severityIn(rules, contract) === 0);
}

function ignoredFiles(files: readonly string[], rulesOf: RulesOf, file: string): DoctorFinding[] {
  const ignored = files.filter((each) => !rulesOf(each));
  if (ignored.length === 0) return [];
  const message = `ESLint ignores ${listSome(ignored)}, which contracts are about: \`godwit check\` looks at ${ignored.length === 1 ? "it" : "them"}.`;
  return [
    report("note", "eslint-ignores", message, {
      advice: "Where that is meant, name them in the contract's `ignores` too.",
      file,
    }),
  ];
}

/** Finds ESLint settings that differ from the contract. */
function otherwise(contract: Contract, files: readonly string[], rulesOf: RulesOf, file: string): DoctorFinding[] {
  const own = files.filter((each) => matchesContract(contract, each) && rulesOf(each));
  const differing = own.filter((each) => severityIn(rulesOf(each)!, contract) !== severityOf(contract, each));
  if (differing.length === 0) return [];
  const message = `In ${listSome(differing)} ESLint's own settings give ${contract.id} another severity than the contract, or turn it off.`;
  return [
    report("note", "eslint-overrides", message, {
      advice: "The editor plugin and `godwit check` go by the contract: say it there, by `severity` or in a phase.",
      file,
    }),
  ];
}

function severityOf(contract: Contract, file: string): number {
  return (phaseOf(contract, file)?.severity ?? contract.severity) === "error" ? 2 : 1;
}

/** Finds that the editor runs both ESLint and the plugin, so that each place is underlined twice. */
function twice(setup: Setup): DoctorFinding[] {
  const named = setup.projects.flatMap(({ config }) => [config && pluginEntry(config)].filter((entry) => entry !== undefined));
  if (named.length === 0 || findExtensions(setup).length > 0 || named.some((entry) => entry["diagnostics"] === "off")) return [];
  return [
    report("note", "reports-twice", "An editor that runs ESLint too underlines each violation twice.", {
      advice:
        'Set "diagnostics": "off" beside the plugin\'s name: hovers, hints, completion and fixes stay. VS Code\'s extension does this by itself.',
    }),
  ];
}

/** ESLint's rules for a file, with severities from 0 to 2; undefined if it ignores the file. */
type RulesOf = (file: string) => ReadonlyMap<string, number> | undefined;

/** ESLint uses one object for equal configs, so each is sent only once. */
const SCRIPT = `
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const { api, cwd, files } = JSON.parse(readFileSync(0, "utf8"));
const { ESLint } = await import(pathToFileURL(api));
const eslint = new ESLint({ cwd });
const severityOf = (setting) => ({ off: 0, warn: 1, error: 2 })[[setting].flat()[0]] ?? [setting].flat()[0];
const known = new Map();
const configs = [];
const indexes = [];
for (const file of files) {
  const config = (await eslint.isPathIgnored(file)) ? undefined : await eslint.calculateConfigForFile(file);
  if (config && !known.has(config)) {
    known.set(config, configs.length);
    configs.push(Object.entries(config.rules ?? {}).map(([rule, setting]) => [rule, severityOf(setting)]));
  }
  indexes.push(config ? known.get(config) : -1);
}
process.stdout.write("\\n" + JSON.stringify({ configs, indexes }));
`;

/** Asks the project's own ESLint, in a new process, for its rules for some files (absolute); returns a text if it could not. */
function readEslintConfigs({ folder }: InstalledPackage, cwd: string, files: readonly string[]): RulesOf | string {
  const asked = spawnSync(
    // eslint-disable-next-line no-restricted-globals -- the Node that runs this
    process.execPath,
    ["--input-type=module", "--eval", SCRIPT],
    {
      cwd,
      input: JSON.stringify({ api: path.join(folder, "lib/api.js"), cwd, files }),
      encoding: "utf8",
      timeout: 300_000,
      maxBuffer: 1 << 28,
    },
  );
  if (asked.status !== 0) return firstError(asked.stderr);
  // A config may print something before the answer.
  const answer: unknown = JSON.parse(asked.stdout.slice(asked.stdout.lastIndexOf("\n") + 1));
  if (!isRecord(answer)) return "it gave no answer";
  const { configs, indexes } = answer as { configs: [string, number][][]; indexes: number[] };
  const rules = configs.map((each) => new Map(each));
  const byFile = new Map(files.map((file, index) => [file, rules[indexes[index]!]]));
  return (file) => byFile.get(file);
}

function firstError(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.find((line) => /^\w*Error\b.*:/.test(line)) ?? lines.find((line) => line !== "") ?? "no reason given";
}
