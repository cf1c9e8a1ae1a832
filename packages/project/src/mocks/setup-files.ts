import path from "node:path";
import type { ListedFile } from "../files/list-files.js";
import { readSource } from "../files/read-source.js";

/** A file that the test runner loads before each test file of a folder, and before that one's mocks. */
export interface SetupFile {
  /** Relative to the root. */
  readonly file: string;
  /** Relative to the root; "" for all of it. */
  readonly folder: string;
}

const CONFIGS = /(?:^|\/)(?:vite|vitest|jest)(?:\.[\w-]+)*\.[cm]?[jt]s$/u;
const SETUPS = /\bsetupFiles(?:AfterEnv|AfterEach)?["']?\s*[:=]\s*(\[[^\]]*\]|["'`][^"'`\n]+["'`])/gu;
const ENDINGS = ["", ".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".cjs"];

/** Reads the setup files that the configurations of Vitest and Jest name; names that code computes are not seen. */
export function findSetupFiles(root: string, files: readonly ListedFile[]): SetupFile[] {
  const listed = new Set(files.map((file) => file.path));
  const folders = new Set(files.flatMap((file) => foldersOf(file.path)));
  const packages = [...folders].map((folder) => path.posix.join(folder, "package.json"));
  const configs = [...files.map((file) => file.path).filter((file) => CONFIGS.test(file)), ...packages];
  return configs.flatMap((config) => {
    const absolute = path.join(root, config);
    const read = readSource(absolute);
    if (read.kind !== "text") return [];
    const folder = path.posix.dirname(config) === "." ? "" : path.posix.dirname(config);
    return namesIn(read.text).flatMap((name): SetupFile[] => {
      const target = path.posix.join(folder, name.replace(/^<rootDir>\//u, ""));
      const file = ENDINGS.map((ending) => target + ending).find((each) => listed.has(each));
      return file === undefined ? [] : [{ file, folder }];
    });
  });
}

/** Whether a setup file is loaded for a test. */
export function isSetUpBy(test: string, { folder }: SetupFile): boolean {
  return folder === "" || test.startsWith(`${folder}/`);
}

function namesIn(text: string): string[] {
  return [...text.matchAll(SETUPS)].flatMap(([, list = ""]) =>
    [...list.matchAll(/["'`]([^"'`\n]+)["'`]/gu)].map(([, name = ""]) => name),
  );
}

/** The folders above a file: `packages/a/src`, `packages/a`, `packages` and the root. */
function foldersOf(file: string): string[] {
  const folder = path.posix.dirname(file);
  return folder === "." ? [""] : [folder, ...foldersOf(folder)];
}
