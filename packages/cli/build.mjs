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

async function bundle() {
  const common = moduleBundle({ folder: FOLDER, entries: ["main.ts", "index.ts"], external: [...NATIVE, ...APART] });
  const options = { ...common, alias: { ...common.alias, "jsonc-parser": JSONC } };
  const own = await build({ ...options, write: false });
  // What it answers is kept too, although its code is not in the bundle.
  const apart = await build({ ...common, entryPoints: [PROGRAM], packages: "external", plugins: [], write: false });
  const inputs = { ...own.metafile.inputs, ...apart.metafile.inputs };
  const define = { GODWIT_BUILD: JSON.stringify(digestOfInputs({ inputs })) };
  const { metafile } = await build({ ...options, define });
  dropOldChunks(FOLDER, metafile);
  writeLicences(metafile, path.join(FOLDER, "dist/third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
