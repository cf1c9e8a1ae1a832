// npm run package: writes dist/godwit-vscode-<version>.vsix with the plugin and the language server inside.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createVSIX } from "@vscode/vsce";
import { transform } from "esbuild";
import { bundle as bundleServer } from "../language-server/build.mjs";
import { bundle as bundlePlugin } from "../typescript-plugin/build.mjs";
import { bundle } from "./build.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const PLUGIN = path.join(FOLDER, "../typescript-plugin");
const SERVER = path.join(FOLDER, "../language-server");

/** Packs the extension; gives back the .vsix's path. */
export async function packExtension(destination = path.join(FOLDER, "dist")) {
  const stage = mkdtempSync(path.join(tmpdir(), "godwit-vscode-"));
  try {
    const { manifest, plugin } = manifests();
    const inside = path.join(stage, "node_modules", plugin.name);
    mkdirSync(path.join(inside, "dist"), { recursive: true });
    await bundle(path.join(stage, manifest.main));
    await bundlePlugin(path.join(inside, plugin.main));
    writeJson(path.join(stage, "package.json"), manifest);
    writeJson(path.join(inside, "package.json"), plugin);
    cpSync(path.join(PLUGIN, "LICENSE"), path.join(inside, "LICENSE"));
    await addServer(path.join(stage, "server"));
    for (const file of ["README.md", "LICENSE", "icon.png"]) cpSync(path.join(FOLDER, file), path.join(stage, file));
    cpSync(path.join(FOLDER, "../../CHANGELOG.md"), path.join(stage, "CHANGELOG.md"));
    mkdirSync(destination, { recursive: true });
    const packagePath = path.join(destination, `${manifest.name}-${manifest.version}.vsix`);
    await packFolder(stage, packagePath);
    return packagePath;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** Adds the language server with a TypeScript of its own: what VS Code runs may have none that can be loaded. */
async function addServer(folder) {
  await bundleServer();
  const { name, version, type } = readJson(path.join(SERVER, "package.json"));
  const built = path.join(SERVER, "dist");
  const files = readdirSync(built).filter((file) => /^(?:main|index|chunk-.*)\.js$|^third-party-licences\.txt$/.test(file));
  for (const file of files) cpSync(path.join(built, file), path.join(folder, "dist", file));
  writeJson(path.join(folder, "package.json"), { name, version, type });
  const typescript = path.dirname(createRequire(path.join(SERVER, "package.json")).resolve("typescript/package.json"));
  const inside = path.join(folder, "node_modules/typescript");
  const manifest = readJson(path.join(typescript, "package.json"));
  const { code } = await transform(readFileSync(path.join(typescript, "lib/typescript.js"), "utf8"), {
    ...{ minify: true, platform: "node", target: "node20", legalComments: "none" },
  });
  mkdirSync(path.join(inside, "lib"), { recursive: true });
  writeFileSync(path.join(inside, "lib/typescript.js"), code);
  writeJson(path.join(inside, "package.json"), { name: "typescript", version: manifest.version, main: "lib/typescript.js" });
  for (const file of ["LICENSE.txt", "ThirdPartyNoticeText.txt"]) cpSync(path.join(typescript, file), path.join(inside, file));
}

/** Packs a folder as it is. */
export async function packFolder(folder, packagePath) {
  // Without the file vsce warns that things may be there which should stay out.
  writeFileSync(path.join(folder, ".vscodeignore"), "");
  await createVSIX({ cwd: folder, packagePath, allowMissingRepository: true, skipLicense: true });
}

/** Parts of package.json that only building needs. */
const BUILDING = new Set(["private", "type", "engines", "scripts", "devDependencies"]);

/** What the two package.json say once packed. */
function manifests() {
  const manifest = readJson(path.join(FOLDER, "package.json"));
  const { name, version, description, license, main } = readJson(path.join(PLUGIN, "package.json"));
  const shown = Object.fromEntries(Object.entries(manifest).filter(([key]) => !BUILDING.has(key)));
  return {
    manifest: { ...shown, engines: { vscode: manifest.engines.vscode }, dependencies: { [name]: version } },
    plugin: { name, version, description, license, main },
  };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}

function writeJson(file, value) {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(await packExtension());
