import { spawnSync } from "node:child_process";
import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import type { InstalledPackage } from "../packages/installed-packages.js";

/** ESLint's rules for a file, with severities from 0 to 2; undefined if it ignores the file. */
export type RulesOf = (file: string) => ReadonlyMap<string, number> | undefined;

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
export function readEslintConfigs({ folder }: InstalledPackage, cwd: string, files: readonly string[]): RulesOf | string {
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
