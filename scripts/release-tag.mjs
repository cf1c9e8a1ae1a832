import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What keeps a repository from being released under a tag. */
export function findTagFaults(root, tag) {
  const { version } = JSON.parse(readFileSync(path.join(root, "packages/cli/package.json"), "utf8"));
  const pending = readdirSync(path.join(root, ".changeset")).filter((file) => file.endsWith(".md") && file !== "README.md");
  const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");
  return [
    ...(tag === `v${version}` ? [] : [`The tag is ${tag}, and the packages have version ${version}: it would be v${version}.`]),
    ...(pending.length > 0
      ? [`Changesets are left (${pending.join(", ")}): run npm run release:version, and commit what it writes.`]
      : []),
    ...(changelog.includes(`\n## ${version} (`) ? [] : [`CHANGELOG.md says nothing of ${version}: run npm run release:version.`]),
  ];
}
