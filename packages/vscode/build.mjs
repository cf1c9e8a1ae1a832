// Bundles the extension into the one CommonJS file that VS Code loads: dist/extension.cjs.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { writeLicences } from "../../scripts/bundling.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));

/** Writes the bundle. */
export async function bundle(outfile = path.join(FOLDER, "dist/extension.cjs")) {
  const { metafile } = await build({
    entryPoints: [path.join(FOLDER, "src/extension.ts")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    legalComments: "none",
    logLevel: "warning",
    metafile: true,
    absWorkingDir: path.join(FOLDER, "../.."),
  });
  writeLicences(metafile, path.join(path.dirname(outfile), "third-party-licences.txt"));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
