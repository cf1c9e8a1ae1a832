import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publishedPackages, REPOSITORY, tarballOf } from "../../scripts/packages.mjs";
import { createPlainProject, npm, temporaryFolder, type Consumer } from "./consumer.js";
import { expectReadmeWorks } from "./expectations.js";
import { readmeInstalls } from "./snippets.js";

const packed = temporaryFolder("packed");
let project: Consumer | undefined;

beforeAll(async () => {
  // What `npm run pack:all -- DIR` does after its build.
  execFileSync(process.execPath, [path.join(REPOSITORY, "scripts/pack-all.mjs"), packed], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const tarballs = readdirSync(packed).filter((name) => name.endsWith(".tgz"));
  project = await createPlainProject("eslint", ...tarballs.map((name) => path.join(packed, name)));
}, 240_000);

afterAll(() => {
  project?.remove();
  rmSync(packed, { recursive: true, force: true });
}, 60_000);

test("pack:all packs every published package and the VS Code extension", () => {
  const versionOf = (folder: string): string =>
    (JSON.parse(readFileSync(path.join(REPOSITORY, folder, "package.json"), "utf8")) as { version: string }).version;
  const tarballs = publishedPackages().map(({ manifest }) => tarballOf(manifest));
  const extension = `godwit-vscode-${versionOf("packages/vscode")}.vsix`;
  expect(readdirSync(packed).sort()).toEqual([...tarballs, extension].sort());
  expect(readFileSync(path.join(REPOSITORY, "README.md"), "utf8")).toContain(extension);
});

/** Each is the README's minute in a project as people have them; `specifier` is how such a project writes an import of src/ids.ts. */
const PROJECTS = [
  { name: "npm init", type: undefined, compilerOptions: undefined, specifier: "../ids" },
  { name: "CommonJS", type: "commonjs", compilerOptions: undefined, specifier: "../ids" },
  { name: "type module", type: "module", compilerOptions: undefined, specifier: "../ids.js" },
  { name: "NodeNext", type: "module", compilerOptions: { module: "nodenext" }, specifier: "../ids.js" },
  {
    name: "a bundler",
    type: "module",
    compilerOptions: { module: "preserve", moduleResolution: "bundler" },
    specifier: "../ids",
  },
];

test.each(PROJECTS)(
  "the README's minute works in a new project, with the packages as they would be published: $name",
  async ({ type, compilerOptions, specifier }) => {
    expect(readmeInstalls()).toEqual([
      ["install", "--save-dev", "eslint", "../godwit-packages/*.tgz"],
      ["install", "--save-dev", "eslint", "eslint-plugin-godwit", "godwit"],
    ]);
    const manifest = JSON.parse(readFileSync(path.join(project!.folder, "package.json"), "utf8")) as object;
    project!.write("package.json", JSON.stringify({ ...manifest, type }, null, 2));
    rmSync(path.join(project!.folder, "tsconfig.json"), { force: true });
    if (compilerOptions) project!.write("tsconfig.json", JSON.stringify({ compilerOptions }));
    await expectReadmeWorks(project!, process.execPath, { specifier });
  },
);

test("the README's minute works with the oldest ESLint that the packages take", async () => {
  await npm(project!.folder, "install", "--save-dev", "eslint@9.30.1");
  await expectReadmeWorks(project!, process.execPath, { specifier: "../ids" });
});
