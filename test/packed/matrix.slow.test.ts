import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createConsumer, npm, packAll, temporaryFolder, type Consumer } from "./consumer.js";
import { expectMigrateWorks, expectPackagesLoad, expectReadmeWorks, expectTypesFit } from "./expectations.js";

const PROJECTS = [
  { name: "ESLint 9.30.1, TypeScript 5.4", packages: { eslint: "9.30.1", typescript: "~5.4.0", "@types/node": "^20.0.0" } },
  { name: "ESLint 10, TypeScript 5.9", packages: { eslint: "^10.0.0", typescript: "~5.9.0", "@types/node": "^20.0.0" } },
  { name: "ESLint 10, TypeScript 6.0", packages: { eslint: "^10.0.0", typescript: "~6.0.0", "@types/node": "^20.0.0" } },
];
const NODES = ["20.19.0", "22", "24"];
const COMMONJS_CONFIG = 'const godwit = require("eslint-plugin-godwit");\n\nmodule.exports = [...godwit.migrations()];\n';

const tarballs = temporaryFolder("tarballs");
let packed: ReadonlyMap<string, string>;

beforeAll(() => {
  packed = packAll(tarballs);
});
afterAll(() => rmSync(tarballs, { recursive: true, force: true }));

/** The binary of a Node version, from the package that contains it; undefined if there is none for this machine. */
async function nodeOf(version: string): Promise<string | undefined> {
  const folder = path.join(tarballs, `node-${version}`);
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const binary = path.join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  try {
    await npm(tarballs, "install", "--prefix", folder, "--no-save", "--ignore-scripts", `${name}@${version}`);
  } catch (error) {
    console.warn(`Node ${version} is skipped: ${name} could not be installed (${String(error).split("\n")[0]}).`);
  }
  return existsSync(binary) ? binary : undefined;
}

describe.each(PROJECTS)("$name", ({ packages }) => {
  let consumer: Consumer | undefined;
  beforeAll(async () => {
    consumer = await createConsumer(packed, packages);
  });
  afterAll(() => consumer?.remove());

  test.each(NODES)("Node %s", async (version) => {
    const node = await nodeOf(version);
    if (!node) return expect(process.env["CI"], `Node ${version} is not to be had`).toBeFalsy();
    expect((await consumer!.run(node, "node_modules/godwit/bin/godwit.mjs", "--version")).stdout).toMatch(/^\d+\.\d+\.\d+/);
    await expectReadmeWorks(consumer!, node);
    consumer!.write("eslint.config.cjs", COMMONJS_CONFIG);
    await expectReadmeWorks(consumer!, node, { config: "eslint.config.cjs" });
    await expectPackagesLoad(consumer!, node);
    await expectMigrateWorks(consumer!, node);
  });

  test("types", () => expectTypesFit(consumer!, process.execPath));
});

test("TypeScript 4.1, which has no editor plugin: what checks and migrates installs and works", async () => {
  const withoutPlugin = new Map([...packed].filter(([name]) => name !== "@godwit/typescript-plugin"));
  const consumer = await createConsumer(withoutPlugin, { eslint: "^10.0.0", typescript: "~4.1.0" });
  await expectReadmeWorks(consumer, process.execPath);
  await expectMigrateWorks(consumer, process.execPath);
  consumer.remove();
});
