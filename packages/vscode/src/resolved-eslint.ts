import { execFile } from "node:child_process";

/** Asks ESLint for its resolved configuration of some files; a mention of godwit in a config's text may be a comment. */
const SCRIPT = `
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const { cwd, files } = JSON.parse(process.env.GODWIT_ASKED);
const { ESLint } = await import(pathToFileURL(createRequire(cwd + "/package.json").resolve("eslint")));
const eslint = new ESLint({ cwd });
const isOn = (setting) => ![0, "off"].includes([setting].flat()[0]);
let found = false;
for (const file of files) {
  const { plugins = {}, rules = {} } = (await eslint.calculateConfigForFile(file)) ?? {};
  const own = Object.keys(plugins).filter((name) => plugins[name]?.meta?.name === "eslint-plugin-godwit");
  found ||= own.some((name) => Object.keys(rules).some((rule) => rule.startsWith(name + "/") && isOn(rules[rule])));
}
process.stdout.write("\\n" + JSON.stringify(found));
`;

/** How long the project's ESLint may take to load its config, in milliseconds. */
const LONGEST = 60_000;

/** Whether ESLint, asked in a folder that has a config, runs rules of godwit on one of some files; rejects if it can't be asked. */
export function runsGodwit(folder: string, files: readonly string[]): Promise<boolean> {
  if (files.length === 0) return Promise.resolve(false);
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1", GODWIT_ASKED: JSON.stringify({ cwd: folder, files }) };
  return new Promise((resolve, reject) => {
    const args = ["--input-type=module", "--eval", SCRIPT];
    execFile(process.execPath, args, { cwd: folder, env, timeout: LONGEST }, (error, stdout) => {
      // A config may print something before the answer.
      if (error) reject(new Error(`ESLint gave no answer in ${folder}`, { cause: error }));
      else resolve(stdout.slice(stdout.lastIndexOf("\n") + 1) === "true");
    });
  });
}
