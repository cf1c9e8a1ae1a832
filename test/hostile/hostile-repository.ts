import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const CLI = path.resolve(import.meta.dirname, "../../packages/cli/bin/godwit.mjs");
/** A command that takes longer hangs. */
const HANGS_MS = 20_000;

/** What may lie in the place of a file. */
export const THINGS = ["a pipe", "a device", "a folder", "noise", "600 MB"] as const;
export type Thing = (typeof THINGS)[number];

/** Places that the repository has no file in. */
const EMPTY_PLACES = [
  "src/package.json",
  "src/tsconfig.json",
  "src/.gitignore",
  ".git/info/attributes",
  ".gitattributes",
  "migrations/extra.md",
];

const CONTRACT = `---
title: One ID generator
owner: "@acme/ids"
why: IDs of one format.
imports: { newId: ./src/ids.ts }
bridges: [./src/old.ts]
gates:
  - { name: Seen, when: { manual: somebody has looked } }
  - { name: Runs, when: { run: git --version } }
rules: { no-raw-uuid: { replace: [{ with: newId($entity) }] } }
---
`;

const raw = (name: string): string => `import { v4 } from "uuid";\n\nexport const ${name}Id = v4();\n`;

const FILES: Readonly<Record<string, string>> = {
  "package.json": '{ "name": "hostile", "private": true, "type": "module", "godwit": {} }\n',
  "tsconfig.json": '{ "compilerOptions": { "module": "NodeNext", "target": "ES2022", "types": [] }, "include": ["src"] }\n',
  ".gitignore": "node_modules/\n",
  "migrations/one-id.md": CONTRACT,
  CODEOWNERS: "* @acme/ids\n",
  "eslint-suppressions.json": '{ "src/a.ts": { "one-id/no-raw-uuid": { "count": 1 } } }\n',
  "counts.json": '{ "version": 1, "since": "2026-11-01T00:00:00.000Z", "until": "2026-11-02T00:00:00.000Z", "bridges": {} }\n',
  "AGENTS.md": "# Agents\n",
  ".vscode/settings.json": "{}\n",
  "node_modules/uuid/package.json": '{ "name": "uuid", "version": "9.0.0", "types": "index.d.ts" }\n',
  "node_modules/uuid/index.d.ts": "export declare function v4(): string;\n",
  "src/ids.ts": "export const newId = (entity: string): string => entity;\n",
  "src/old.ts": "export const old = 1;\n",
  "src/a.ts": raw("a"),
  "src/b.ts": raw("b"),
};

/** How a command ended. */
export interface Ended {
  /** Undefined where it had to be killed. */
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

export interface How {
  readonly env?: Readonly<Record<string, string>>;
  /** Runs `godwit` with its arguments as `"$@"`, such as `"$@" | head -1`. */
  readonly line?: string;
}

/** A repository with everything that godwit reads and writes: contract, baseline, evidence, cache, journal. Copies of it are made hostile. */
export class HostileRepository {
  private constructor(readonly root: string) {}

  /** A run of `migrate` takes seconds, so its journal can be left out. */
  static async make({ hasRun = true } = {}): Promise<HostileRepository> {
    const made = new HostileRepository(realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-hostile-"))));
    for (const [file, text] of Object.entries(FILES)) made.write(file, text);
    made.git("init", "--quiet", "--initial-branch=main");
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message=start");
    for (const args of [
      ["baseline", "write"],
      ["gates", "record", "one-id", "Seen", "--note", "seen"],
    ])
      await made.godwit(args);
    made.write("src/c.ts", raw("c"));
    made.write("src/d.ts", raw("d"));
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message=more");
    await made.godwit(["check", "--format", "json=result.json"]);
    await made.godwit(["history"]);
    if (hasRun) await made.godwit(["migrate", "one-id", "--verify", "test {files} != src/c.ts"]);
    return made;
  }

  copy(): HostileRepository {
    const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-hostile-")));
    cpSync(this.root, root, { recursive: true });
    return new HostileRepository(root);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** All files that godwit, or git for it, may read, what godwit wrote among them; and some that are not there. */
  places(): string[] {
    const files = readdirSync(this.root, { recursive: true, encoding: "utf8" }).filter((file) =>
      statSync(this.at(file)).isFile(),
    );
    const isOfGit = (file: string): boolean => /^\.git\/(?:hooks|objects|logs|description|COMMIT_EDITMSG)/u.test(file);
    // Of the bytes that a run keeps, one is as good as another.
    const bytes = files.filter((file) => file.includes("/bytes/")).slice(1);
    return [...files.filter((file) => !isOfGit(file) && !bytes.includes(file)), ...EMPTY_PLACES].sort();
  }

  /** The sources and what belongs to the contracts, with their texts. */
  sources(): Record<string, string> {
    const files = readdirSync(this.root, { recursive: true, encoding: "utf8" }).filter((file) =>
      /^(?:src|migrations)\//u.test(file),
    );
    const texts = files
      .filter((file) => statSync(this.at(file)).isFile())
      .map((file) => [file, readFileSync(this.at(file), "utf8")]);
    return Object.fromEntries(texts.sort()) as Record<string, string>;
  }

  at(file: string): string {
    return path.join(this.root, file);
  }

  write(file: string, text: string): void {
    mkdirSync(path.dirname(this.at(file)), { recursive: true });
    writeFileSync(this.at(file), text);
  }

  put(place: string, thing: Thing): void {
    const at = this.at(place);
    rmSync(at, { recursive: true, force: true });
    mkdirSync(path.dirname(at), { recursive: true });
    if (thing === "a pipe") execFileSync("env", ["mkfifo", at]);
    else if (thing === "a device") symlinkSync("/dev/zero", at);
    else if (thing === "a folder") mkdirSync(at);
    else if (thing === "noise") writeFileSync(at, Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)));
    else {
      writeFileSync(at, "{}");
      truncateSync(at, 600 * 1024 * 1024);
    }
  }

  /**
   * Makes git's configuration of a folder's repository run a program wherever it can; returns the folder in which each leaves its name. A filter
   * of the user's own repository is left out: git can't compare files without it.
   */
  setTraps(folder: string, withFilter: boolean): string {
    const canaries = this.at("node_modules/canaries");
    mkdirSync(canaries, { recursive: true });
    const trap = (name: string): string => {
      const script = this.at(`node_modules/trap-${name}.sh`);
      writeFileSync(script, `#!/bin/sh\necho ran > '${canaries}/${name}'\ncat\n`);
      chmodSync(script, 0o755);
      return script;
    };
    const hooks = this.at("node_modules/hooks");
    mkdirSync(hooks, { recursive: true });
    for (const hook of ["post-index-change", "pre-commit", "post-checkout", "reference-transaction"])
      cpSync(trap(hook), path.join(hooks, hook));
    const settings = {
      ...{
        "core.fsmonitor": trap("fsmonitor"),
        "core.hooksPath": hooks,
        "core.pager": trap("pager"),
        "core.editor": trap("editor"),
      },
      ...{ "core.sshCommand": trap("ssh"), "core.askPass": trap("askpass"), "core.alternateRefsCommand": trap("alternate") },
      ...{ "diff.external": trap("external"), "diff.x.textconv": trap("textconv"), "diff.x.command": trap("command") },
      ...{ "gpg.program": trap("gpg"), "log.showSignature": "true", "credential.helper": trap("credential") },
      ...{ "pager.diff": trap("pager-diff"), "pager.log": trap("pager-log"), "interactive.diffFilter": trap("diff-filter") },
      ...{ "uploadpack.packObjectsHook": trap("pack"), "alias.ls-files": `!${trap("alias")}`, "merge.x.driver": trap("merge") },
      ...(withFilter && {
        "filter.x.clean": trap("clean"),
        "filter.x.smudge": trap("smudge"),
        "filter.x.process": trap("process"),
      }),
    };
    const included = this.at("node_modules/included");
    for (const [key, value] of Object.entries(settings)) execFileSync("git", ["config", "--file", included, key, value]);
    execFileSync("git", ["config", "include.path", included], { cwd: this.at(folder) });
    const attributes = `* diff=x merge=x${withFilter ? " filter=x" : ""}\n`;
    writeFileSync(this.at(path.join(folder, ".git/info/attributes")), attributes);
    return canaries;
  }

  git(...args: string[]): void {
    execFileSync("git", args, { cwd: this.root, env: { ...process.env, ...PERSON }, stdio: "ignore" });
  }

  godwit(args: readonly string[], { env = {}, line }: How = {}): Promise<Ended> {
    const [file, ...words] =
      line === undefined ? [process.execPath, CLI, ...args] : ["bash", "-c", line, "bash", process.execPath, CLI, ...args];
    // In a group of its own, so that a command that hangs ends with all that it started.
    const child = spawn(file, words, {
      ...{ cwd: this.root, stdio: ["ignore", "pipe", "pipe"], detached: true },
      env: { ...withoutGit(), ...PERSON, NO_COLOR: "1", ...env },
    });
    const printed = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => (printed.out += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (printed.err += text));
    const timer = setTimeout(() => process.kill(-child.pid!, "SIGKILL"), HANGS_MS);
    return new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => {
        clearTimeout(timer);
        resolve({ code: code ?? undefined, ...printed });
      });
    });
  }
}

const PERSON = Object.fromEntries(
  ["AUTHOR", "COMMITTER"].flatMap((role) => [
    [`GIT_${role}_NAME`, "Dev"],
    [`GIT_${role}_EMAIL`, "dev@example.com"],
  ]),
);

function withoutGit(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_")));
}

/** What is wrong with how a command ended, whatever it was given; empty where nothing is. */
export function faultsOf({ code, out, err }: Ended): string[] {
  const faults: string[] = [];
  if (code === undefined) faults.push("it hangs, or was killed");
  else if (![0, 1, 2].includes(code)) faults.push(`it ends with ${code}`);
  if (code === 2 && (out + err).trim() === "") faults.push("it ends with 2 and says nothing");
  if (/^\s+at .*[:(]\d+/mu.test(err)) faults.push("it prints a stack trace");
  if (/mistake in godwit|Uncaught|UnhandledPromise|DeprecationWarning/u.test(out + err)) faults.push("it fails inside");
  return faults;
}
