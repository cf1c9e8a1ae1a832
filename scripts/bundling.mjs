// What the bundles of the packages have in common: sources instead of built packages, and what is left out of third parties.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { directImports } from "./direct-imports.mjs";
import { REPOSITORY } from "./packages.mjs";

/** Each entry of the packages that others are built on, with its source. */
const ENTRIES = {
  "@godwit/core/disk": "core/src/disk/index.ts",
  "@godwit/core/contracts": "core/src/contracts/index.ts",
  "@godwit/core/modules": "core/src/modules/index.ts",
  "@godwit/core/engine": "core/src/engine.ts",
  "@godwit/project/editor": "project/src/editor/index.ts",
  "@godwit/project": "project/src/index.ts",
};

/** The packages of this repository go into a bundle from their sources. */
export const sourceAliases = Object.fromEntries(
  Object.entries(ENTRIES).map(([name, source]) => [name, path.join(REPOSITORY, "packages", source)]),
);

/** A plugin of esbuild that leaves out what nothing uses. */
export const withoutLibraries = {
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

/** A plugin of esbuild that puts the Markdown parser into the bundle. */
export const markdownParser = {
  name: "markdown-parser",
  setup({ onLoad, onEnd }) {
    let isIn = false;
    // In a bundle there is nothing to find beside it: the parser goes in, and still runs on first use only.
    onLoad({ filter: /[\\/]contracts[\\/]markdown[\\/]blocks\.ts$/ }, ({ path: file }) => {
      const text = readFileSync(file, "utf8");
      const contents = text.replace('createRequire(import.meta.url)("markdown-it")', 'require("markdown-it")');
      isIn = contents !== text;
      return { contents, loader: "ts", resolveDir: path.dirname(file) };
    });
    // Without it, a bundle works until somebody writes a contract that needs the parser.
    onEnd(() =>
      isIn ? undefined : { errors: [{ text: "The bundle lacks the Markdown parser: is it loaded in another file?" }] },
    );
  },
};

/** Options of a bundle for Node, as ES modules with chunks beside them in one folder. */
export function moduleBundle({ folder, entries, external }) {
  return {
    absWorkingDir: REPOSITORY,
    entryPoints: entries.map((entry) => path.join(folder, "src", entry)),
    outdir: path.join(folder, "dist"),
    entryNames: "[name]",
    // Beside the entries, since both find package.json from their own place.
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    // Names stay, so that a stack trace in a report says something.
    minifyWhitespace: true,
    minifySyntax: true,
    platform: "node",
    format: "esm",
    target: "node20",
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    // Third parties that are CommonJS ask for Node's own modules by `require`.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    external,
    alias: sourceAliases,
    plugins: [withoutLibraries, markdownParser, directImports(sourceAliases)],
  };
}

/** Deletes the chunks of earlier bundles. */
export function dropOldChunks(folder, { outputs }) {
  const written = new Set(Object.keys(outputs).map((output) => path.basename(output)));
  for (const name of readdirSync(path.join(folder, "dist")))
    if (/^chunk-.*\.js$/.test(name) && !written.has(name)) rmSync(path.join(folder, "dist", name));
}

/** A text that changes with everything that goes into a bundle. */
export function digestOfInputs({ inputs }) {
  const hash = createHash("sha256");
  for (const input of Object.keys(inputs).sort()) {
    hash.update(`${input}\0`);
    if (!/^\(disabled\)|^[a-z-]+:/.test(input)) hash.update(readFileSync(path.resolve(REPOSITORY, input)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Writes the licences of the packages that are in a bundle. */
export function writeLicences({ inputs }, file) {
  const folders = new Set(Object.keys(inputs).flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const absolute = path.resolve(REPOSITORY, folder);
    const { name, version, license } = JSON.parse(readFileSync(path.join(absolute, "package.json"), "utf8"));
    const licence = readdirSync(absolute).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${licence ? readFileSync(path.join(absolute, licence), "utf8").trim() : ""}`;
  });
  writeFileSync(file, `${texts.join("\n\n----\n\n")}\n`);
}
