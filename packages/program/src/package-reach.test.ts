import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { writeTree, type TreeContent } from "../../../test/support/temporary-tree.js";
import { findConfigs } from "./configs.js";
import { PackageReach } from "./package-reach.js";

const TSCONFIG = { compilerOptions: { types: [] }, include: ["src"] };
const CORE = {
  "core/package.json": { name: "@app/core" },
  "core/tsconfig.json": TSCONFIG,
  "core/src/log.ts": "export const log = 1;\n",
};

/** Which projects may have `core/src/log.ts`, by their folders. */
function mayReachCore(
  files: Readonly<Record<string, TreeContent>>,
  added: Readonly<Record<string, string>> = {},
): readonly string[] {
  const root = writeTree({ "package.json": { name: "app" }, ...CORE, ...files });
  const sources = [...Object.keys(CORE), ...Object.keys(files)].filter((file) => file.endsWith(".ts"));
  const absolute = sources.map((file) => path.join(root, file));
  const configs = findConfigs(absolute, root);
  const reach = new PackageReach(configs, absolute, (file) => readFileSync(file, "utf8"));
  const ask = (): readonly string[] =>
    configs
      .filter((config) => reach.mayReach(config, [path.join(root, "core/src/log.ts")]))
      .map((config) => path.relative(root, path.dirname(config.path)))
      .sort();
  ask();
  reach.add(new Map(Object.entries(added).map(([file, text]) => [path.join(root, file), text])));
  return ask();
}

describe("the projects that may have a file", () => {
  const web = (text: string, more: Readonly<Record<string, TreeContent>> = {}): Readonly<Record<string, TreeContent>> => ({
    ...{ "web/package.json": { name: "@app/web" }, "web/tsconfig.json": TSCONFIG, "web/src/page.ts": text },
    ...more,
  });
  const both = ["core", "web"];

  test("are those of its package alone, if no other names it where something is loaded", () => {
    expect(mayReachCore(web("import { x } from './other.js';\nexport const app = '@app/core';\n"))).toEqual(["core"]);
  });

  test.each([
    ["by its name", "import { log } from '@app/core';\n"],
    ["by a file of it", "import { log } from '@app/core/src/log.js';\n"],
    ["by a path", "import { log } from '../../core/src/log.js';\n"],
    ["on demand", "const core = await import(`@app/core`);\n"],
    ["in a type", "let log: import('../../core/src/log.js').Log;\n"],
  ])("are those that name it %s too", (_, text) => {
    expect(mayReachCore(web(text))).toEqual(both);
  });

  test("are those that name a package which names it", () => {
    const ui = { "ui/package.json": { name: "ui" }, "ui/index.ts": "export { log } from '@app/core';\n" };
    expect(mayReachCore(web("import { log } from 'ui';\n", ui))).toEqual(both);
  });

  test.each([
    ["paths", { paths: { "#core/*": ["../core/src/*"] } }],
    ["a folder of names", { baseUrl: ".." }],
    ["folders seen as one", { rootDirs: ["src", "../core/src"] }],
    ["global types", { types: ["@app/core"] }],
  ])("are those whose options lead to it by %s", (_, options) => {
    const config = { "web/tsconfig.json": { compilerOptions: { types: [], ...options }, include: ["src"] } };
    expect(mayReachCore({ ...web("export {};\n"), ...config })).toEqual(both);
  });

  test("are those whose package.json says that they use it, under whatever name", () => {
    const manifest = { "web/package.json": { name: "@app/web", dependencies: { kernel: "workspace:@app/core@*" } } };
    expect(mayReachCore({ ...web("import { log } from 'kernel';\n"), ...manifest })).toEqual(both);
  });

  test("are also those that a change lets name it", () => {
    expect(mayReachCore(web("export {};\n"), { "web/src/page.ts": "import { log } from '@app/core';\n" })).toEqual(both);
  });
});
