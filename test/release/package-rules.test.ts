import { expect, test } from "vitest";
import { findDifferences, findFaults, type PackedPackage } from "../../scripts/package-rules.mjs";

const REPOSITORY = { type: "git", url: "git+https://github.com/godwit-dev/godwit.git", directory: "packages/a" };
const MANIFEST = {
  name: "@godwit/a",
  version: "0.1.0",
  description: "One",
  license: "MIT",
  homepage: "https://github.com/godwit-dev/godwit#readme",
  bugs: "https://github.com/godwit-dev/godwit/issues",
  repository: REPOSITORY,
  engines: { node: ">=20.19.0" },
  main: "./dist/index.js",
  types: "./dist/index.d.ts",
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  files: ["dist"],
  bin: { a: "./bin/a.mjs" },
  keywords: ["a"],
  dependencies: { "@godwit/core": "0.1.0", diff: "^9.0.0" },
  publishConfig: { access: "public", provenance: true },
};
const TEXTS = {
  "README.md": "",
  LICENSE: "",
  "dist/index.js":
    'import { b } from "./b.js";\nimport "node:fs";\nimport "path";\nexport * from "@godwit/core/disk";\nawait import("diff");\n',
  "dist/b.js": "",
  "dist/index.d.ts": 'export type { B } from "./b.js";\n',
  "dist/b.d.ts": "",
  "bin/a.mjs": "#!/usr/bin/env node\n",
};
const PUBLISHED = new Map([
  ["@godwit/a", "0.1.0"],
  ["@godwit/core", "0.1.0"],
]);

function faultsOf(manifest: object = {}, texts: Readonly<Record<string, string | undefined>> = {}, mode = 0o755): string[] {
  const all = Object.entries({ ...TEXTS, ...texts }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const files = all.map(([path]) => ({ path, mode: path.startsWith("bin/") ? mode : 0o644 }));
  const each: PackedPackage = {
    manifest: { ...MANIFEST, ...manifest },
    directory: "packages/a",
    files,
    read: (file) => Object.fromEntries(all)[file]!,
  };
  return findFaults(each, PUBLISHED);
}

test("a complete package has no fault", () => {
  expect(faultsOf()).toEqual([]);
});

test.each([
  ["keywords", '"keywords" is missing in package.json.'],
  ["license", '"license" is missing in package.json.'],
  ["repository", '"repository" is missing in package.json.'],
])("it misses %s", (key, fault) => {
  expect(faultsOf({ [key]: undefined })).toEqual([fault]);
});

test("engines without Node, and what npm publishes by itself in private or without its origin, are said", () => {
  expect(faultsOf({ engines: {} })).toEqual(['"engines" does not say which Node it needs.']);
  expect(faultsOf({ publishConfig: {} })).toEqual([
    '"publishConfig.access" is not "public", so npm would want to keep it private.',
    '"publishConfig.provenance" is not true, so nobody could see where it was built.',
  ]);
});

test("an origin that npm cannot prove is said", () => {
  expect(faultsOf({ repository: { ...REPOSITORY, url: "git@example.test:a.git", directory: "packages/b" } })).toEqual([
    '"repository.url" is git@example.test:a.git; npm proves an origin only for git+https://github.com/OWNER/NAME.git.',
    '"repository.directory" is packages/b, and the package is in packages/a.',
  ]);
});

test.each([
  [{ diff: "workspace:^" }, "it needs diff from workspace:^, which is only here."],
  [{ diff: "file:../diff" }, "it needs diff from file:../diff, which is only here."],
  [{ diff: "*" }, "it needs diff in any version: name a range."],
  [{ "@godwit/core": "0.0.9" }, "it needs @godwit/core 0.0.9, and 0.1.0 would be published."],
  [{ "@godwit/inside": "0.1.0" }, "it needs @godwit/inside, which is not published: bundle it, and move it to devDependencies."],
])("a dependency that nobody else can install is said: %o", (dependencies, fault) => {
  expect(faultsOf({ dependencies: { ...MANIFEST.dependencies, ...dependencies } })).toEqual([fault]);
});

test.each(["src/index.ts", "dist/a.test.js", "dist/index.ts", "test-support/b.js", "dist/.tsbuildinfo", "dist/.DS_Store"])(
  "%s stays out of a package",
  (file) => {
    expect(faultsOf({}, { [file]: "" })).toEqual([`${file} should not be published.`]);
  },
);

test.each(["LICENSE", "README.md", "dist/index.d.ts"])("%s must be in it", (file) => {
  expect(faultsOf({}, { [file]: undefined })).toEqual([
    `${file} is missing from the tarball; run npm run build, and see "files".`,
  ]);
});

test("an entry of exports that leads nowhere is said", () => {
  expect(faultsOf({ exports: { ...MANIFEST.exports, "./schema.json": "./schema/a.json" } })).toEqual([
    'schema/a.json is missing from the tarball; run npm run build, and see "files".',
  ]);
});

test("a program that cannot be run is said", () => {
  expect(faultsOf({}, {}, 0o644)).toEqual(["its program ./bin/a.mjs is not executable: chmod +x."]);
  expect(faultsOf({}, { "bin/a.mjs": "start();\n" })).toEqual([
    "its program ./bin/a.mjs does not begin with #!/usr/bin/env node.",
  ]);
  expect(faultsOf({ bin: { a: "./bin/gone.mjs" } })).toEqual([
    "its program a is ./bin/gone.mjs, which is missing from the tarball.",
  ]);
});

test.each([
  ["dist/b.js", 'import { build } from "esbuild";\n', "esbuild"],
  ["dist/b.js", 'export { build } from "@godwit/inside/build";\n', "@godwit/inside/build"],
  ["dist/b.js", 'const later = () => import("esbuild");\n', "esbuild"],
  ["dist/b.js", 'import { gone } from "./gone.js";\n', "./gone.js"],
  ["dist/b.d.ts", 'export type { Command } from "commander";\n', "commander"],
  ["dist/b.d.ts", 'import type { Gone } from "./gone.js";\n', "./gone.js"],
])("an import that is not there once it is installed is said: %s, %s", (file, text, specifier) => {
  expect(faultsOf({}, { [file]: text })).toEqual([
    `${file} imports ${specifier}, which would not be there once it is installed.`,
  ]);
});

test("packages that are released together have one version, one licence and one home", () => {
  expect(findDifferences([MANIFEST, MANIFEST])).toEqual([]);
  expect(findDifferences([MANIFEST, { ...MANIFEST, version: "0.2.0", license: "ISC" }])).toEqual([
    'The packages differ in "version": 0.1.0, 0.2.0.',
    'The packages differ in "license": MIT, ISC.',
  ]);
});

test("a peer that refuses what comes later is said", () => {
  expect(faultsOf({ peerDependencies: { typescript: ">=5.4.0" } })).toEqual([]);
  expect(faultsOf({ peerDependencies: { typescript: ">=5.4.0 <7" } })).toEqual([
    "it accepts typescript >=5.4.0 <7 only, so npm may not install it beside a later one.",
  ]);
});
