import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { isFile } from "@godwit/core/disk";
import { findPackage } from "../plugin-at-work.js";

/** The command line that a project has installed. */
export interface InstalledGodwit {
  /** The script to run with Node. */
  readonly script: string;
  readonly version: string;
}

/** Finds the command line for a root (absolute path); undefined if there is none. */
export function findGodwit(root: string): InstalledGodwit | undefined {
  const found = findPackage(root, "godwit");
  const bin = found?.bin;
  const script = typeof bin === "string" ? bin : (bin as Readonly<Record<string, unknown>> | undefined)?.["godwit"];
  if (!found || typeof script !== "string") return undefined;
  const file = path.join(found.folder, script);
  return isFile(file) ? { script: file, version: found.version ?? "unknown" } : undefined;
}

/** How a run ended: what it printed, or a sentence that says why it printed nothing. */
export type GodwitEnd = { readonly out: string } | { readonly problem: string };

/** What to run. */
export interface GodwitRun {
  readonly godwit: InstalledGodwit;
  /** The root (absolute path) in which it runs. */
  readonly root: string;
  readonly args: readonly string[];
  /** Ends the process and all that it has started. */
  readonly signal: AbortSignal;
  readonly timeLimitMs: number;
}

/** More is no result: the largest patches that were seen have a hundredth of it. */
const MOST_CHARACTERS = 400_000_000;
const KEPT_CHARACTERS = 64 * 1024;
/** How long to wait for output after the end, in milliseconds: children of the process may hold the pipe open. */
const DRAIN_MS = 500;

/** Runs a project's own `godwit` in a process of its own, so that the editor stays quick and can end it at any time. */
export function runGodwit({ godwit, root, args, signal, timeLimitMs }: GodwitRun): Promise<GodwitEnd> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ problem: CANCELLED });
    // Electron is Node only if it is told so. A group of its own: what the process has started ends with it.
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1", NO_COLOR: "1" };
    const isGroup = process.platform !== "win32";
    const child = spawn(process.execPath, [godwit.script, ...args], {
      ...{ cwd: root, env, detached: isGroup, windowsHide: true },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const printed = { out: [] as string[], length: 0, err: "" };
    let why: string | undefined;
    const end = (problem: string): void => {
      why ??= problem;
      kill(child, isGroup);
    };
    const onAbort = (): void => end(CANCELLED);
    const onExit = (): void => kill(child, isGroup);
    signal.addEventListener("abort", onAbort, { once: true });
    process.once("exit", onExit);
    const timer = setTimeout(() => end(`godwit took more than ${timeLimitMs / 60_000} minutes, and was stopped.`), timeLimitMs);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed.out.push(text);
      printed.length += text.length;
      if (printed.length > MOST_CHARACTERS) end("godwit printed more than a result can have, and was stopped.");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed.err = (printed.err + text).slice(-KEPT_CHARACTERS);
    });
    let isDone = false;
    const finish = (problem: string | undefined): void => {
      if (isDone) return;
      isDone = true;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      process.off("exit", onExit);
      child.stdout.destroy();
      child.stderr.destroy();
      const failed = why ?? problem;
      resolve(failed === undefined ? { out: printed.out.join("") } : { problem: failed });
    };
    child.on("error", (error) => finish(`godwit can't be started: ${error.message}`));
    child.on("exit", (code, endedBy) => {
      const done = (): void => finish(code === 0 ? undefined : explain(printed.err, { code, endedBy, version: godwit.version }));
      child.on("close", done);
      setTimeout(done, DRAIN_MS);
    });
  });
}

/** Nothing has to be put back, as a dry run writes nothing. */
function kill(child: ChildProcess, isGroup: boolean): void {
  if (child.pid === undefined) return;
  try {
    process.kill(isGroup ? -child.pid : child.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

/** The problem of a run that a person has ended; nobody needs to be told. */
export const CANCELLED = "cancelled";

interface Ending {
  readonly code: number | null;
  readonly endedBy: string | null;
  readonly version: string;
}

function explain(err: string, { code, endedBy, version }: Ending): string {
  if (/unknown option/u.test(err))
    return `The godwit of this project (${version}) can't do this yet: npm install --save-dev godwit@latest.`;
  if (/heap out of memory|out of memory/iu.test(err))
    return "godwit ran out of memory. Give it more: start the editor with NODE_OPTIONS=--max-old-space-size=8192.";
  const last = err
    .trim()
    .split(/\n(?=godwit: )/u)
    .at(-1)!
    .trim();
  if (last !== "") return last.length > LONGEST_TEXT ? `${last.slice(0, LONGEST_TEXT)}…` : last;
  return endedBy === null ? `godwit ended with exit code ${code ?? "unknown"}.` : `godwit was ended by ${endedBy}.`;
}

/** What an editor's message has room for. */
const LONGEST_TEXT = 600;
