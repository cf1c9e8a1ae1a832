// npm run check, once all is built: two rows of checks side by side that take about as long as each other. Each prints what it has
// to say when it has ended; one that fails does not stop the others.
import { spawn } from "node:child_process";
import path from "node:path";
import { REPOSITORY } from "./packages.mjs";

const script = (file, ...args) => [process.execPath, file, ...args];
const ROWS = [
  [
    script("node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0"),
    script("node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"),
    script("scripts/check-packages.mjs"),
    script("scripts/generate.mjs", "--check"),
  ],
  [
    // Nothing is written here, and TypeScript 7 checks the tests in a quarter of the time that the build's 6 takes.
    script("node_modules/typescript-7/bin/tsc", "-p", "tsconfig.test.json"),
    script("node_modules/prettier/bin/prettier.cjs", "--check", ".", "--log-level", "warn"),
    script("node_modules/knip/bin/knip.js"),
    script("node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "packages", "--config", ".dependency-cruiser.cjs"),
  ],
];

async function check([program, ...args]) {
  const began = performance.now();
  const { code, output } = await outputOf(program, args);
  const [file, ...rest] = args;
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `── ${[path.basename(file), ...rest].join(" ")}: ${code === 0 ? "passed" : "failed"}, ${seconds} s\n${output.trim()}`,
  );
  return code === 0;
}

function outputOf(program, args) {
  return new Promise((done, fail) => {
    const started = spawn(program, args, { cwd: REPOSITORY, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [started.stdout, started.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
    started.on("error", fail).on("close", (code) => done({ code, output }));
  });
}

const rows = ROWS.map(async (row) => {
  let isPassed = true;
  for (const each of row) isPassed = (await check(each)) && isPassed;
  return isPassed;
});
process.exitCode = (await Promise.all(rows)).every(Boolean) ? 0 : 1;
