import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runBuilt } from "../support/run-built.js";
import { whileStruck, type Strike } from "./striking-disk.js";
import { writeTree, type TreeContent } from "../support/temporary-tree.js";

const CLI = path.resolve(import.meta.dirname, "../../packages/cli/dist/main.js");
const PRELOAD = path.resolve(import.meta.dirname, "count-writes.cjs");
/** A process that is not there. */
const GONE = 2 ** 22 - 3;

/** A contract whose fix is safe, with what a test wants to add. */
export const contract = (more = ""): string => `---
title: One ID generator
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
${more}---

How to move.
`;

/** A file with one violation. */
export const use = (name: string): string =>
  `import { randomUUID } from "node:crypto";\n\nexport const ${name}Id = randomUUID();\n`;

/** What \`use\` becomes. */
export const used = (name: string): string => `import { newId } from "./ids.js";\n\nexport const ${name}Id = newId("${name}");\n`;

const FILES: Record<string, TreeContent> = {
  "package.json": { name: "x", type: "module", godwit: {} },
  "tsconfig.json": {
    compilerOptions: {
      strict: true,
      module: "NodeNext",
      moduleResolution: "NodeNext",
      target: "ES2022",
      lib: ["ES2022"],
      types: [],
      noEmit: true,
    },
    include: ["src"],
  },
  "src/node.d.ts": 'declare module "node:crypto" { export function randomUUID(): string; }\n',
  "src/ids.ts": "export const newId = (entity: string): string => entity + Math.random();\n",
  "src/user.ts": use("user"),
  "src/team.ts": use("team"),
};

/** A script that waits until `go.txt` is there. */
export const WAIT =
  'import { existsSync } from "node:fs";\nwhile (!existsSync("go.txt")) await new Promise((go) => setTimeout(go, 20));\n';

/** Each consumer is validated by `wait.mjs`. */
export const WAITS = { contractMore: 'validate: { each: ["node wait.mjs {consumer}"] }\n' };

/** How a run of godwit ended. */
export interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
}

/** A repository with its contracts, committed. */
export class MigratedRepository {
  readonly root: string;

  constructor(files: Readonly<Record<string, TreeContent>> = {}, { contractMore = "", hasGit = true } = {}) {
    this.root = writeTree({ ...FILES, "migrations/ids.md": contract(contractMore), ...files });
    if (hasGit) this.commit("start");
  }

  /** Commits all files. */
  commit(message: string): void {
    this.git("init", "--quiet");
    this.git("add", "--all");
    this.git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", message);
  }

  git(...args: string[]): string {
    const env = {
      ...process.env,
      GIT_AUTHOR_NAME: "t",
      GIT_AUTHOR_EMAIL: "t@example.com",
      GIT_COMMITTER_NAME: "t",
      GIT_COMMITTER_EMAIL: "t@example.com",
    };
    return execFileSync("git", args, { cwd: this.root, encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
  }

  read(file: string): string {
    return readFileSync(path.join(this.root, file), "utf8");
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
    writeFileSync(path.join(this.root, file), text);
  }

  /** All source files and baselines with their texts; also what a write that was cut off left beside them. */
  sources(): Record<string, string> {
    const files = readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.root, path.join(entry.parentPath, entry.name)))
      .filter((file) => /^(?:src|tests|migrations)\//.test(file));
    return Object.fromEntries(files.sort().map((file) => [file, this.read(file)]));
  }

  /** The folder (absolute) of the last run. */
  runFolder(): string {
    const runs = path.join(this.root, ".godwit/runs");
    return path.join(runs, readdirSync(runs).sort().at(-1)!);
  }

  /** Runs godwit in this process. */
  async run(args: readonly string[]): Promise<Ran> {
    return { signal: null, ...(await runBuilt(this.root, args, { env: this.#env() })) };
  }

  /** Runs godwit as a process of its own. */
  runProcess(args: readonly string[], more: { readonly env?: NodeJS.ProcessEnv; readonly require?: string } = {}): Ran {
    const preload = more.require === undefined ? [] : ["--require", more.require];
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [...preload, CLI, ...args], {
      cwd: this.root,
      encoding: "utf8",
      env: { ...this.#env(), ...more.env },
      maxBuffer: 1 << 28,
    });
    return { code: status, signal, out: stdout, err: stderr };
  }

  /** Runs godwit in this process as if the process ended, or the disk were full, at one of its calls that change the disk. */
  async runStruck(args: readonly string[], strike: Strike): Promise<Ran> {
    let ran: Ran | undefined;
    const { isDead } = await whileStruck(strike, async () => {
      ran = { signal: null, ...(await runBuilt(this.root, args, { env: this.#env(), pid: GONE })) };
    });
    return isDead ? { code: null, signal: "SIGKILL", out: "", err: "" } : ran!;
  }

  /** How many calls that change the disk a command makes. */
  async countChanges(args: readonly string[]): Promise<number> {
    return (await whileStruck(undefined, () => this.run(args))).calls;
  }

  /** The same as `runStruck` in a process of its own. */
  strikeProcess(args: readonly string[], { kind, at }: Strike): Ran {
    return this.runProcess(args, { env: { STRIKE: kind, STRIKE_AT: String(at) }, require: PRELOAD });
  }

  /** Starts godwit without waiting for it. */
  start(...args: string[]): {
    readonly child: ChildProcess;
    readonly ended: Promise<Ran>;
    readonly says: (text: string) => Promise<void>;
  } {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: this.root,
      env: this.#env(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const ended = new Promise<Ran>((resolve) => child.on("close", (code, signal) => resolve({ code, signal, out, err })));
    const says = async (text: string): Promise<void> => {
      const until = Date.now() + 60_000;
      while (!err.includes(text)) {
        if (child.exitCode !== null || Date.now() > until) throw new Error(`godwit never said ${text}:\n${out}${err}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { child, ended, says };
  }

  #env(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      NO_COLOR: "1",
      GIT_AUTHOR_NAME: "t",
      GIT_AUTHOR_EMAIL: "t@example.com",
      GIT_COMMITTER_NAME: "t",
      GIT_COMMITTER_EMAIL: "t@example.com",
    };
  }
}

/** A repository in which each consumer is validated by a script. */
export const validatedBy = (script: string): MigratedRepository =>
  new MigratedRepository({ "check.mjs": script }, { contractMore: 'validate: { each: ["node check.mjs"] }\n' });
