// npm run release:publish -- DIR: publishes the packed packages of a folder to npm, those first that others need. Versions that are there already are
// left alone, so a release that stopped half way goes on when it is run again.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { publishedPackages, tarballOf } from "./packages.mjs";

const [folder, ...flags] = process.argv.slice(2);
const missing =
  folder === undefined
    ? []
    : publishedPackages()
        .map(fileOf)
        .filter((file) => !existsSync(file));
if (folder === undefined || folder.startsWith("-"))
  fail("Say where the packed packages are: npm run release:publish -- ../godwit-packages");
else if (missing.length > 0) fail(`Not packed: ${missing.join(", ")}. Run npm run pack:all -- ${folder} first.`);
else for (const each of inOrder(publishedPackages())) if (!publish(each)) break;

function fail(message) {
  console.error(message);
  process.exitCode = 2;
}

function fileOf({ manifest }) {
  return path.resolve(folder, tarballOf(manifest));
}

/** What a package needs comes before it. */
function inOrder(packages) {
  const named = new Map(packages.map((each) => [each.manifest.name, each]));
  const ordered = new Set();
  const visit = (each) => {
    for (const name of Object.keys(each.manifest.dependencies ?? {})) if (named.has(name)) visit(named.get(name));
    ordered.add(each);
  };
  packages.forEach(visit);
  return [...ordered];
}

function publish(each) {
  const { name, version } = each.manifest;
  if (isPublished(name, version)) {
    console.log(`${name} ${version} is on npm already.`);
    return true;
  }
  const { status } = spawnSync("npm", ["publish", fileOf(each), ...flags], {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status === 0) return true;
  console.error(
    `${name} ${version} was not published; see what npm says above. Packages after it were not tried. Run this again once it is mended.`,
  );
  process.exitCode = 1;
  return false;
}

/** A version that npm does not know ends with E404; anything else that fails, like no network, is for npm publish to say. */
function isPublished(name, version) {
  const { status, stdout } = spawnSync("npm", ["view", `${name}@${version}`, "version"], {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return status === 0 && stdout.trim() === version;
}
