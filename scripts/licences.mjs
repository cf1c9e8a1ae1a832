import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { REPOSITORY } from "./packages.mjs";

const IMPORTED = /^(?:import|export)\s(?!type\b)[^"]*?\bfrom "([^"]+)"/gm;

/** The packages of others that run with godwit, installed beside it or in its bundles, by their licences. */
export function renderLicences() {
  const found = new Map();
  for (const folder of readdirSync(path.join(REPOSITORY, "packages"))) {
    const at = path.join(REPOSITORY, "packages", folder);
    const { dependencies = {}, devDependencies = {} } = manifestOf(at);
    const imported = importsOf(path.join(at, "src"));
    const bundled = Object.keys(devDependencies).filter((name) => imported.has(name));
    for (const name of [...Object.keys(dependencies), ...bundled]) collect(at, name, found);
  }
  const licences = [...new Set(found.values())].sort();
  const rows = licences.map((licence) => {
    const names = [...found].flatMap(([name, own]) => (own === licence ? [`\`${name}\``] : [])).sort();
    return `- **${licence}** (${names.length}): ${names.join(", ")}`;
  });
  return rows.join("\n");
}

/** Adds a package and what it depends on. */
function collect(from, name, found) {
  const folder = folderOf(from, name);
  // A workspace is a link to its folder.
  if (!folder?.includes("node_modules")) return;
  const { name: own, license, dependencies = {} } = manifestOf(folder);
  if (found.has(own)) return;
  if (typeof license !== "string") throw new Error(`${own} names no licence.`);
  found.set(own, license);
  for (const each of Object.keys(dependencies)) collect(folder, each, found);
}

function folderOf(from, name) {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", name);
    if (existsSync(path.join(folder, "package.json"))) return realpathSync(folder);
    if (path.dirname(at) === at) return undefined;
  }
}

function manifestOf(folder) {
  return JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
}

/** The packages that the sources of a folder import, but for those of tests. */
function importsOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => /\.[cm]?ts$/.test(file) && !/\.test\.ts$/.test(file));
  const specifiers = files.flatMap((file) =>
    [...readFileSync(path.join(folder, file), "utf8").matchAll(IMPORTED)].map(([, specifier]) => specifier),
  );
  return new Set(specifiers.map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)[0]));
}
