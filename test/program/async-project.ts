import type { PlannedCallerWave } from "../../packages/cli/src/migrate/waves/caller-waves.js";
import type { PlannedWave } from "../../packages/cli/src/migrate/waves/try-waves.js";

/** A call that blocks, and a contract that waits instead; a project may bring its own. */
export const ASYNC_FILES: Readonly<Record<string, string>> = {
  "src/files.ts":
    "export const readSync = (name: string): string => `text of ${name}`;\n" +
    "export const read = (name: string): Promise<string> => Promise.resolve(`text of ${name}`);\n",
  "migrations/ids.md":
    "---\ntitle: Nothing blocks\nimports:\n  read: ./src/files.ts\n  readSync: ./src/files.ts\n" +
    'rules:\n  no-deprecated-call:\n    replace: [{ match: "readSync($name)", with: "await read($name)" }]\n---\n\nWhy.\n',
};

/** What a wave says, line by line. */
export function describeAsync(waves: readonly PlannedWave[]): readonly string[] {
  return waves
    .filter((wave): wave is PlannedCallerWave => wave.kind === "async")
    .flatMap(({ sites, asked, functions, waits: calls, roots, freedByTests, takenBack }) => [
      `${sites.length} of ${asked} sites, ${functions.length} functions, ${calls.length} calls`,
      ...calls.filter(({ isOutside }) => isOutside).map(({ file, name }) => `outside: ${file} waits for ${name}`),
      ...roots.map(
        ({ name, file, frees, sites: own, reason, chain }) =>
          `root: ${name} in ${file} frees ${frees} of ${own}: ${reason} (${chain.join(" ← ")})`,
      ),
      ...(roots.some(({ isTest }) => isTest) ? [`tests free ${freedByTests} together`] : []),
      ...takenBack.map(({ name, reason }) => `taken back: ${name}: ${reason}`),
    ]);
}
