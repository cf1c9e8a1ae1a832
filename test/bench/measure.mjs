import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const PRELOAD = pathToFileURL(path.join(import.meta.dirname, "report-usage.mjs")).href;

/** Runs a script in a process of its own: CPU seconds (user and system, all threads), wall seconds, peak memory, output. */
export async function measure(script, args, { cwd, expect = [0, 1] }) {
  const folder = mkdtempSync(path.join(tmpdir(), "godwit-usage-"));
  const usageFile = path.join(folder, "usage.json");
  try {
    const started = performance.now();
    const { code, stdout, stderr } = await run(script, args, cwd, usageFile);
    const wall = (performance.now() - started) / 1000;
    if (!expect.includes(code))
      throw new Error(`${path.basename(script)} ${args.join(" ")} exited with ${code}:\n${stderr || stdout}`);
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(usageFile, "utf8"));
    return { cpu: (userCPUTime + systemCPUTime) / 1e6, wall, memory: maxRSS / 1024, code, stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(script, args, cwd, usageFile) {
  const env = { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", GODWIT_BENCH_USAGE: usageFile };
  // V8's parallel collectors spin while they wait for a core, so on a busy machine their CPU time says more of the machine.
  const child = spawn(process.execPath, ["--single-threaded-gc", "--import", PRELOAD, script, ...args], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", async (code) => resolve({ code, stdout: await stdout, stderr: await stderr }));
  });
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The middle of some numbers. */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Measures each variant `runs` times, taking turns so that a busy machine disturbs all alike; gives back medians by name. */
export async function measureInTurns(variants, runs, progress) {
  const results = new Map(variants.map(({ name }) => [name, []]));
  for (let turn = 1; turn <= runs; turn += 1) {
    for (const { name, script, args, options } of variants) {
      progress(`${name}, ${turn} of ${runs}`);
      results.get(name).push(await measure(script, args, options));
    }
  }
  return new Map(
    [...results].map(([name, list]) => {
      const of = (key) => median(list.map((each) => each[key]));
      return [
        name,
        { cpu: of("cpu"), wall: of("wall"), memory: of("memory"), cpuOfRuns: list.map(({ cpu }) => cpu), stdout: list[0].stdout },
      ];
    }),
  );
}
