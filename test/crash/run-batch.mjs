import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const SCRIPT = path.join(import.meta.dirname, "examine-batch.mjs");
/** A batch takes a few seconds; one that hangs is examined file by file. */
const BATCH_MS = 300_000;
const FILE_CPU_S = 10;

/** Examines a project in a process of its own, so that a crash or a hang is a fault with the file's name. */
export function runBatch(folder, front) {
  const files = readdirSync(path.join(folder, "src"));
  const { outcome, why } = examine(folder, front, BATCH_MS);
  if (outcome) return { ...outcome, files: files.length };
  const faults = files.flatMap((file) => examineAlone(folder, file, front));
  return { faults: faults.length > 0 ? faults : [`all files together: ${why}`], found: 0, changed: 0, files: files.length };
}

function examineAlone(folder, file, front) {
  const alone = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-crash-")));
  try {
    cpSync(folder, alone, { recursive: true, filter: (from) => !from.includes("/src/") || path.basename(from) === file });
    const { outcome, why } = examine(alone, front, FILE_CPU_S * 1000);
    return outcome ? outcome.faults : [`${file}: ${why}`];
  } finally {
    rmSync(alone, { recursive: true, force: true });
  }
}

function examine(folder, front, timeout) {
  const options = { encoding: "utf8", maxBuffer: 1 << 28, timeout, killSignal: "SIGKILL" };
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, folder, front], options);
  if (status === 0) return { outcome: JSON.parse(stdout) };
  return {
    why:
      signal === "SIGKILL"
        ? `takes longer than ${timeout / 1000} s`
        : `${signal ?? `exit code ${status}`} ${stderr.slice(0, 400)}`,
  };
}
