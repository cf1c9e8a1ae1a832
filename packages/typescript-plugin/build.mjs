// Bundles the plugin into the one CommonJS file that tsserver loads: dist/index.cjs.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const source = (name) => path.join(FOLDER, "..", name, "src/index.ts");

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

/** @type {import("esbuild").Plugin} */
const withoutLibraries = {
  name: "without-libraries",
  setup({ onResolve, onLoad }) {
    // Scopes are analysed with `lib: []`; the lists of every library's globals would be half of the bundle.
    onResolve({ filter: /^\.\.\/lib$/ }, ({ importer }) =>
      importer.includes("scope-manager") ? { path: "lib", namespace: "empty" } : undefined,
    );
    // zod's messages in fifty languages.
    onResolve({ filter: /\/locales\/index\.js$/ }, ({ importer }) =>
      importer.includes("zod") ? { path: "locales", namespace: "empty" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "exports.lib = new Map();" }));
  },
};

/** @type {import("esbuild").Plugin} */
const markdownParser = {
  name: "markdown-parser",
  setup({ onLoad }) {
    // In one file there is nothing to find beside it: the parser goes in, and still runs on first use only.
    onLoad({ filter: /[\\/]markdown-parser\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const contents = text.replace("createRequire(import.meta.url)(", "require(");
      if (contents === text) throw new Error(`${file} no longer loads the Markdown parser as this bundle expects`);
      return { contents, loader: "ts", resolveDir: path.dirname(file) };
    });
  },
};

/** The licences of the packages that are in the bundle. */
function writeLicences({ inputs }, file) {
  const folders = new Set(Object.keys(inputs).flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const absolute = path.resolve(folder);
    const { name, version, license } = JSON.parse(readFileSync(path.join(absolute, "package.json"), "utf8"));
    const licence = readdirSync(absolute).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${licence ? readFileSync(path.join(absolute, licence), "utf8").trim() : ""}`;
  });
  writeFileSync(file, `${texts.join("\n\n----\n\n")}\n`);
}

/** Writes the bundle; gives back what went into it. */
export async function bundle(outfile = path.join(FOLDER, "dist/index.cjs")) {
  const result = await build({
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
    alias: Object.fromEntries(
      ["contracts", "modules", "engine", "project", "editor"].map((name) => [`@godwit/${name}`, source(name)]),
    ),
    plugins: [hostTypeScript, withoutLibraries, markdownParser],
  });
  writeLicences(result.metafile, path.join(path.dirname(outfile), "third-party-licences.txt"));
  return result;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await bundle();
