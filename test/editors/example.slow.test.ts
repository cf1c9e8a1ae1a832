import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { TsserverClient } from "./tsserver-client.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../..");
const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");
const PLUGIN = path.join(REPOSITORY, "packages/typescript-plugin");
const MAIN = path.join(REPOSITORY, "packages/cli/dist/main.js");

let root: string;
beforeAll(async () => {
  await bundle();
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-example-")));
  cpSync(EXAMPLE, root, { recursive: true, filter: (file) => !/[\\/]node_modules$/.test(file) });
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  const installed = path.join(root, "node_modules/@godwit/typescript-plugin");
  mkdirSync(path.join(installed, "dist"), { recursive: true });
  for (const file of ["package.json", "dist/index.cjs"]) cpSync(path.join(PLUGIN, file), path.join(installed, file));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("the editor shows in the whole example what godwit check lists, to the last violation", async () => {
  const checked = spawnSync(process.execPath, [MAIN, "check", "--format", "json"], { cwd: root, encoding: "utf8" });
  const { violations } = JSON.parse(checked.stdout) as { violations: Record<string, unknown>[] };
  const listed = execFileSync("git", ["ls-files", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  const files = listed.split("\n").filter((file) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file));
  const client = new TsserverClient("typescript", [
    "--globalPlugins",
    "@godwit/typescript-plugin",
    "--pluginProbeLocations",
    root,
  ]);
  const shown = new Map<string, string>();
  for (const file of files) {
    const absolute = path.join(root, file);
    client.open(absolute, readFileSync(absolute, "utf8"));
    for (const { start, end, category, text } of await client.diagnostics(absolute)) {
      const [, message, id] = /^(.*) \(([\w/-]+)\)$/s.exec(text)!;
      const severity = category === "error" ? "error" : "warn";
      shown.set([file, start.line, start.offset, end.line, end.offset, severity, id].join(" "), message!);
    }
  }
  await client.stop();
  const wanted = new Map(
    violations.map(({ file, line, column, endLine, endColumn, severity, contract, rule, message }) => [
      [file, line, column, endLine, endColumn, severity, `${contract as string}/${rule as string}`].join(" "),
      message as string,
    ]),
  );
  expect(wanted.size).toBeGreaterThan(50);
  expect([...shown.keys()].sort()).toEqual([...wanted.keys()].sort());
  // The editor has types, which complete edits that can't be written without them.
  const differing = [...wanted].filter(([key, message]) => shown.get(key) !== message && !message.includes("By hand: "));
  expect(differing).toEqual([]);
});
