import path from "node:path";
import type { Contract } from "@godwit/core/contracts";
import { exists, findText, isFile, isFolder, listNames } from "@godwit/core/disk";
import { printable } from "../../reporters/printable.js";
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

const FILE = "AGENTS.md";
const BEGIN = "<!-- godwit:begin, kept by godwit init --agents -->";
const END = "<!-- godwit:end -->";
/** Agents read the file for each task: more contracts, and longer texts, are left to the tools. */
const MOST_CONTRACTS = 12;
const MOST_MOVES = 3;
const LONGEST = 90;

/** Writes what the contracts want into AGENTS.md, between two marks; the rest of the file is nobody's business. */
export function setUpAgents(found: FoundProject, contracts: readonly Contract[]): SetUpPart {
  const before = findText(path.join(found.root, FILE), "settings");
  const eol = before?.includes("\r\n") ? "\r\n" : "\n";
  const section = sectionFor(found, contracts).join(eol);
  if (before === undefined) return change({ file: FILE, before, after: `${section}\n` });
  const [start, end] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (start < 0 && end < 0)
    return change({ file: FILE, before, after: `${before.trimEnd()}${before.trim() === "" ? "" : eol + eol}${section}${eol}` });
  const isWhole = start >= 0 && end > start && before.indexOf(BEGIN, start + 1) < 0 && before.indexOf(END, end + 1) < 0;
  if (!isWhole) return advise(`${FILE} has a mark of godwit without its other one, or twice: leave one pair, or none.`);
  return change({ file: FILE, before, after: before.slice(0, start) + section + before.slice(end + END.length) });
}

function sectionFor(found: FoundProject, contracts: readonly Contract[]): string[] {
  const open = contracts.filter(({ status }) => status !== "planned");
  const listed = open.slice(0, MOST_CONTRACTS);
  return [
    BEGIN,
    "",
    "## Migrations",
    "",
    `Some ways of writing code are on their way out here. Write new code the new way; what is quoted below comes from \`${found.directory}/*.md\`.`,
    "",
    ...listed.map((contract) => lineFor(contract)),
    ...(open.length > listed.length
      ? [`- and ${open.length - listed.length} more: \`${runCommand(found, "contracts list")}\``]
      : []),
    "",
    `- Before you finish: \`${runCommand(found, "check --changed")}\`; with \`--fix\` it does what is safe.`,
    `- Why is this reported? \`${runCommand(found, "explain FILE:LINE")}\``,
    `- As tools, also for text that is not saved: \`${runCommand(found, "mcp")}\``,
    "- Do not disable a rule, and do not write a baseline, to get rid of a report.",
    "",
    END,
  ];
}

function lineFor({ id, title, why, rules }: Contract): string {
  const moves = Object.values(rules).flatMap((option) => movesOf(option));
  const shown = [...new Set(moves)].slice(0, MOST_MOVES);
  const told = shown.length > 0 ? shown.join("; ") : why === undefined ? "" : `"${plain(why)}"`;
  return `- **${id}**: "${plain(title)}"${told === "" ? "" : `: ${told}`}`;
}

/** What the entries of a rule's option replace, whatever the rule: `match` by `with`, `from` by `to`. */
function movesOf(option: unknown): string[] {
  const entries: unknown = Array.isArray(option) ? option : (option as { replace?: unknown } | null)?.replace;
  return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown): string[] => {
    const { match, with: written, from, to, name, as } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    const first: unknown = Array.isArray(written) ? written[0] : written;
    if (typeof match === "string" && typeof first === "string") return [`not ${code(match)} but ${code(first)}`];
    if (typeof first === "string") return [`write ${code(first)}`];
    const what = typeof name === "string" ? `${name} of ` : "";
    if (typeof from !== "string") return [];
    // A rename within a module has no `to`.
    const instead = typeof as === "string" ? `${as} of ${typeof to === "string" ? to : from}` : to;
    return [`not ${code(`${what}${from}`)}${typeof instead === "string" ? ` but ${code(instead)}` : ""}`];
  });
}

/** Text of a contract as one line that is only text: no mark, no tag, no fence ends in it. */
function plain(text: string): string {
  const line = printable(text)
    .replaceAll(/[`<>"*[\]|\\]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

function code(text: string): string {
  const line = printable(text)
    .replaceAll(/[`]|<!--|-->/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return `\`${line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`}\``;
}
