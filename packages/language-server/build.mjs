// Bundles the language server: dist/main.js and dist/index.js. TypeScript stays a package, because it is larger than all the rest.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { dropOldChunks, moduleBundle, writeLicences } from "../../scripts/bundling.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** Native modules are not in the bundle; TypeScript resolves modules instead. */
const APART = ["typescript", "oxc-parser", "oxc-resolver"];

/** Writes the bundle. */
export async function bundle() {
  const { metafile } = await build(moduleBundle({ folder: FOLDER, entries: ["main.ts", "index.ts"], external: APART }));
  dropOldChunks(FOLDER, metafile);
  writeLicences(metafile, path.join(FOLDER, "dist/third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
