// Bundles the command line: dist/main.js and dist/index.js, and chunks that a command loads when it needs them.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { digestOfInputs, dropOldChunks, moduleBundle, writeLicences } from "../../scripts/bundling.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** Native modules, each with a binary for one platform. */
const NATIVE = ["oxc-parser", "oxc-resolver"];
/** It finds TypeScript among its own dependencies, so it stays a package. */
const APART = ["@godwit/program"];
const PROGRAM = path.resolve(FOLDER, "../program/src/index.ts");

/** Its main file asks for its parts in a way that a bundler does not see. */
const JSONC = path.resolve(FOLDER, "../../node_modules/jsonc-parser/lib/esm/main.js");

/** The files that a file loads whatever happens, in the bundle that `inputs` of esbuild's metafile describe. */
function loadedWith(start, inputs) {
  const files = new Set([start]);
  for (const file of files)
    for (const { path: imported, kind } of inputs[file]?.imports ?? []) if (kind !== "dynamic-import") files.add(imported);
  return files;
}

/** One import too many, and a check that has nothing to do takes twice as long. */
function assertLoadsLittle({ inputs }) {
  const loaded = loadedWith("packages/cli/src/commands/check.ts", inputs);
  const heavy = ["packages/core/src/engine.ts", "packages/core/src/semantics/file-view.ts"].filter((file) => loaded.has(file));
  if (heavy.length > 0)
    throw new Error(`commands/check.ts loads ${heavy.join(" and ")} before it knows whether anything has changed`);
}

async function bundle() {
  const common = moduleBundle({ folder: FOLDER, entries: ["main.ts", "index.ts"], external: [...NATIVE, ...APART] });
  const options = { ...common, alias: { ...common.alias, "jsonc-parser": JSONC } };
  const own = await build({ ...options, write: false });
  // What it answers is kept too, although its code is not in the bundle.
  const apart = await build({ ...common, entryPoints: [PROGRAM], packages: "external", plugins: [], write: false });
  const inputs = { ...own.metafile.inputs, ...apart.metafile.inputs };
  const define = { GODWIT_BUILD: JSON.stringify(digestOfInputs({ inputs })) };
  const { metafile } = await build({ ...options, define });
  assertLoadsLittle(metafile);
  dropOldChunks(FOLDER, metafile);
  writeLicences(metafile, path.join(FOLDER, "dist/third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
