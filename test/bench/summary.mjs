// What the runs of the bench say: what each tool costs once and for each file, and what godwit adds to a lint with ESLint.
import { median } from "./measure.mjs";

const LINT = "ESLint, godwit";
const EMPTY = "ESLint, an empty rule";
const CHECK = "godwit check, cold";
const AGAIN = "godwit check, again";

/** The figures of one code base from runs over a part of it (`0 …` in the medians) and over all of it (`1 …`). */
export function summarise(name, [part, all], medians) {
  const tools = [...medians.keys()].filter((key) => key.startsWith("1 ")).map((key) => key.slice(2));
  const of = (size, tool) => medians.get(`${size} ${tool}`);
  const fitted = (costs) => fit([part.files, costs[0]], [all.files, costs[1]]);
  const rows = tools.map((tool) => {
    const { cpu, wall, memory, cpuOfRuns } = of(1, tool);
    const { once, perFile } = fitted([of(0, tool).cpu, cpu]);
    return { tool, cpu, cpuOfRuns, cpuOfPart: of(0, tool).cpuOfRuns, wall, memory, once, millisecondsPerFile: 1000 * perFile };
  });
  return {
    name,
    ...all,
    filesOfPart: part.files,
    rows,
    violations: { eslint: countLinted(of(1, LINT)), check: of(1, CHECK) && JSON.parse(of(1, CHECK).stdout).violations.length },
    cachedByCheck: of(1, AGAIN) && JSON.parse(of(1, AGAIN).stdout).files.cached,
    parsedByCheck: of(1, CHECK) && JSON.parse(of(1, CHECK).stdout).files.parsed,
    inESLint: of(1, LINT) && of(1, EMPTY) && addedTo(of, fitted),
  };
}

/** What godwit adds to a lint with one rule that does nothing: pair by pair, so that a machine that gets slower disturbs less. */
function addedTo(of, fitted) {
  const pairs = (size) => of(size, LINT).cpuOfRuns.map((cpu, run) => [cpu, of(size, EMPTY).cpuOfRuns[run]]);
  const percents = pairs(1).map(([linted, empty]) => 100 * (linted / empty - 1));
  const added = [0, 1].map((size) => median(pairs(size).map(([linted, empty]) => linted - empty)));
  const { once, perFile } = fitted(added);
  const base = fitted([of(0, EMPTY).cpu, of(1, EMPTY).cpu]);
  return { percent: median(percents), percents, once, percentPerFile: (100 * perFile) / base.perFile };
}

/** The line through two points: where it begins, and how it climbs. */
function fit([x0, y0], [x1, y1]) {
  const perFile = (y1 - y0) / (x1 - x0);
  return { once: y1 - perFile * x1, perFile };
}

/** In a checkout disable comments may name rules that nobody defines here, which ESLint reports too. */
function countLinted(run) {
  if (!run) return undefined;
  const messages = JSON.parse(run.stdout).flatMap((file) => file.messages);
  const isOfRule = ({ ruleId, message }) => ruleId !== null && !message.startsWith("Definition for rule ");
  return messages.filter((each) => each.fatal || isOfRule(each)).length;
}
