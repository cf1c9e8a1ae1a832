// npm start: shows what godwit does, on a copy of examples/chat-platform. `npm start -- --keep` leaves the copy for you to look at.
import path from "node:path";
import { styleText } from "node:util";
import { migrateExample } from "./example-migration.mjs";
import { NEXT_COMMANDS, NEXT_FILES } from "./next-commands.mjs";

const { argv, env, stdout } = process;
const isKept = argv.includes("--keep");
const hasColour = env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : stdout.isTTY === true && !env.NO_COLOR;
const paint = (style, text) => (hasColour ? styleText(style, text) : text);
const say = (text = "") => stdout.write(`${text}\n`);
const heading = (text) => say(`\n${paint("bold", text)}\n`);

/** Prints one line for each step: its title, what it came to, and how long it took. */
async function step(title, work, resultOf = () => "") {
  const started = performance.now();
  if (stdout.isTTY) stdout.write(`  ${paint("dim", "…")} ${title}`);
  const result = await work();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (stdout.isTTY) stdout.write("\r\u001b[2K");
  say(`  ${paint("green", "✔")} ${[title, resultOf(result), paint("dim", seconds)].filter((each) => each !== "").join("  ")}`);
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

/** How many edits each kind made that one file alone does not prove. */
function showAcross(migrations) {
  const waves = migrations.flatMap(({ report }) => report?.waves ?? []).filter(({ outcome }) => outcome === "kept");
  const typed = waves.filter(({ kind }) => kind === "typed");
  const count = (key) => typed.reduce((sum, wave) => sum + (wave[key]?.length ?? 0), 0);
  const files = new Set(waves.flatMap((wave) => wave.files));
  say(
    `  ${count("annotations")} places took their types and ${count("wraps")} values were wrapped where they enter, in ${files.size} files;`,
  );
  say(`  ${waves.length - typed.length} times a function took a context, or became async, with its callers.`);
}

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
  const run = await migrateExample({ step });
  try {
    const { before, after, proof, migrations, complaints } = run;
    heading("What it found, and what is left");
    showContracts(before, after);
    say(
      paint(
        "dim",
        "\n  Planned contracts are counted and not reported; a complete one has nothing left to find, and keeps it so.",
      ),
    );
    heading("How it said so");
    say(run.frames.trimEnd());
    heading(`What it changed: ${run.stat.trim()}`);
    for (const diff of run.diffs) showDiff(diff);
    heading("Across files");
    showAcross(migrations);
    heading("What it left, and why");
    showRest(after);
    heading("Is it still right?");
    say(`  types ${proof.types.ok ? "clean" : "broken"}, ${proof.tests.passed} of ${proof.tests.total} tests pass`);
    if (complaints.length === 0) {
      const [all, left] = [before, after].map(({ violations }) => violations.length);
      say(`\n${paint("green", "✔")} ${all - left} of ${all} violations migrated, ${left} left for people, nothing broken.`);
      return showNext(run);
    }
    heading(paint("red", "This is not as it should be"));
    for (const complaint of complaints) say(`  ${paint("red", "✖")} ${complaint}`);
    process.exitCode = 1;
  } finally {
    if (!isKept) run.remove();
  }
}

await main();
