import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { REPOSITORY } from "../support/copy-repository.js";

const EXAMPLES = path.join(REPOSITORY, "examples/set-ups");
/** The packages of this repository, which are linked and not installed. */
const OWN: Readonly<Record<string, string>> = { godwit: "packages/cli", "eslint-plugin-godwit": "packages/eslint-plugin" };

/** A program's result. */
export interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A copy of one of the set-ups in `examples/set-ups`, as a repository with a first commit and a baseline. */
export class SetUp {
  readonly root: string;

  constructor(...folders: readonly string[]) {
    this.root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-set-up-")));
    for (const folder of folders) cpSync(path.join(EXAMPLES, folder), this.root, { recursive: true });
  }

  /** Installs what package.json asks for: packages of this repository by link, `linked` ones from here, others from the registry. */
  install({ linked = [] }: { readonly linked?: readonly string[] } = {}): this {
    const { devDependencies = {} } = JSON.parse(this.read("package.json")) as { devDependencies?: Record<string, string> };
    const others = Object.entries(devDependencies).filter(([name]) => !(name in OWN) && !linked.includes(name));
    if (others.length > 0) this.#download(others.map(([name, range]) => `${name}@${range}`));
    for (const name of Object.keys(devDependencies)) {
      if (name in OWN) this.#link(name, path.join(REPOSITORY, OWN[name]!));
      else if (linked.includes(name)) this.#link(name, path.join(REPOSITORY, "node_modules", name));
    }
    return this;
  }

  /** Begins the repository: what is there now is the main branch, and known. */
  begin(): this {
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.email", "dev@example.com");
    this.git("config", "user.name", "Dev");
    const written = this.run("npx godwit baseline write");
    if (written.status !== 0) throw new Error(written.output);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--no-verify", "--message=Start");
    this.git("update-ref", "refs/remotes/origin/main", "HEAD");
    return this;
  }

  write(file: string, text: string): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.root, encoding: "utf8", env: environment(), stdio: ["ignore", "pipe", "pipe"] });
  }

  /** Stages files and commits, as a person does. */
  commit(...files: string[]): Run {
    if (files.length > 0) this.git("add", ...files);
    return this.run("git commit --quiet --message=Work");
  }

  /** Runs a shell's command as CI does: the first failure ends it. */
  run(command: string, env: NodeJS.ProcessEnv = {}): Run {
    const { status, stdout, stderr } = spawnSync("bash", ["-eo", "pipefail", "-c", command], {
      cwd: this.root,
      encoding: "utf8",
      env: { ...environment(), ...env },
    });
    return { status, output: stdout + stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** In a folder of its own, where npm does not ask the registry for packages that are not there yet. */
  #download(packages: readonly string[]): void {
    const store = path.join(this.root, ".download");
    mkdirSync(store);
    writeFileSync(path.join(store, "package.json"), '{ "private": true }');
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    execFileSync("npm", ["install", ...quiet, ...packages], {
      cwd: store,
      stdio: ["ignore", "pipe", "pipe"],
      env: environment(),
    });
    renameSync(path.join(store, "node_modules"), path.join(this.root, "node_modules"));
    rmSync(store, { recursive: true });
  }

  #link(name: string, folder: string): void {
    const modules = path.join(this.root, "node_modules");
    mkdirSync(path.join(modules, ".bin"), { recursive: true });
    if (!existsSync(path.join(modules, name))) symlinkSync(folder, path.join(modules, name));
    const { bin = {} } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { bin?: Record<string, string> };
    for (const [command, script] of Object.entries(typeof bin === "string" ? { [name]: bin } : bin))
      symlinkSync(path.join(folder, script), path.join(modules, ".bin", command));
  }
}

/** The environment without variables of an outer hook, of an outer CI, or of a person's own settings. */
function environment(): NodeJS.ProcessEnv {
  const env = Object.entries(process.env).filter(
    ([name]) => !/^(?:GIT_|npm_|NODE_OPTIONS$|VITEST|CI$|GITHUB_|FORCE_COLOR$|LEFTHOOK)/.test(name),
  );
  return { ...Object.fromEntries(env), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", NO_COLOR: "1" };
}
