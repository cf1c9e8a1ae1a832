// Bundles the language server: dist/main.js and dist/index.js. TypeScript stays a package, because it is larger than all the rest.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { dropOldChunks, moduleBundle, writeLicences } from "../../scripts/bundling.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** Native modules are not in the bundle; TypeScript resolves modules instead. */
const APART = ["typescript", "oxc-parser", "oxc-resolver"];

/** A plugin of esbuild: Node reads all of a CommonJS package for its names before it imports it, and TypeScript is nine megabytes. */
const requiredTypescript = {
  name: "required-typescript",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typescript$/ }, ({ kind }) =>
      kind === "import-statement" ? { path: "typescript", namespace: "required" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "required" }, () => ({ contents: 'module.exports = require("typescript");' }));
  },
};

/** Writes the bundle. */
export async function bundle() {
  const options = moduleBundle({ folder: FOLDER, entries: ["main.ts", "index.ts"], external: APART });
  const { metafile } = await build({ ...options, plugins: [requiredTypescript, ...options.plugins] });
  dropOldChunks(FOLDER, metafile);
  writeLicences(metafile, path.join(FOLDER, "dist/third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
