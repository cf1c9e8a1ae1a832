import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, test } from "vitest";
import { publishedPackages } from "../../scripts/packages.mjs";
import { findTagFaults } from "../../scripts/release-tag.mjs";
import { linkDependencies, REPOSITORY } from "../support/copy-repository.js";
import { writeTree } from "../support/temporary-tree.js";

let root: string;

/** What a new version touches, in a repository of its own. */
beforeEach(() => {
  root = writeTree({});
  const listed = execFileSync(
    "git",
    ["ls-files", "--cached", "--others", "--exclude-standard", "package*.json", "*/*/package.json", ".npmrc", "CHANGELOG.md"],
    {
      cwd: REPOSITORY,
    },
  );
  const files = [
    ...listed.toString().trim().split("\n"),
    ...readdirSync(path.join(REPOSITORY, ".changeset")).map((file) => `.changeset/${file}`),
  ];
  for (const file of files.filter((each) => existsSync(path.join(REPOSITORY, each)))) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    cpSync(path.join(REPOSITORY, file), path.join(root, file));
  }
  linkDependencies(root);
  git("init", "--quiet", "--initial-branch", "main");
  commit();
});

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.test", ...args], { cwd: root });
}

function commit(): void {
  writeFileSync(path.join(root, ".gitignore"), "node_modules\n");
  git("add", "--all");
  git("commit", "--quiet", "--message", "As it is");
}

function makeVersion(): string {
  return execFileSync(process.execPath, [path.join(REPOSITORY, "scripts/release-version.mjs")], { cwd: root, encoding: "utf8" });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

const folders = [...publishedPackages().map(({ folder }) => path.relative(REPOSITORY, folder)), "packages/vscode"];

function versions(): Set<unknown> {
  const parsed = folders.map(
    (folder) => JSON.parse(read(`${folder}/package.json`)) as Record<string, Record<string, string> | string>,
  );
  const own = parsed.flatMap(({ dependencies = {}, devDependencies = {} }) =>
    Object.entries({ ...(dependencies as object), ...(devDependencies as object) }).flatMap(([name, range]) =>
      /^(?:@godwit\/|godwit$)/.test(name) ? [range] : [],
    ),
  );
  return new Set([...parsed.map(({ version }) => version), ...own]);
}

test("the first version is 0.1.0, its changelog is what the changeset says, and then its tag is ready", () => {
  const pending = readdirSync(path.join(root, ".changeset")).filter((file) => file.endsWith(".md"));
  if (pending.length === 0) return expect(findTagFaults(root, "v0.1.0")).toEqual([]);
  const [said] = pending.map((file) =>
    read(`.changeset/${file}`)
      .split(/^---\n/m)[2]!
      .trim(),
  );
  expect(findTagFaults(root, "v0.1.0")).toEqual([
    `Changesets are left (${pending.join(", ")}): run npm run release:version, and commit what it writes.`,
    "CHANGELOG.md says nothing of 0.1.0: run npm run release:version.",
  ]);

  expect(makeVersion()).toContain("git tag v0.1.0 && git push origin v0.1.0");
  expect(versions()).toEqual(new Set(["0.1.0"]));
  const [head, section] = read("CHANGELOG.md").split(/^## /m);
  expect(head).toContain("# Changes");
  expect(section).toMatch(/^0\.1\.0 \(\d{4}-\d\d-\d\d\)\n/);
  expect(section).toContain(said);
  expect(findTagFaults(root, "v0.1.0")).toEqual([]);
  expect(findTagFaults(root, "v0.2.0")).toEqual(["The tag is v0.2.0, and the packages have version 0.1.0: it would be v0.1.0."]);
});

test("a later change of one package gives all of them the next version, above the older one in the changelog", () => {
  if (readdirSync(path.join(root, ".changeset")).some((file) => file.endsWith(".md"))) makeVersion();
  writeFileSync(path.join(root, ".changeset/faster.md"), '---\n"godwit": minor\n---\n\nChecks take half as long.\n');
  writeFileSync(
    path.join(root, ".changeset/hover.md"),
    '---\n"godwit-vscode": patch\n---\n\nA hover says who owns a contract.\n',
  );
  commit();
  makeVersion();
  expect(versions()).toEqual(new Set(["0.2.0"]));
  expect(read("CHANGELOG.md")).toMatch(
    /^## 0\.2\.0 \(.*\)\n\nChecks take half as long\.\n\nA hover says who owns a contract\.\n\n## 0\.1\.0 \(/m,
  );
  expect(findTagFaults(root, "v0.2.0")).toEqual([]);
  const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, { version: string }> };
  expect(folders.map((folder) => lock.packages[folder]!.version)).toEqual(folders.map(() => "0.2.0"));
});

test("without a changeset there is nothing to release", () => {
  if (readdirSync(path.join(root, ".changeset")).some((file) => file.endsWith(".md"))) makeVersion();
  const changelog = read("CHANGELOG.md");
  expect(makeVersion).toThrow(/There is no changeset, so there is nothing to release/);
  expect(read("CHANGELOG.md")).toBe(changelog);
});
