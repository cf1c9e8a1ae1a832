/** Prints the figures of one code base as a table. */
export function printCorpus({ name, files, bytes, violations, parsedByCheck, rows, inESLint }) {
  console.log(`\n${name}: ${files} files, ${(bytes / 1e6).toFixed(1)} MB${describeFindings(violations, parsedByCheck)}\n`);
  const check = rows.find(({ tool }) => tool === "godwit check, cold");
  const lines = [
    ["", "CPU", "least to most", "once", "per file", "memory", ...(check ? ["times as much as check"] : [])],
    ...rows.map(({ tool, cpu, cpuOfRuns, once, millisecondsPerFile, memory }) => [
      tool,
      seconds(cpu),
      `${seconds(Math.min(...cpuOfRuns))} to ${seconds(Math.max(...cpuOfRuns))}`,
      seconds(once),
      `${signed(millisecondsPerFile.toFixed(2))} ms`,
      `${memory.toFixed(0)} MB`,
      ...(check ? [(cpu / check.cpu).toFixed(1)] : []),
    ]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join("  "));
  if (inESLint) console.log(`\n${describeAdded(inESLint)}`);
}

function describeFindings({ check }, parsed) {
  return check === undefined ? "" : `, ${check} violations; check parses ${parsed} files`;
}

function describeAdded({ percent, percents, once, percentPerFile }) {
  const spread = `${percentOf(Math.min(...percents))} to ${percentOf(Math.max(...percents))}`;
  return `In ESLint, over an empty rule: ${percentOf(percent)} (${spread}); of it ${seconds(once)} once, and ${percentOf(percentPerFile)} for each file.`;
}

function percentOf(number) {
  return `${signed(number.toFixed(1))} %`;
}

function seconds(number) {
  return `${signed(number.toFixed(2))} s`;
}

function signed(text) {
  return text.replace("-", "−");
}

/** What there is to reach: the row's name, how it is found from the CPU seconds of the tools, its lowest and its wanted value. */
const AIMS = [
  ["ESLint's bans ÷ check", (of) => of("ESLint, built-in bans").cpu / of(CHECK).cpu, "40", "60"],
  ["ast-grep ÷ check", (of) => of("ast-grep, the same bans").cpu / of(CHECK).cpu, "3", "6"],
  ["check again, over --version", (of) => of("godwit check, again").cpu - of("godwit --version").cpu, "0.25 s", "0.15 s"],
  ["check --staged, over Node", (of) => of("godwit check --staged").cpu - of("Node alone").cpu, "0.2 s", "0.12 s"],
  ["godwit in ESLint, over an empty rule, %", (_, { inESLint }) => inESLint.percent, "6", "4"],
  ["memory of check, MB", (of) => of(CHECK).memory, "200", "120"],
];
const CHECK = "godwit check, cold";

/** Prints what was measured of each code base beside what there is to reach: many hits, few hits, and other bans have bounds of their own. */
export function printAims(results) {
  const cells = (find) =>
    results.map((result) => {
      try {
        return find((tool) => result.rows.find((row) => row.tool === tool), result).toFixed(2);
      } catch {
        // A tool was left out.
        return "–";
      }
    });
  const lines = [
    ["", ...results.map(({ name }) => name), "floor", "aim"],
    ...AIMS.map(([name, find, floor, aim]) => [name, ...cells(find), floor, aim]),
  ];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  console.log("\nTo reach:\n");
  for (const line of lines)
    console.log(line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join("  "));
}
