import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's folder. */
export const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));

/** The packages that are published: folder and package.json. */
export function publishedPackages() {
  const folders = readdirSync(path.join(REPOSITORY, "packages")).map((name) => path.join(REPOSITORY, "packages", name));
  return folders
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) }))
    .filter(({ manifest }) => !manifest.private);
}

/** The file that npm packs a package into. */
export function tarballOf({ name, version }) {
  return `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;
}

/** Packs every published package into a folder; returns each with its tarball. */
export function packPackages(destination) {
  const packages = publishedPackages();
  const workspaces = packages.flatMap(({ manifest }) => ["--workspace", manifest.name]);
  const options = { cwd: REPOSITORY, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
  const args = ["pack", "--json", "--loglevel=error", "--pack-destination", destination, ...workspaces];
  const packed = Object.values(JSON.parse(execFileSync("npm", args, options)));
  return packages.map((each) => {
    const { files } = packed.find(({ name }) => name === each.manifest.name);
    return { ...each, tarball: path.join(destination, tarballOf(each.manifest)), files };
  });
}
