// Copies the API of TypeScript 7 into the package that asks it. As a dependency its `tsc` would take the place of the project's own: npm links
// the programs of all packages that it puts beside each other. Its compiler itself comes in packages without a `bin`, one for each platform.
import { cpSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { REPOSITORY } from "./packages.mjs";

const target = path.join(REPOSITORY, "packages/program");
const source = path.dirname(createRequire(path.join(target, "package.json")).resolve("typescript-7/package.json"));
const read = (folder) => JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));

const wanted = JSON.stringify(read(source).optionalDependencies, undefined, 2);
if (JSON.stringify(read(target).optionalDependencies, undefined, 2) !== wanted) {
  throw new Error(`packages/program/package.json has to list the compilers of TypeScript 7 as it does itself: ${wanted}`);
}
const copy = path.join(target, "dist/typescript-7");
rmSync(copy, { recursive: true, force: true });
for (const part of ["package.json", "LICENSE", "NOTICE.txt", "lib/getExePath.js", "dist", "vendor"]) {
  cpSync(path.join(source, part), path.join(copy, part), {
    recursive: true,
    filter: (file) => !/\.(?:d\.[cm]?ts|map)$/.test(file),
  });
}
