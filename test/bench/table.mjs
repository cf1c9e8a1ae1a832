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
