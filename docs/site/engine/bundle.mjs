// Bundles the engine for the browser, from the same sources as every other front, with the parser's binary beside it.
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire, builtinModules } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { directImports } from "../../../scripts/direct-imports.mjs";
import { markdownParser, sourceAliases, withoutLibraries, writeLicences } from "../../../scripts/bundling.mjs";
import { REPOSITORY } from "../../../scripts/packages.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);

/** What the engine asks Node for, and what answers in a browser. */
const standIns = {
  name: "stand-ins",
  setup({ onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path: name }) => {
      if (name === "node:fs") return { path: path.join(FOLDER, "node/disk.ts") };
      if (name === "node:path") return { path: require.resolve("path-browserify") };
      return { path: path.join(FOLDER, "node/rest.ts"), sideEffects: false };
    });
  },
};

/** Writes `engine.js` and `parser.wasm` into a folder; gives back what went in. */
export async function bundleEngine(folder) {
  mkdirSync(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: REPOSITORY,
    entryPoints: { engine: path.join(FOLDER, "worker.ts") },
    outdir: folder,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    define: { BUILTIN_MODULES: JSON.stringify(builtinModules), GODWIT_BUILD: '"browser"' },
    inject: [path.join(FOLDER, "node/globals.ts")],
    alias: { ...sourceAliases, "jsonc-parser": path.join(REPOSITORY, "node_modules/jsonc-parser/lib/esm/main.js") },
    plugins: [standIns, withoutLibraries, markdownParser, directImports(sourceAliases)],
  });
  copyFileSync(
    path.join(path.dirname(require.resolve("oxc-parser")), "../parser.wasm32-wasip1.wasm"),
    path.join(folder, "parser.wasm"),
  );
  writeLicences(metafile, path.join(folder, "third-party-licences.txt"));
  return metafile;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundleEngine(process.argv[2]);
