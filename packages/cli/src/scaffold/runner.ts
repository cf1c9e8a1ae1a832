import path from "node:path";
import { isRecord, type FileTree } from "@godwit/core/modules";

/** What a project runs its tests with, and what its code is written in. */
export interface ProjectHabits {
  readonly runner: "vitest" | "jest" | "mocha" | "node:test";
  readonly isTypeScript: boolean;
  /** `commonjs`: `require`, where nothing translates imports. */
  readonly format: "module" | "commonjs";
  /** With its dot. */
  readonly extension: ".ts" | ".js" | ".mjs";
  /** The command that runs one test file. */
  readonly testCommand: string;
  /** Folder of the code: `src` where there is one. */
  readonly sources: string;
  /** Folder of the tests. */
  readonly tests: string;
}

/** Reads package.json and the folders of a root. */
export function readHabits(tree: FileTree, root: string): ProjectHabits {
  const json = tree.json(path.join(root, "package.json"));
  const data = isRecord(json) ? json : {};
  const packages = new Set(
    [data["dependencies"], data["devDependencies"]].flatMap((each) => (isRecord(each) ? Object.keys(each) : [])),
  );
  const known = (["vitest", "jest", "mocha"] as const).find((name) => packages.has(name));
  const runner = known ?? "node:test";
  const hasTypes = packages.has("typescript") || tree.isFile(path.join(root, "tsconfig.json"));
  const isTypeScript = hasTypes && runsTypeScript(runner, packages);
  const isModule = data["type"] === "module";
  const translates = [...packages].some((name) => /^(?:babel-jest|@babel\/preset-env|ts-jest|@swc\/jest)$/.test(name));
  const format = runner === "jest" && !isModule && !isTypeScript && !translates ? "commonjs" : "module";
  const extension = isTypeScript ? ".ts" : isModule || runner === "jest" ? ".js" : ".mjs";
  return {
    ...{ runner, isTypeScript, format, extension },
    testCommand: COMMANDS[runner](packages.has("tsx") && isTypeScript),
    sources: tree.isDirectory(path.join(root, "src")) ? "src" : tree.isDirectory(path.join(root, "lib")) ? "lib" : "src",
    tests: ["tests", "test"].find((name) => tree.isDirectory(path.join(root, name))) ?? "tests",
  };
}

const COMMANDS = {
  vitest: () => "npx vitest run",
  jest: () => "npx jest",
  mocha: (isTyped: boolean) => (isTyped ? "npx mocha --import tsx" : "npx mocha"),
  "node:test": (isTyped: boolean) => (isTyped ? "node --import tsx --test" : "node --test"),
} as const;

/** Whether the runner reads TypeScript as the project is set up; else the scaffold is JavaScript. */
function runsTypeScript(runner: ProjectHabits["runner"], packages: ReadonlySet<string>): boolean {
  if (runner === "vitest") return true;
  if (runner === "jest") return ["ts-jest", "@swc/jest", "@babel/preset-typescript"].some((name) => packages.has(name));
  return packages.has("tsx");
}
