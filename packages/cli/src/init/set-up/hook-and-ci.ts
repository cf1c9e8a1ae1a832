import path from "node:path";
import { exists, findText, isFile, isFolder, listNames } from "@godwit/core/disk";
import type { FoundProject, PackageManager } from "../found-project.js";
import { advise, change, NOTHING, runCommand, type SetUpPart } from "./set-up-part.js";

const HUSKY = ".husky/pre-commit";
const WORKFLOW = ".github/workflows/migrations.yml";

/** Lets the hook that is there look at what is staged; where there is none it says what one would run. */
export function setUpHook(found: FoundProject): SetUpPart {
  const { root } = found;
  const command = runCommand(found, "check --staged");
  if (isFolder(path.join(root, ".husky"))) {
    const before = findText(path.join(root, HUSKY), "settings");
    if (before?.includes("godwit")) return NOTHING;
    const start = before === undefined || before === "" || before.endsWith("\n") ? (before ?? "") : `${before}\n`;
    return change({ file: HUSKY, before, after: `${start}${command}\n`, mode: 0o755 });
  }
  const lefthook = listNames(root).find((name) => /^\.?lefthook\.(?:ya?ml|toml|json)$/.test(name));
  if (lefthook !== undefined) {
    if (findText(path.join(root, lefthook), "settings")?.includes("godwit")) return NOTHING;
    return advise(`Add to the pre-commit jobs of ${lefthook}: run: ${command} --fix`);
  }
  return NOTHING;
}

/** Adds a stage to GitHub's CI; another CI is not touched, it says what to add. */
export function setUpCi(found: FoundProject): SetUpPart {
  const { root } = found;
  const steps = ["contracts validate", "check"].map((each) => runCommand(found, each));
  if (isFolder(path.join(root, ".github/workflows"))) {
    const folder = path.join(root, ".github/workflows");
    const isThere = listNames(folder).some((name) => findText(path.join(folder, name), "settings")?.includes("godwit"));
    if (isThere || exists(path.join(root, WORKFLOW))) return NOTHING;
    return change({ file: WORKFLOW, before: undefined, after: workflow(found) });
  }
  const other = [".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "Jenkinsfile"].find(
    (file) => isFile(path.join(root, file)),
  );
  if (other === undefined || findText(path.join(root, other), "settings")?.includes("godwit")) return NOTHING;
  return advise(`Add to ${other}, behind the step that installs packages:`, ...steps.map((step) => `  ${step}`));
}

/** The steps that install packages, by package manager. */
const INSTALLS: Readonly<Record<PackageManager, readonly string[]>> = {
  npm: ["- uses: actions/setup-node@v4", "  with: { node-version: 22, cache: npm }", "- run: npm ci"],
  pnpm: [
    "- uses: pnpm/action-setup@v4",
    "- uses: actions/setup-node@v4",
    "  with: { node-version: 22, cache: pnpm }",
    "- run: pnpm install --frozen-lockfile",
  ],
  yarn: [
    "- uses: actions/setup-node@v4",
    "  with: { node-version: 22 }",
    "- run: corepack enable",
    "- run: yarn install --immutable || yarn install --frozen-lockfile",
  ],
  bun: ["- uses: oven-sh/setup-bun@v2", "- run: bun install --frozen-lockfile"],
};

function workflow(found: FoundProject): string {
  const steps = [
    "- uses: actions/checkout@v4",
    "  with: { fetch-depth: 0 } # `baseline check` compares with the main branch",
    ...INSTALLS[found.packageManager],
    `- run: ${runCommand(found, "contracts validate")}`,
    `- run: ${runCommand(found, 'baseline check "origin/$GITHUB_BASE_REF"')}`,
    `- run: ${runCommand(found, 'check --format github --format "markdown=$GITHUB_STEP_SUMMARY"')}`,
  ];
  return [
    "name: migrations",
    "on: [pull_request]",
    "permissions:",
    "  contents: read",
    "jobs:",
    "  migrations:",
    "    runs-on: ubuntu-latest",
    "    steps:",
    ...steps.map((step) => `      ${step}`),
    "",
  ].join("\n");
}
