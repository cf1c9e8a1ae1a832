// Bundles the plugin into the one CommonJS file that tsserver loads: dist/index.cjs.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { markdownParser, sourceAliases, withoutLibraries, writeLicences } from "../../scripts/bundling.mjs";
import { REPOSITORY } from "../../scripts/packages.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** @type {import("esbuild").Plugin} */
const hostTypeScript = {
  name: "host-typescript",
  setup({ onResolve, onLoad }) {
    // The host's own copy, whatever the bundled parts would find: a kind or flag has another number in another version.
    onResolve({ filter: /^typescript(\/.*)?$/ }, () => ({ path: "typescript", namespace: "host" }));
    onLoad({ filter: /.*/, namespace: "host" }, () => ({
      // As an ES module it is taken as it is; else each of a dozen importers would copy its three thousand members.
      contents: `const ts = require(${JSON.stringify(path.join(FOLDER, "src/host-typescript.ts"))}).hostTypeScript();
module.exports = Object.create(ts, { __esModule: { value: true }, default: { value: ts } });`,
      resolveDir: FOLDER,
    }));
  },
};

/** Writes the bundle; gives back what went into it. */
export async function bundle(outfile = path.join(FOLDER, "dist/index.cjs")) {
  const result = await build({
    absWorkingDir: REPOSITORY,
    entryPoints: [path.join(FOLDER, "src/index.cts")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node18",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    // Loaded where it is there, by a path that only a package has.
    logOverride: { "empty-import-meta": "silent" },
    alias: sourceAliases,
    plugins: [hostTypeScript, withoutLibraries, markdownParser],
  });
  writeLicences(result.metafile, path.join(path.dirname(outfile), "third-party-licences.txt"));
  return result;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
