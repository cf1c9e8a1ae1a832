// npm run release:version: gives all packages the version that the changesets ask for, and moves their text into CHANGELOG.md.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const ROOT = process.cwd();
const CHANGELOG = path.join(ROOT, "CHANGELOG.md");
const CHANGESETS = createRequire(import.meta.url).resolve("@changesets/cli/bin.js");

// Read before anything is changed, so that a file that is not there leaves everything as it is.
const changelog = readFileSync(CHANGELOG, "utf8");
const texts = readTexts();
if (texts.length === 0) {
  console.error("There is no changeset, so there is nothing to release: describe the changes with npm run changeset.");
  process.exitCode = 1;
} else {
  const before = readVersion();
  execFileSync(process.execPath, [CHANGESETS, "version"], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  const version = readVersion();
  addSection(version, texts);
  if (version !== before) execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts", "--silent"], { cwd: ROOT });
  console.log(
    `CHANGELOG.md has ${version} now. Read it, commit everything, then: git tag v${version} && git push origin v${version}`,
  );
}

/** What the changesets say, without the list of packages above it. */
function readTexts() {
  const folder = path.join(ROOT, ".changeset");
  const files = readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md");
  return files.sort().map((file) =>
    readFileSync(path.join(folder, file), "utf8")
      .replace(/^---\n.*?\n---\n/s, "")
      .trim(),
  );
}

/** All packages have one version. */
function readVersion() {
  return JSON.parse(readFileSync(path.join(ROOT, "packages/cli/package.json"), "utf8")).version;
}

function addSection(version, parts) {
  const [date] = new Date().toISOString().split("T");
  const section = `## ${version} (${date})\n\n${parts.join("\n\n")}`;
  const [head, ...older] = changelog.split(/^(?=## )/m);
  writeFileSync(CHANGELOG, [head.trimEnd(), section, ...older.map((each) => each.trimEnd())].join("\n\n").trimEnd() + "\n");
}
