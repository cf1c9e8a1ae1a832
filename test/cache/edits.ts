import {
  cpSync,
  existsSync,
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
import fc from "fast-check";
import { expect } from "vitest";
import { check, type CheckOptions } from "../../packages/cli/src/check/check.js";
import { findWholeRun } from "../../packages/cli/src/check/cache/whole-run.js";
import { UsageError } from "../../packages/cli/src/failure.js";
import { listFiles } from "../../packages/project/src/files/list-files.js";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { fillTree } from "../support/temporary-tree.js";

const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");

/** A small repository with all kinds of contracts, and a cache beside it. */
export interface CachedRepository {
  readonly root: string;
  readonly cache: string;
  read(file: string): string;
  write(file: string, text: string): void;
  remove(): void;
}

/** Copies the example, without what its tests need. */
export function createRepository(): CachedRepository {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-cache-")));
  const root = path.join(folder, "repository");
  for (const part of ["src", "tests", "migrations", "package.json", "tsconfig.json"])
    cpSync(path.join(EXAMPLE, part), path.join(root, part), { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as object;
  // Its own root, wherever it is.
  writeFileSync(path.join(root, "package.json"), JSON.stringify({ ...manifest, godwit: {} }));
  return {
    root,
    cache: path.join(folder, "cache"),
    ...filesIn(root),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Reads and writes files by their path below a folder. */
function filesIn(root: string): Pick<CachedRepository, "read" | "write"> {
  return {
    read: (file) => readFileSync(path.join(root, file), "utf8"),
    write: (file, text) => fillTree(root, { [file]: text }),
  };
}

/** What a run finds, without how it found it. */
export function findIn(root: string, options: Omit<CheckOptions, "cwd"> = {}) {
  const asked = { cwd: root, nearDuplicates: true, suppressed: true, ...options };
  const { result, exitCode } = findWholeRun(asked) ?? check(asked);
  const { durationMs: _, files, ...found } = result;
  return { found: { ...found, exitCode, considered: files.considered }, cached: files.cached, considered: files.considered };
}

/** A run with the cache; it takes every file for settled, so that stamps count. */
export function findCached({ root, cache }: Pick<CachedRepository, "root" | "cache">, options: Omit<CheckOptions, "cwd"> = {}) {
  return findIn(root, { ...options, cache: { build: "test", folder: cache, startedAt: Date.now() + 10_000 } });
}

type Edit = readonly [kind: number, at: number, other: number];

/** Edits of any kind, anywhere. */
export const edits = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 });

/** Changes the repository, and says how. */
function applyEdit(root: string, [kind, at, other]: Edit): string {
  const files = listFiles(root).map((file) => file.path);
  const file = files[at % files.length]!;
  const second = files[other % files.length]!;
  const { read, write } = filesIn(root);
  const change = (name: string, edit: (text: string) => string): string => {
    write(name, edit(read(name)));
    return `changed ${name}`;
  };
  const actions: (() => string)[] = [
    () => change(file, (text) => `${text}\n// more\n`),
    () => change(file, (text) => text.replace(/export (const|function|class|type|interface) (\w+)/, "export $1 $2Renamed")),
    () => change(file, (text) => text.replace(/^export /m, "")),
    () => change(file, (text) => `export * from "${specifierOf(file, second)}";\n${text}`),
    () => change(file, (text) => `import * as other from "${specifierOf(file, second)}";\n${text}\nexport const kept = other;\n`),
    () => change(file, () => read(second)),
    () => change(file, (text) => `${text}\nconst broken = (;\n`),
    () => change(file, (text) => `/* eslint-disable */\n${text}`),
    () => {
      rmSync(path.join(root, file));
      return `removed ${file}`;
    },
    () => {
      const target = `${path.posix.dirname(second)}/moved-${path.posix.basename(file)}`;
      renameSync(path.join(root, file), path.join(root, target));
      return `moved ${file} to ${target}`;
    },
    () => {
      write(`${path.posix.dirname(file)}/added.ts`, read(second));
      return `added beside ${file}`;
    },
    () => {
      write(`${file.replace(/\.\w+$/, "")}/index.ts`, read(second));
      return `added a folder called as ${file}`;
    },
    () => {
      const folder = path.join(root, path.posix.dirname(file));
      if (folder === root || existsSync(`${folder}-linked`)) return "nothing";
      renameSync(folder, `${folder}-linked`);
      symlinkSync(`${path.basename(folder)}-linked`, folder);
      return `made a link of the folder of ${file}`;
    },
    () => {
      write(`node_modules/uuid/package.json`, `{ "name": "uuid", "main": "v${other}.js" }`);
      return "installed uuid";
    },
    () =>
      change("tsconfig.json", (text) =>
        text.replace(/"compilerOptions": ?\{/, `"compilerOptions": { "paths": { "@x${other % 3}/*": ["./src/*"] },`),
      ),
    () =>
      change("tsconfig.json", (text) =>
        text.replace(/"module": ?"\w+"/i, `"module": "${["esnext", "nodenext", "commonjs"][other % 3]!}"`),
      ),
    () =>
      change("package.json", (text) =>
        JSON.stringify({ ...(JSON.parse(text) as object), type: other % 2 ? "module" : "commonjs" }),
      ),
    () =>
      change("package.json", (text) =>
        JSON.stringify({ ...(JSON.parse(text) as object), imports: { "#auth/*": "./src/auth/*" } }),
      ),
    () => {
      write(`${path.posix.dirname(file)}/package.json`, `{ "name": "inner${other % 2}", "type": "commonjs" }`);
      return `added a package beside ${file}`;
    },
    () => change("migrations/unified-ids.md", (text) => text.replace(/title: .*/, `title: Title ${other}`)),
    () =>
      change("migrations/user-context.md", (text) => text.replace(/status: \w+/, `status: ${other % 2 ? "active" : "planned"}`)),
    () => {
      const [first] = findIn(root).found.violations;
      const source = first ? `${first.file}\t${first.rule}\t1\tx` : "";
      write("migrations/.baseline/unified-ids.txt", other % 2 ? "" : source);
      return "wrote a baseline";
    },
    () => {
      rmSync(path.join(root, "migrations/.baseline"), { recursive: true, force: true });
      return "removed the baselines";
    },
  ];
  return actions[kind % actions.length]!();
}

function specifierOf(from: string, to: string): string {
  const relative = path.posix.relative(path.posix.dirname(from), to).replace(/\.ts$/, ".js");
  return relative.startsWith(".") ? relative : `./${relative}`;
}

/**
 * Makes edits one after the other, and compares a run with the cache with one without after each step: over all files, or with what is
 * asked in turns.
 */
export function expectSameAsCold(
  steps: readonly (readonly Edit[])[],
  turns: readonly Omit<CheckOptions, "cwd">[] = [{}],
): { readonly cached: number } {
  const repository = createRepository();
  let cached = 0;
  const said: string[] = [];
  try {
    for (const asked of turns) findCached(repository, asked);
    for (const step of steps) {
      said.push(...step.map((edit) => applyEdit(repository.root, edit)));
      for (const asked of turns) {
        const [warm, again] = [findCached, findCached].map((find) => outcomeOf(() => find(repository, asked)));
        cached += "cached" in again! ? again.cached : 0;
        const cold = outcomeOf(() => findIn(repository.root, asked));
        for (const kept of [warm!, again!])
          expect(withoutCached(kept), [...said, JSON.stringify(asked)].join("\n")).toEqual(withoutCached(cold));
      }
    }
    return { cached };
  } finally {
    repository.remove();
  }
}

type Outcome = ReturnType<typeof findIn> | { readonly error: string };

/** What a run finds, or why it can't run: an edit may move what a path names. */
function outcomeOf(run: () => ReturnType<typeof findIn>): Outcome {
  try {
    return run();
  } catch (error) {
    if (error instanceof UsageError) return { error: error.message };
    throw error;
  }
}

function withoutCached(outcome: Outcome): unknown {
  return "found" in outcome ? outcome.found : outcome;
}
