import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const REPOSITORY = path.join(import.meta.dirname, "../..");
const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");

const CLI = path.join(REPOSITORY, "packages/cli/dist/main.js");

/** The findings of a contract, as the command line reports them. */
export interface Left {
  readonly title: string;
  readonly violations: number;
}

/** A copy of the example that an editor may change. */
export interface ExampleCopy {
  readonly folder: string;
  /** Writes another folder beside it; returns its path. */
  addFolder(name: string, files: Readonly<Record<string, string>>): string;
  /** The ids of its contracts. */
  contracts(): readonly string[];
  read(file: string): string;
  write(file: string, text: string): void;
  /** `git diff`, without a context. */
  diff(): string;
  changedFiles(): number;
  /** The contracts' findings in a file, the contract with the most first. */
  check(file: string): readonly Left[];
  /** Applies the safe fixes of a contract, in some files or in all; returns the number of fixed violations. */
  fix(contract: string, ...files: readonly string[]): number;
  /** Writes baselines that know all that is there. */
  tolerate(): void;
  restore(): void;
  remove(): void;
}

/** Copies the example with its packages in reach, as a git repository of its own. */
export function copyExample(): ExampleCopy {
  const above = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-screen-")));
  const folder = path.join(above, "chat-platform");
  cpSync(EXAMPLE, folder, { recursive: true, filter: (source) => !/[\\/](?:node_modules|\.vite)$/.test(source) });
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(above, "node_modules"), "junction");
  const own = path.join(EXAMPLE, "node_modules");
  if (existsSync(own)) symlinkSync(own, path.join(folder, "node_modules"), "junction");
  const git = (...args: string[]): string => execFileSync("git", args, { cwd: folder, encoding: "utf8" });
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(path.join(folder, ".git/info/exclude"), "node_modules\n");
  git("add", "--all");
  const who = ["-c", "user.name=godwit", "-c", "user.email=godwit@example.com", "-c", "commit.gpgsign=false"];
  git(...who, "commit", "--quiet", "--message", "The example as it is");
  const godwit = (...args: string[]): any => {
    const { stdout, stderr } = spawnSync(process.execPath, [CLI, "-C", folder, "check", "--format", "json", ...args], {
      encoding: "utf8",
    });
    if (!stdout.startsWith("{")) throw new Error(`godwit check ${args.join(" ")}: ${stderr}`);
    return JSON.parse(stdout);
  };
  return {
    folder,
    check: (file) =>
      (godwit(file).contracts as (Left & { status: string })[])
        .filter(({ violations, status }) => violations > 0 && status !== "planned")
        .sort((a, b) => b.violations - a.violations),
    fix: (contract, ...files) => godwit("--fix", "--contract", contract, ...files).fixed as number,
    changedFiles: () => git("diff", "--name-only").split("\n").length - 1,
    addFolder(name, files) {
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(path.dirname(path.join(above, name, file)), { recursive: true });
        writeFileSync(path.join(above, name, file), text);
      }
      return path.join(above, name);
    },
    contracts: () =>
      readdirSync(path.join(folder, "migrations")).flatMap((file) => (file.endsWith(".md") ? [path.basename(file, ".md")] : [])),
    read: (file) => readFileSync(path.join(folder, file), "utf8"),
    write(file, text) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    },
    tolerate: () => void execFileSync(process.execPath, [CLI, "-C", folder, "baseline", "write"], { stdio: "ignore" }),
    diff: () => git("diff", "--unified=0"),
    restore() {
      git("checkout", "--quiet", "--", ".");
      git("clean", "--quiet", "-d", "--force");
    },
    remove: () => rmSync(above, { recursive: true, force: true }),
  };
}
