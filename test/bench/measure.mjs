import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { pathToFileURL } from "node:url";

const PRELOAD = pathToFileURL(path.join(import.meta.dirname, "report-usage.mjs")).href;
/** GNU time, which tells the memory of a program that is not Node's as well. */
const TIME = "/usr/bin/time";

/** Runs a script in a process of its own: CPU seconds (user and system, all threads), wall seconds, peak memory in MiB, output. */
export async function measure(script, args, options) {
  // V8's parallel collectors spin while they wait for a core, so on a busy machine their CPU time says more of the machine.
  const command = [process.execPath, "--single-threaded-gc", "--import", PRELOAD, script, ...args];
  return measureCommand(command, options, (file) => {
    const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(readFileSync(file, "utf8"));
    return { cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 };
  });
}

/** Why programs other than Node's can't be measured here; undefined if they can. */
export const whyNoPrograms = existsSync(TIME) ? undefined : `there is no ${TIME} (GNU time) to measure it with`;

/** The same for any program, in hundredths of a second. */
export async function measureProgram(command, args, options) {
  return measureCommand([TIME, "-f", "%U %S %M", "-o", usageFileOf, command, ...args], options, (file) => {
    const [user, system, memory] = readFileSync(file, "utf8").trim().split("\n").at(-1).split(" ").map(Number);
    return { cpu: user + system, memory: memory / 1024 };
  });
}

/** How often the processes of a tree are looked at, in milliseconds. */
const LOOK_EVERY = 50;

/**
 * The same for a script of Node's with all processes that it starts, also those that nobody waits for, such as the compiler that it asks: CPU seconds of
 * all, and the most memory that they had at once. Linux only, by looking at them every 50 ms.
 */
export async function measureTree(script, args, { cwd, expect = [0, 1] }) {
  const started = performance.now();
  const child = spawn(process.execPath, ["--single-threaded-gc", script, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const cpu = new Map();
  let memory = 0;
  const timer = setInterval(() => {
    const now = treeOf(child.pid);
    for (const { id, seconds } of now) cpu.set(id, seconds);
    memory = Math.max(
      memory,
      now.reduce((sum, { mebibytes }) => sum + mebibytes, 0),
    );
  }, LOOK_EVERY);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  const code = await new Promise((resolve) => child.on("close", resolve));
  clearInterval(timer);
  if (!expect.includes(code)) throw new Error(`${script} ${args.join(" ")} exited with ${code}:\n${await stderr}`);
  const all = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
  return { cpu: all, memory, wall: (performance.now() - started) / 1000, code, stdout: await stdout };
}

/** A process and its descendants that live now, each without what its ended children used. */
function treeOf(root) {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        // Behind the name, which is in parentheses and may hold anything.
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ");
        const [parent, user, system, start, pages] = [1, 11, 12, 19, 21].map((index) => Number(fields[index]));
        const seconds = (user + system) / TICKS_PER_SECOND;
        return [{ pid: Number(pid), id: `${pid} ${start}`, parent, seconds, mebibytes: (pages * PAGE_BYTES) / 2 ** 20 }];
      } catch {
        return []; // It has ended.
      }
    });
  const own = new Set([root]);
  for (const pid of own) for (const each of all) if (each.parent === pid) own.add(each.pid);
  return all.filter(({ pid }) => own.has(pid));
}

/** Of Linux on all machines that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Stands for the file into which a command writes what it used. */
const usageFileOf = Symbol("usage file");

async function measureCommand(command, { cwd, expect = [0, 1] }, read) {
  const folder = mkdtempSync(path.join(tmpdir(), "godwit-usage-"));
  const usageFile = path.join(folder, "usage");
  try {
    const started = performance.now();
    const [program, ...args] = command.map((each) => (each === usageFileOf ? usageFile : each));
    const { code, stdout, stderr } = await run(program, args, cwd, usageFile);
    const wall = (performance.now() - started) / 1000;
    if (!expect.includes(code))
      throw new Error(
        `${command.filter((each) => typeof each === "string").join(" ")} exited with ${code}:\n${stderr || stdout}`,
      );
    return { ...read(usageFile), wall, code, stdout };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(program, args, cwd, usageFile) {
  const env = { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", GODWIT_BENCH_USAGE: usageFile };
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
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

/**
 * Measures each variant `runs` times, taking turns so that a busy machine disturbs all alike; gives back medians by name. A variant has a
 * `script` of Node's or another `program`, and `first` to run it once before.
 */
export async function measureInTurns(variants, runs, progress) {
  const results = new Map(variants.map(({ name }) => [name, []]));
  const measured = ({ script, program, args, options }) =>
    script === undefined ? measureProgram(program, args, options) : measure(script, args, options);
  for (const variant of variants) if (variant.first) await measured(variant);
  for (let turn = 1; turn <= runs; turn += 1) {
    for (const variant of variants) {
      progress(`${variant.name}, ${turn} of ${runs}`);
      results.get(variant.name).push(await measured(variant));
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
