import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createFileTree } from "../tree/file-tree.js";
import { findBeside } from "./find-beside.js";
import { createNativeResolver } from "./native-resolver.js";

const FILES = [
  ...[
    "a.ts",
    "a.js",
    "b.tsx",
    "b/index.ts",
    "c.js",
    "c.d.ts",
    "d.json",
    "d.ts",
    "e.config.ts",
    "e.config",
    "f",
    "f.ts",
    "g.mts",
    "g.mjs",
  ],
  ...[
    "h.jsx",
    "i.js.ts",
    "j.d.mts",
    "k/index.js",
    "k/package.json",
    "l.cts",
    "l.cjs",
    "m.ts/n.ts",
    "o.service.ts",
    "p.css",
    "q.vue",
  ],
  ...["sub/r.ts", "sub/index.ts", "sub/deep/s.ts", "t.js/index.ts", "u.ts", "v.tsx", "v.ts"],
  ...["y/index.js", "y/index.tsx", "y/index.d.ts", "z/index.json", "z1/index", "z1/index.ts", "z2/index.ts/a.ts", "z3/index.ts"],
  ...["z4.x/index.ts", "z5/index.d.ts", "z6/a.ts", "z7", "z7.vue/index.ts", "z8/index/index.ts"],
];
const LINKS = {
  "link.ts": "a.ts",
  links: "sub",
  "sub/up": "..",
  "dangling.ts": "nowhere.ts",
  "w.ts": "sub",
  "z3/index.tsx": "../a.ts",
  "z9/index.ts": "../a.ts",
};
const NAMES = [
  ...[
    "a",
    "b",
    "c",
    "d",
    "e",
    "e.config",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "o.service",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
  ],
  ...[
    "v",
    "w",
    "link",
    "dangling",
    "links/r",
    "sub",
    "sub/r",
    "sub/deep/s",
    "sub/up/a",
    "sub/deep/../r",
    "m.ts/n",
    "A",
    "index",
    "x/../a",
  ],
  ...["y", "z", "z1", "z2", "z3", "z4", "z4.x", "z5", "z6", "z7", "z8", "z9"],
];
const ENDINGS = [
  "",
  "/",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".ts",
  ".tsx",
  ".mts",
  ".d.ts",
  ".json",
  ".css",
  ".vue",
  "?raw",
  "#part",
  "/index",
  ".",
];
const FROMS = ["main.ts", "sub/main.ts", "links/main.ts", "sub/deep/main.ts", "nowhere/main.ts"];

let root = "";

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-beside-")));
  for (const file of FILES) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), file.endsWith(".json") ? "{}" : "");
  }
  mkdirSync(join(root, "z9"));
  for (const [file, target] of Object.entries(LINKS)) symlinkSync(target, join(root, file));
  writeFileSync(
    join(root, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { paths: { "./u": ["./v"], "*": ["./sub/*"] } } }),
  );
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("finds what the native resolver finds, wherever it finds anything", () => {
  const [tree, native] = [createFileTree(), createNativeResolver()];
  const found = FROMS.flatMap((from) =>
    NAMES.flatMap((name) =>
      ENDINGS.flatMap((ending) => ["./", "../", "./../", "", ".//"].map((start) => [from, start + name + ending] as const)),
    ),
  ).flatMap(([from, specifier]) => {
    const path = findBeside(tree, { from: join(root, from), specifier, inFolders: true });
    return path === undefined ? [] : [{ from, specifier, path }];
  });
  const differing = found.filter(({ from, specifier, path }) => native(join(root, from), specifier, []) !== path);
  expect(differing).toEqual([]);
  // It would be no help if it knew nothing.
  expect(found.length).toBeGreaterThan(200);
  expect(found.filter(({ specifier, path }) => path.includes("/index.") && !specifier.includes("index")).length).toBeGreaterThan(
    5,
  );
});
