import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The last code-server whose VS Code (1.100) runs on Node 20. */
const VERSION = "4.100.3";
const FOLDER = path.join(import.meta.dirname, "../../node_modules/.cache/vscode-web", VERSION);
/** The packages for building code-server's native modules, for searching, and for the browser. */
const DEBIAN_PACKAGES =
  "chromium ripgrep libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev pkg-config make g++ python3".split(" ");
const NATIVE = ["native-watchdog", "@vscode/spdlog", "kerberos", "@parcel/watcher"];

/** A VS Code for the browser, and a browser. */
export interface Editor {
  /** The script that starts VS Code's server. */
  readonly server: string;
  readonly chromium: string;
}

/** Installs VS Code below node_modules/.cache, and a browser if it may; returns the reason if it can't. */
export function installEditor(): Editor | { readonly missing: string } {
  const given = process.env["GODWIT_VSCODE_WEB"] ?? FOLDER;
  try {
    if (!find("chromium") || !find("rg")) installDebianPackages();
    if (!existsSync(path.join(given, "installed"))) installServer(given);
  } catch (error) {
    return { missing: error instanceof Error ? error.message : String(error) };
  }
  return { server: path.join(given, "node_modules/code-server/out/node/entry.js"), chromium: find("chromium")! };
}

function find(program: string): string | undefined {
  const { status, stdout } = spawnSync("which", [program], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** Installs system packages as root, for containers; a person's machine is left as it is. */
function installDebianPackages(): void {
  if (process.getuid?.() !== 0 || !find("apt-get")) throw new Error(`It needs ${DEBIAN_PACKAGES.join(", ")}.`);
  run("apt-get", ["update", "-qq"], "/");
  run("apt-get", ["install", "-y", "-qq", ...DEBIAN_PACKAGES], "/");
}

function installServer(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  run("npm", ["install", "--ignore-scripts", `code-server@${VERSION}`], folder);
  run("npm", ["rebuild", "argon2"], folder);
  const vscode = path.join(folder, "node_modules/code-server/lib/vscode");
  run("npm", ["install", "--ignore-scripts", "--omit=dev"], vscode);
  const search = path.join(vscode, "node_modules/@vscode/ripgrep/bin");
  mkdirSync(search, { recursive: true });
  if (!existsSync(path.join(search, "rg"))) symlinkSync(find("rg")!, path.join(search, "rg"));
  for (const module of NATIVE) run("npm", ["rebuild", module], vscode);
  run("npm", ["install", "--ignore-scripts", "--omit=dev"], path.join(vscode, "extensions"));
  writeFileSync(path.join(folder, "installed"), "");
}

function run(program: string, args: readonly string[], cwd: string): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  execFileSync(program, args, { cwd, env, stdio: ["ignore", "ignore", "pipe"], timeout: 600_000 });
}
