// npm run pack:all -- DIR: packs all packages as they would be published, and the VS Code extension, into a folder.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { packExtension } from "../packages/vscode/package.mjs";
import { packPackages } from "./packages.mjs";

const [folder] = process.argv.slice(2);
if (folder === undefined || folder.startsWith("-")) {
  console.error("Say where the packages go: npm run pack:all -- ../godwit-packages");
  process.exitCode = 2;
} else {
  const destination = path.resolve(folder);
  mkdirSync(destination, { recursive: true });
  for (const { tarball } of packPackages(destination)) console.log(tarball);
  console.log(await packExtension(destination));
}
