import { expect, test } from "vitest";
import { writeTree, type TreeContent } from "../../../../test/support/temporary-tree.js";
import { createTypeChecker } from "../create-type-checker.js";

const OPTIONS = { strict: true, target: "ES2022", lib: ["ES2022"], types: [], noEmit: true };
const BUNDLER = { ...OPTIONS, module: "ESNext", moduleResolution: "bundler" };
const NODE_NEXT = { ...OPTIONS, module: "NodeNext" };

interface Shape {
  readonly manifest: Readonly<Record<string, unknown>>;
  /** What the other package imports. */
  readonly specifier?: string;
  /** Where the source is, and what is built of it. */
  readonly source?: string;
  readonly built?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  /** More of the package's tsconfig. */
  readonly own?: Readonly<Record<string, unknown>>;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  types: { manifest: { main: "dist/index.js", types: "dist/index.d.ts" } },
  "types without an extension": { manifest: { main: "dist/index.js", types: "dist/index" }, built: "dist/index.d.ts" },
  "only main": { manifest: { main: "./dist/index.js" } },
  "main in a folder of its own kind": { manifest: { main: "./dist/cjs/index.js" }, built: "dist/cjs/index.d.ts" },
  "one export": { manifest: { type: "module", exports: "./dist/index.js" }, options: NODE_NEXT },
  "exports with conditions": {
    manifest: { type: "module", exports: { ".": { types: "./dist/index.d.ts", import: "./dist/index.js" } } },
    options: NODE_NEXT,
  },
  "exports of modules and of CommonJS": {
    manifest: {
      exports: {
        ".": {
          import: { types: "./dist/index.d.mts", default: "./dist/index.mjs" },
          require: { types: "./dist/index.d.cts", default: "./dist/index.cjs" },
        },
      },
    },
    built: "dist/index.d.mts",
  },
  "exports by a pattern": {
    manifest: { exports: { "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } } },
    specifier: "ids/deep/make",
    source: "src/deep/make.ts",
    built: "dist/deep/make.d.ts",
  },
  "types of versions": {
    manifest: { main: "dist/index.js", typesVersions: { "*": { "*": ["dist/*"] } } },
    specifier: "ids/make",
    source: "src/make.ts",
    built: "dist/make.d.ts",
  },
  "files that are all to be imported": {
    manifest: { main: "dist/index.js" },
    specifier: "ids/dist/make",
    source: "src/make.ts",
    built: "dist/make.d.ts",
  },
  "an output of the tsconfig's": {
    manifest: { types: "generated/types/index.d.ts" },
    source: "lib/index.ts",
    built: "generated/types/index.d.ts",
    own: { compilerOptions: { ...BUNDLER, noEmit: false, rootDir: "lib", outDir: "generated/types" }, include: ["lib"] },
  },
};

const TEXT = (type: string): string => `export declare const id: ${type};\n`;

function added({ manifest, specifier = "ids", source = "src/index.ts", built, options = BUNDLER, own }: Shape, isBuilt: boolean) {
  const declaration = built ?? "dist/index.d.ts";
  const files: Record<string, TreeContent> = {
    "ids/package.json": { name: "ids", ...manifest },
    "ids/tsconfig.json": own ?? { compilerOptions: options, include: ["src"] },
    [`ids/${source}`]: TEXT("string"),
    ...(isBuilt && { [`ids/${declaration}`]: TEXT("string") }),
    "app/package.json": { name: "app", type: "module" },
    "app/tsconfig.json": { compilerOptions: options, include: ["src"] },
    "app/src/use.ts": `import { id } from "${specifier}";\nexport const upper = id.toUpperCase();\n`,
    "node_modules/ids": { link: "../ids" },
  };
  const checker = createTypeChecker(writeTree(files), [`ids/${source}`, "app/src/use.ts"]);
  const verdict = checker.judge(new Map([[`ids/${source}`, TEXT("number")]]));
  checker.end();
  expect(checker.slow).toEqual([]);
  return verdict.added.map(({ file, code }) => `${file} TS${code}`);
}

test.each(Object.entries(SHAPES))("a change reaches those who import the built package by %s", (_, shape) => {
  expect(added(shape, true)).toEqual(["app/src/use.ts TS2339"]);
});

test.each(Object.entries(SHAPES).filter(([name]) => !name.startsWith("files that")))(
  "a change reaches those who import the package that is not built by %s",
  (_, shape) => {
    expect(added(shape, false)).toEqual(["app/src/use.ts TS2339"]);
  },
);

test("a package that is installed keeps its own declarations", () => {
  const files: Record<string, TreeContent> = {
    "tsconfig.json": { compilerOptions: BUNDLER, include: ["src"] },
    "node_modules/ids/package.json": { name: "ids", types: "dist/index.d.ts" },
    "node_modules/ids/dist/index.d.ts": TEXT("string"),
    "node_modules/ids/src/index.ts": TEXT("number"),
    "src/use.ts": 'import { id } from "ids";\nexport const upper = id;\n',
  };
  const checker = createTypeChecker(writeTree(files), ["src/use.ts"]);
  const text = 'import { id } from "ids";\nexport const upper: number = id;\n';
  expect(checker.judge(new Map([["src/use.ts", text]])).added.map(({ code }) => code)).toEqual([2322]);
  checker.end();
});
