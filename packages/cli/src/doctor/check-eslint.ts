import { spawnSync } from "node:child_process";
import path from "node:path";
import { matchesContract } from "@godwit/contracts";
import { isRecord } from "@godwit/engine";
import { pluginEntry } from "./check-plugin.js";
import { findExtensions } from "./check-vscode.js";
import { reportOn, type DoctorFinding } from "./finding.js";
import { compareVersions, findPackage, type InstalledPackage } from "./installed-packages.js";
import { listSome, type Setup } from "./setup.js";

/** The first ESLint whose config objects have a `basePath`. */
const OLDEST = "9.30.0";
const CONFIG = /^eslint\.config\.(?:js|mjs|cjs|ts|mts|cts)$/;
const LEGACY_CONFIG = /^\.eslintrc(?:\.(?:js|cjs|json|ya?ml))?$/;
const ENTRY = 'Write `import godwit from "eslint-plugin-godwit"` and `...godwit.migrations()` in it.';

const report = reportOn("ESLint");

/** Whether ESLint is new enough, has godwit in its config, and runs every contract. */
export function checkEslint(setup: Setup): DoctorFinding[] {
  const { tree, root } = setup;
  const eslint = findPackage(tree, root, "eslint");
  if (!eslint)
    return [
      report("note", "eslint-missing", "There is no ESLint here.", {
        advice: "`godwit check` is the gate then, in the hook and in CI.",
      }),
    ];
  if (compareVersions(eslint.version, OLDEST) < 0)
    return [
      report("error", "eslint-too-old", `ESLint ${eslint.version} is too old for eslint-plugin-godwit.`, {
        advice: "Install ESLint 9.30 or later, or use `godwit check`.",
      }),
    ];
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

function findConfig({ tree, root }: Setup): string | undefined {
  for (let at = root; ; at = path.dirname(at)) {
    const name = tree.list(at).find((each) => CONFIG.test(each));
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

/** Asks ESLint itself which rules it has for a file of each contract: configs import others. */
function compareRules(setup: Setup, eslint: InstalledPackage, config: string): DoctorFinding[] {
  const file = setup.shown(config);
  const active = setup.project.contracts.filter(({ contract }) => contract.status !== "planned");
  const known = new Map<string, Answer>();
  const off: string[] = [];
  for (const { contract } of active) {
    const sample = setup.files.find((each) => matchesContract(contract, each));
    if (sample === undefined) continue;
    const answer = known.get(sample) ?? askEslint(setup, eslint, config, sample);
    known.set(sample, answer);
    if (answer.failure !== undefined)
      return [
        report("error", "eslint-config-fails", `ESLint can't read its config: ${answer.failure}`, {
          advice: "Run `npx eslint .` to see all of it.",
          file,
        }),
      ];
    if (!answer.rules.some((rule) => rule.startsWith(`${contract.id}/`))) off.push(contract.id);
  }
  if (off.length === 0) return [report("ok", "eslint", `ESLint ${eslint.version} runs the contracts (${file}).`, { file })];
  const isAll = off.length === active.length;
  const message = isAll ? `${file} does not have godwit in it.` : `ESLint does not run ${listSome(off)}.`;
  const advice = isAll
    ? ENTRY
    : `Is another list of \`files\` or \`ignores\` around godwit.migrations(), or is the contract broken?`;
  return [report("warning", isAll ? "eslint-without-godwit" : "eslint-without-contract", message, { advice, file })];
}

interface Answer {
  /** The rules that are not off. */
  readonly rules: readonly string[];
  readonly failure?: string;
}

function askEslint({ root }: Setup, { folder }: InstalledPackage, config: string, file: string): Answer {
  const asked = spawnSync(
    // eslint-disable-next-line no-restricted-globals -- the Node that runs this
    process.execPath,
    [path.join(folder, "bin/eslint.js"), "--print-config", path.join(root, file)],
    { cwd: path.dirname(config), encoding: "utf8", timeout: 120_000, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] },
  );
  if (asked.status !== 0) return { rules: [], failure: firstLine(asked.stderr) };
  // A file that ESLint ignores has no config: it prints "undefined".
  const printed: unknown = asked.stdout.trim() === "undefined" ? {} : JSON.parse(asked.stdout);
  const rules = isRecord(printed) && isRecord(printed["rules"]) ? printed["rules"] : {};
  return { rules: Object.entries(rules).flatMap(([rule, setting]) => (isOff(setting) ? [] : [rule])) };
}

function isOff(setting: unknown): boolean {
  const severity: unknown = Array.isArray(setting) ? setting[0] : setting;
  return severity === 0 || severity === "off";
}

function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return (
    lines.find((line) => /\w*Error\b.*:/.test(line)) ??
    lines.find((line) => line !== "" && !line.startsWith("Oops")) ??
    "no reason given"
  );
}

/** Where the editor runs both, each underlines the same place. */
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
