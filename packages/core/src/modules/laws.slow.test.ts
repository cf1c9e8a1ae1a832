import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import fc from "fast-check";
import { ResolverFactory } from "oxc-resolver";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { fillTree, type TreeContent } from "../../../../test/support/temporary-tree.js";
import { createModules } from "./create-modules.js";

type Tree = Readonly<Record<string, TreeContent>>;

const names = fc.constantFrom("a", "b", "index", "user.service", "deep");
const folders = fc.constantFrom("", "src/", "src/a/", "src/deep/", "lib/", "packages/p/", "packages/p/src/", "packages/q/src/");
const extensions = fc.constantFrom(".ts", ".tsx", ".mts", ".cts", ".js", ".d.ts", ".json");
const files = fc.uniqueArray(
  fc.tuple(folders, names, extensions).map((parts) => parts.join("")),
  { minLength: 2, maxLength: 12 },
);
const aliases = fc.dictionary(
  fc.constantFrom("@/*", "~", "*", "@deep/*", "@s/*", "#x/*", "p"),
  fc.array(
    fc.constantFrom(
      "./src/*",
      "./src/deep/*",
      "./*",
      "./src/*/index.ts",
      "./src/*.service.ts",
      "./src/a.ts",
      "./packages/p/src",
      "./lib/*.js",
    ),
    { minLength: 1, maxLength: 2 },
  ),
  { maxKeys: 4 },
);
const manifest = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      type: fc.constantFrom("module", "commonjs"),
      main: fc.constantFrom("./src/a.ts", "./src/index.js", "./dist/a.js"),
      dependencies: fc.constantFrom({ p: "*" }, { q: "workspace:*" }),
      exports: fc.constantFrom<unknown>(
        "./src/a.ts",
        { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./*": "./dist/*.js" },
        { ".": "./src/index.ts", "./x": "./src/b.ts", "./f/*": "./src/*", "./f/b*": null },
      ),
      imports: fc.constantFrom<unknown>({ "#x/*": "./src/*.js", "#a": "./src/a.ts" }, { "#x/*": "./dist/*.js" }, { "#p": "p" }),
    },
    { requiredKeys: ["name"] },
  );
const config = fc.record(
  {
    baseUrl: fc.constantFrom(".", "./src"),
    paths: aliases,
    module: fc.constantFrom("nodenext", "esnext", "commonjs"),
    outDir: fc.constant("dist"),
    rootDir: fc.constant("src"),
    allowImportingTsExtensions: fc.boolean(),
  },
  { requiredKeys: [] },
);
const IMPORTERS = ["x.ts", "src/x.ts", "packages/p/src/x.ts", "packages/q/src/x.ts"];
const trees = fc
  .record({ files, root: manifest("root"), p: manifest("p"), config, inner: fc.option(config) })
  .map(({ files, root, p, config, inner }): Tree => ({
    ...Object.fromEntries([...IMPORTERS, ...files].map((file) => [file, ""])),
    "package.json": { ...root, workspaces: ["packages/*"] },
    "packages/p/package.json": p,
    "tsconfig.json": { compilerOptions: config },
    ...(inner ? { "packages/p/tsconfig.json": { compilerOptions: inner } } : {}),
  }));

const tails = ["", ".js", ".ts", "/index", "/index.js", ".mjs", ".json", "?raw"];
const heads = ["a", "b", "index", "user.service", "user", "deep", "deep/a", "src/a", "a/b", "x", "f/a", "gone"];
const leads = [
  "./",
  "../",
  "../src/",
  "../../",
  "../../src/",
  "@/",
  "@deep/",
  "@s/",
  "#x/",
  "p/",
  "p/src/",
  "root/",
  "",
  "packages/p/",
];
const specifiers = [
  ".",
  "..",
  "./",
  "../..",
  "p",
  "q",
  "root",
  "~",
  "#a",
  "#p",
  ...leads.flatMap((lead) => heads.flatMap((head) => tails.map((tail) => lead + head + tail))),
];

function inTree<T>(tree: Tree, use: (root: string) => T): T {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-laws-")));
  try {
    fillTree(root, tree);
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const someSpecifiers = fc.array(fc.constantFrom(...specifiers), { minLength: 60, maxLength: 80, size: "max" });
const sources = (tree: Tree) => Object.keys(tree).filter((path) => tree[path] === "");
const RUNS = 60;

describe("laws of the module service", () => {
  it("specifierFor gives only what resolves back to its target", () => {
    assertProperty(
      fc.property(
        trees,
        fc.array(fc.constantFrom(...specifiers), { maxLength: 4 }),
        fc.option(fc.constantFrom(...specifiers), { nil: undefined }),
        (tree, seen, instead) => {
          inTree(tree, (root) => {
            const modules = createModules({ root, parse: parseWithOxc });
            for (const from of sources(tree)) {
              for (const to of sources(tree)) {
                const target = modules.resolve(join(root, "x.ts"), `./${to}`);
                const habit = { specifiers: seen, commonJs: false, ...(instead === undefined ? {} : { instead }) };
                const answer = modules.specifierFor(join(root, from), target, habit);
                if ("refused" in answer) continue;
                expect([from, answer.specifier, modules.resolve(join(root, from), answer.specifier)]).toEqual([
                  from,
                  answer.specifier,
                  target,
                ]);
              }
            }
          });
        },
      ),
      RUNS,
    );
  });

  it("every specifier that resolves to a target contains one of its tokens", () => {
    assertProperty(
      fc.property(trees, someSpecifiers, (tree, specifiers) => {
        inTree(tree, (root) => {
          const modules = createModules({ root, parse: parseWithOxc });
          for (const from of IMPORTERS.map((path) => join(root, path))) {
            for (const specifier of specifiers) {
              const target = modules.resolve(from, specifier);
              const tokens = modules.tokensFor(target);
              const isHeld = tokens === undefined || tokens.some((token) => specifier.includes(token));
              if (!isHeld)
                expect.fail(
                  `${specifier} in ${relative(root, from)} is ${JSON.stringify(target)}, tokens ${JSON.stringify(tokens)}`,
                );
            }
          }
        });
      }),
      25,
    );
  });

  it("a specifier leads to the same module after its file is gone", () => {
    assertProperty(
      fc.property(trees, (tree) => {
        inTree(tree, (root) => {
          const modules = createModules({ root, parse: parseWithOxc });
          const from = join(root, "src/x.ts");
          const [gone] = sources(tree).filter((path) => !path.endsWith(".json"));
          if (gone === undefined) return;
          const target = modules.resolve(join(root, "x.ts"), `./${gone}`);
          const answer = modules.specifierFor(from, target, { specifiers: [], commonJs: false });
          if ("refused" in answer || target.kind !== "file" || join(root, gone) !== target.path) return;
          rmSync(target.path);
          modules.forget();
          const identity = modules.resolve(from, answer.specifier);
          const written = modules.resolveContractModule(`./${gone}`);
          // Another file may have been behind the first one; then both must see that.
          if (identity.kind === "missing" && written.kind === "missing")
            expect(modules.isSameModule(identity, written)).toBe(true);
        });
      }),
      RUNS,
    );
  });
});

describe("agreement with other resolvers", () => {
  it("finds by itself the file that oxc-resolver finds, wherever that finds one", () => {
    assertProperty(
      fc.property(trees, someSpecifiers, (tree, specifiers) => {
        inTree(tree, (root) => {
          const modules = createModules({ root, parse: parseWithOxc, native: () => undefined });
          const oxc = new ResolverFactory({
            tsconfig: "auto",
            extensions: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".d.ts", ".json"],
            extensionAlias: {
              ".js": [".ts", ".tsx", ".js", ".d.ts"],
              ".mjs": [".mts", ".mjs"],
              ".cjs": [".cts", ".cjs"],
              ".jsx": [".tsx", ".jsx"],
            },
            conditionNames: ["types", "import", "require", "node", "default"],
            mainFields: ["main"],
          });
          for (const from of IMPORTERS.map((path) => join(root, path))) {
            for (const specifier of specifiers) {
              const theirs = oxc.resolveFileSync(from, specifier).path?.replace(/\?.*$/, "");
              const ours = modules.resolve(from, specifier);
              if (theirs === undefined) continue;
              expect([relative(root, from), specifier, ours.kind === "file" ? relative(root, ours.path) : ours]).toEqual([
                relative(root, from),
                specifier,
                relative(root, theirs),
              ]);
            }
          }
        });
      }),
      40,
    );
  });
});
