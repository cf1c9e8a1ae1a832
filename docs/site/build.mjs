// Builds the site into docs/site/dist: the engine for the browser, the pages, and what keeps them readable without a network.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { faultsOf } from "./pages/check-links.mjs";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const DIST = path.join(FOLDER, "dist");
const PUBLIC = path.join(FOLDER, ".public");

function run(script, ...args) {
  execFileSync(process.execPath, [script, ...args], { cwd: FOLDER, stdio: "inherit" });
}

function install() {
  if (existsSync(path.join(FOLDER, "node_modules/vitepress"))) return;
  execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: FOLDER, stdio: "inherit", shell: process.platform === "win32" });
}

/** Bundles the engine into a folder that is called after what is in it, so that a page never runs one of another version. */
async function bundle() {
  const { bundleEngine } = await import("./engine/bundle.mjs");
  rmSync(PUBLIC, { recursive: true, force: true });
  const folder = path.join(PUBLIC, "engine");
  await bundleEngine(folder);
  const hash = createHash("sha256");
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(path.join(folder, file)));
  const digest = hash.digest("hex").slice(0, 12);
  renameSync(folder, path.join(PUBLIC, `engine-${digest}`));
  process.env.ENGINE_DIGEST = digest;
  copyFileSync(path.join(FOLDER, "../../packages/vscode/icon.svg"), path.join(PUBLIC, "icon.svg"));
  // The first page names them in its settings, where the bundler does not see them.
  for (const picture of ["quick-fix.png", "quick-fix-dark.png"])
    cpSync(path.join(FOLDER, "../pictures", picture), path.join(PUBLIC, "pictures", picture));
}

/** Everything that the playground loads is kept on its first visit, other pages as they are read. */
function writeOffline() {
  const all = readdirSync(DIST, { recursive: true }).filter((file) => statSync(path.join(DIST, file)).isFile());
  const files = all.map((file) => file.replaceAll("\\", "/"));
  const isOfOtherPage = (file) => /^assets\/.*\.md\.[\w-]+(?:\.lean)?\.js$/.test(file) && !file.startsWith("assets/play.md");
  const isNeeded = (file) => /^(?:play\.html$|engine-|assets\/|hashmap\.json$|icon\.svg$)/.test(file);
  const needed = files.filter((file) => isNeeded(file) && !isOfOtherPage(file) && !/localSearchIndex|\.png$/.test(file));
  const version = createHash("sha256").update(files.sort().join("\n")).digest("hex").slice(0, 12);
  const script = readFileSync(path.join(FOLDER, "offline.js"), "utf8");
  const head = `const VERSION = ${JSON.stringify(version)};\nconst NEEDED = ${JSON.stringify(needed)};\n`;
  writeFileSync(path.join(DIST, "offline.js"), head + script);
}

install();
run("../../node_modules/typescript/bin/tsc", "-p", ".");
await bundle();
run("node_modules/vitepress/bin/vitepress.js", "build", ".");
writeOffline();
const faults = faultsOf(DIST);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
