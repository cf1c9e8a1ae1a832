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

async function bundle() {
  const options = moduleBundle({ folder: FOLDER, entries: ["main.ts", "index.ts"], external: [...NATIVE, ...APART] });
  const inputs = await build({ ...options, write: false });
  const define = { GODWIT_BUILD: JSON.stringify(digestOfInputs(inputs.metafile)) };
  const { metafile } = await build({ ...options, define });
  dropOldChunks(FOLDER, metafile);
  writeLicences(metafile, path.join(FOLDER, "dist/third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
