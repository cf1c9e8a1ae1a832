// npm start: shows what godwit does, on a copy of examples/chat-platform. `npm start -- --keep` leaves the copy for you to look at.
import path from "node:path";
import { styleText } from "node:util";
import { runExample } from "./example-run.mjs";
import { NEXT_COMMANDS, NEXT_FILES } from "./next-commands.mjs";

const { argv, env, stdout } = process;
const isKept = argv.includes("--keep");
const hasColour = env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stdout.isTTY === true && !env.NO_COLOR;
const paint = (style, text) => (hasColour ? styleText(style, text) : text);
const say = (text = "") => stdout.write(`${text}\n`);
const heading = (text) => say(`\n${paint("bold", text)}\n`);

/** Prints one line for each step: its title, then how long it took. */
async function step(title, work) {
  const started = performance.now();
  if (stdout.isTTY) stdout.write(`  ${paint("dim", "…")} ${title}`);
  const result = await work();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (stdout.isTTY) stdout.write("\r\u001b[2K");
  say(`  ${paint("green", "✔")} ${title} ${paint("dim", seconds)}`);
  return result;
}

function showContracts(before, after) {
  const width = Math.max(...before.contracts.map(({ id }) => id.length));
  say(paint("dim", `  ${"contract".padEnd(width)}  status    found   safe fix   to look at   left`));
  for (const contract of before.contracts) {
    const left = after.contracts.find(({ id }) => id === contract.id)?.violations ?? 0;
    const { id, status, violations, fixable, suggestible } = contract;
    const cells = [violations, fixable, suggestible, left].map(String);
    const [found, safe, look, rest] = [cells[0].padStart(5), cells[1].padStart(9), cells[2].padStart(11), cells[3].padStart(5)];
    const line = `  ${id.padEnd(width)}  ${status.padEnd(8)}  ${found}  ${safe}  ${look}  ${rest}`;
    say(status === "active" && violations > 0 ? line : paint("dim", line));
  }
}

/** Prints why the other violations are left, the most frequent reason first. */
function showRest({ violations }) {
  const reasons = new Map();
  for (const { level, reason } of violations.filter(({ level }) => level !== "fix")) {
    const key = `${level === "suggestion" ? "to look at" : "by hand"}: ${reason ?? "no reason given"}`;
    reasons.set(key, (reasons.get(key) ?? 0) + 1);
  }
  const sorted = [...reasons].sort(([, a], [, b]) => b - a);
  for (const [reason, count] of sorted.slice(0, 8)) say(`  ${String(count).padStart(3)}  ${reason}`);
  if (sorted.length > 8) say(paint("dim", `       and ${sorted.length - 8} more reasons`));
}

function showDiff(diff) {
  for (const line of diff
    .trimEnd()
    .split("\n")
    .filter((each) => !/^(?:index|---|\+\+\+) ?/.test(each))) {
    if (line.startsWith("diff ")) say(`  ${paint("bold", line.replace(/^diff --git a\/(\S+).*$/, "$1"))}`);
    else if (line.startsWith("@@")) say(paint("cyan", `  ${line}`));
    else if (line.startsWith("+")) say(paint("green", `  ${line}`));
    else if (line.startsWith("-")) say(paint("red", `  ${line}`));
    else say(`  ${line}`);
  }
  say();
}

const suggestions = ({ suggested }) =>
  suggested === 1 ? "the suggestion that a contract asks for" : `${suggested} suggestions that contracts ask for`;

const proof = ({ types, tests }) => `types ${types.ok ? "clean" : "broken"}, ${tests.passed} of ${tests.total} tests pass`;

function showNext(run) {
  const width = Math.max(...NEXT_COMMANDS.map(({ command }) => command.length), ...NEXT_FILES.map(({ file }) => file.length));
  const list = (title, lines) => {
    heading(title);
    for (const [what, why] of lines) say(`  ${paint("cyan", what.padEnd(width))}  ${paint("dim", why)}`);
  };
  list(
    "What to try next",
    NEXT_COMMANDS.map(({ command, why }) => [command, why]),
  );
  list(
    "What to read",
    NEXT_FILES.map(({ file, why }) => [file, why]),
  );
  if (isKept) say(`\n  The copy is ${run.directory}`);
}

async function main() {
  say(
    `${paint("bold", "godwit")} on ${path.join("examples", "chat-platform")}: a chat backend, half migrated, with nine contracts\n`,
  );
  const run = await runExample({ step });
  try {
    heading("What it found");
    showContracts(run.before.result, run.after.result);
    say(
      paint(
        "dim",
        "\n  Planned contracts are counted and not reported; a complete one has nothing left to find, and keeps it so.",
      ),
    );
    heading("How it says so");
    say(run.frames.trimEnd());
    heading(run.migrated.command);
    say(run.migrated.stdout.trimEnd());
    heading("godwit rollback");
    say(run.migrated.back.stdout.trimEnd());
    heading(`What it changed: ${run.stat.trim()}`);
    for (const diff of run.diffs) showDiff(diff);
    heading("What it left, and why");
    showRest(run.after.result);
    heading("Is it still right?");
    say(`  before  ${proof(run.proofBefore)}`);
    say(`  after   ${proof(run.proofAfter)}`);
    say(`  all     ${proof(run.proofAll)}`);
    say(
      paint(
        "dim",
        `\n  All: the planned contracts active too (${run.all.fixed} more fixes), and ${suggestions(run.all)} applied.`,
      ),
    );
    if (run.complaints.length === 0) {
      say(
        `\n${paint("green", "✔")} ${run.fixed.result.fixed} violations fixed, ${run.after.result.violations.length} left for people, nothing broken.`,
      );
      return showNext(run);
    }
    heading(paint("red", "This is not as it should be"));
    for (const complaint of run.complaints) say(`  ${paint("red", "✖")} ${complaint}`);
    process.exitCode = 1;
  } finally {
    if (!isKept) run.remove();
  }
}

await main();
