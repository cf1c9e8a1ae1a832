import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { packPackages } from "../../scripts/packages.mjs";
import { readmeSnippets } from "./snippets.js";

/** A program's result; running it never throws, so that a test can say what it expected. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An empty project of somebody else, with the packed packages installed. */
export interface Consumer {
  readonly folder: string;
  write(file: string, text: string): void;
  /** Runs a script of an installed package, or a file of the project, with a Node. */
  run(node: string, file: string, ...args: string[]): Promise<Run>;
  remove(): void;
}

/** Packs every published package; returns their tarballs by package name. */
export function packAll(destination: string): ReadonlyMap<string, string> {
  return new Map(packPackages(destination).map(({ manifest, tarball }) => [manifest.name, tarball]));
}

/** Installs the tarballs and some packages of the registry into a new project, with the README's snippets written down. */
export async function createConsumer(
  tarballs: ReadonlyMap<string, string>,
  others: Readonly<Record<string, string>>,
): Promise<Consumer> {
  const consumer = openConsumer(temporaryFolder("consumer"));
  const own = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]));
  const snippets = JSON.parse(readmeSnippets().files.get("package.json")!) as object;
  const manifest = { ...snippets, name: "consumer", private: true, type: "module", devDependencies: { ...others, ...own } };
  consumer.write("package.json", JSON.stringify(manifest, null, 2));
  await npm(consumer.folder, "install");
  return consumer;
}

/** A project as `npm init` makes it, where somebody has typed what the README says: install, then write the files. */
export async function createPlainProject(...packages: readonly string[]): Promise<Consumer> {
  const folder = temporaryFolder("plain");
  await npm(folder, "init", "--yes");
  await npm(folder, "install", "--save-dev", ...packages);
  return openConsumer(folder);
}

function openConsumer(folder: string): Consumer {
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const [file, text] of readmeSnippets().files) if (file !== "package.json") write(file, text);
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  write(".gitignore", "node_modules\n");
  return {
    folder,
    write,
    run: (node, file, ...args) =>
      new Promise((resolve) => {
        const script = path.join(folder, file);
        const options = { cwd: folder, env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" }, maxBuffer: 1 << 26 };
        execFile(node, [script, ...args], options, (error, stdout, stderr) =>
          resolve({ code: error ? (typeof error.code === "number" ? error.code : 1) : 0, stdout, stderr }),
        );
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A new folder outside of the repository, so that nothing of it is found by chance. */
export function temporaryFolder(name: string): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), `godwit-${name}-`)));
}

/** Runs npm in a folder; throws with its output. */
export async function npm(cwd: string, ...args: string[]): Promise<string> {
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  return (await promisify(execFile)("npm", [...args, ...quiet], { cwd })).stdout;
}
