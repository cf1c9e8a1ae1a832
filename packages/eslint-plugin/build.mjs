// Bundles the plugin into dist/oxlint.js for oxlint and, for ESLint, into dist/index.js, which dist/commonjs.cjs loads for those who use `require`.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { digestOfInputs, dropOldChunks, moduleBundle, writeLicences } from "../../scripts/bundling.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
/** The native resolver, and what others in the same process have loaded already. */
const EXTERNAL = ["oxc-resolver", "eslint", "typescript", "@typescript-eslint/parser", "@typescript-eslint/typescript-estree"];

async function bundle() {
  const options = moduleBundle({ folder: FOLDER, entries: ["index.ts", "oxlint.ts"], external: EXTERNAL });
  const inputs = await build({ ...options, write: false });
  const define = { GODWIT_BUILD: JSON.stringify(digestOfInputs(inputs.metafile)) };
  const { metafile } = await build({ ...options, define });
  dropOldChunks(FOLDER, metafile);
  writeLicences(metafile, path.join(FOLDER, "dist/third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
