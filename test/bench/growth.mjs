// Part of npm run bench: how the cost of `godwit check` grows with one thing. Four times as much of it may cost at most five times the CPU, beyond
// what an empty run costs. Options: --runs N, --scale X, --only A,B.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { writeProject } from "../crash/contracts.mjs";
import { measureInTurns } from "./measure.mjs";

const GODWIT = path.join(REPOSITORY, "packages/cli/bin/godwit.mjs");
const MOST = 5;

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "3" }, scale: { type: "string", default: "1" }, only: { type: "string" } },
});

const lines = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join("");
const UUID = 'import { v4 } from "uuid";\n';

/** What grows: the file's text, or a contract's, for a count; and the count to begin with. */
const GROWING = {
  "findings in a file": { from: 4000, source: (count) => UUID + lines(count, (index) => `export const k${index}Id = v4();\n`) },
  "matches in a file": { from: 2000, source: (count) => lines(count, (index) => `foo(${index}, a.b);\n`) },
  "singletons with names": {
    from: 2000,
    source: (count) =>
      'import { Old } from "../lib/services.js";\n' +
      lines(count, (index) => `const s${index} = Old.getInstance(); s${index}.go();\n`),
  },
  "comments in a file": {
    from: 4000,
    source: (count) => UUID + lines(count, (index) => `// ${index}\nexport const k${index} = 1;\n`) + "v4();",
  },
  "disable comments": {
    from: 2000,
    source: (count) =>
      UUID + lines(count, (index) => `// eslint-disable-next-line ids/no-raw-uuid\nexport const k${index} = v4();\n`),
  },
  "one long line": { from: 4000, source: (count) => UUID + lines(count, (index) => `export const k${index}=v4();`) },
  "a bundle": {
    from: 1000,
    source: (count) =>
      UUID +
      lines(
        count,
        (index) =>
          `function q${index}(a,b,c){var d=a.b,e=foo(a,1);return d?e(b,c):function(x){return x.type==="started"?q${index}(x,d,{id:"x",f:c}):null}}`,
      ),
  },
  "imports of a module": {
    from: 1000,
    source: (count) =>
      lines(count, (index) => `import { a as a${index} } from "../lib/old.js";\n`) + lines(count, (index) => `a${index}();\n`),
  },
  "patterns on one name": {
    from: 500,
    source: () => lines(50, (index) => `old(${index}, 1);\n`),
    contract: (count) => ({
      rules: { "no-deprecated-call": { replace: Array.from({ length: count }, (_, index) => ({ match: `old(${index}, $x)` })) } },
    }),
  },
  "unknown keys": {
    from: 1000,
    source: () => "export {};\n",
    contract: (count) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, 1])),
  },
};

let isOver = false;
for (const [name, { from, source, contract }] of Object.entries(GROWING)) {
  if (options.only && !options.only.split(",").includes(name)) continue;
  const first = Math.round(from * Number(options.scale));
  const folders = [0, first, 4 * first].map((count) => {
    const folder = mkdtempSync(path.join(tmpdir(), "godwit-growth-"));
    writeProject(folder);
    mkdirSync(path.join(folder, "src"));
    writeFileSync(path.join(folder, "src/a.ts"), count === 0 ? "export {};\n" : source(count));
    if (contract && count > 0)
      writeFileSync(
        path.join(folder, "migrations/growing.md"),
        `---\n${JSON.stringify({ title: "Growing", ...contract(count) })}\n---\n`,
      );
    return folder;
  });
  try {
    const runs = folders.map((folder, index) => ({
      name: String(index),
      script: GODWIT,
      args: ["-C", folder, "check", "--format", "json"],
      options: { cwd: folder, expect: [0, 1, 2] },
    }));
    const medians = await measureInTurns(runs, Number(options.runs), () => {});
    const [empty, small, large] = runs.map((run) => medians.get(run.name).cpu);
    const ratio = (large - empty) / Math.max(small - empty, 0.02);
    isOver ||= ratio > MOST;
    const figures = `${(small - empty).toFixed(2)} s, ${(large - empty).toFixed(2)} s`;
    console.log(`${ratio > MOST ? "✖" : "✔"} ${name.padEnd(24)} × 4 costs × ${ratio.toFixed(1)}  (${first}: ${figures})`);
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
}
process.exitCode = isOver ? 1 : 0;
