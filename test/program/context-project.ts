import type { PlannedCallerWave } from "../../packages/cli/src/migrate/waves/caller-waves.js";
import type { PlannedWave } from "../../packages/cli/src/migrate/waves/try-waves.js";

/** A singleton and a contract that passes it instead; a project may bring its own. */
export const CONTEXT_FILES: Readonly<Record<string, string>> = {
  "src/logger.ts":
    "export class Logger {\n  static #instance = new Logger();\n  static getInstance(): Logger {\n    return this.#instance;\n  }\n" +
    "  info(text: string): void {\n    void text;\n  }\n}\n",
  "migrations/ids.md":
    "---\ntitle: Loggers are passed\nimports:\n  Logger: ./src/logger.ts\nscope:\n  logger: { from: [logger, log, this.logger], type: Logger }\n" +
    "rules:\n  no-singleton-access:\n    classes: [Logger]\n    declarations: false\n    replace:\n" +
    "      - { match: Logger.getInstance(), with: $logger }\n---\n\nWhy.\n",
};

/** What a wave says, line by line. */
export function describeContext(waves: readonly PlannedWave[]): readonly string[] {
  return waves
    .filter((wave): wave is PlannedCallerWave => wave.kind === "context")
    .flatMap(({ sites, asked, signatures, calls, roots, freedByTests, takenBack }) => [
      `${sites.length} of ${asked} sites, ${signatures.length} functions, ${calls.length} calls`,
      ...signatures.flatMap(({ name, provided, listedIn }) =>
        provided === null ? [] : [`a container must provide ${provided} to ${name} of ${listedIn.join(", ") || "no list"}`],
      ),
      ...calls.filter(({ isOutside }) => isOutside).map(({ file, passes }) => `outside: ${file} passes ${passes}`),
      ...calls.filter(({ isRepeated }) => isRepeated).map(({ file, passes }) => `a test itself: ${file} passes ${passes}`),
      ...roots.map(
        ({ name, file, frees, sites: own, reason, chain, isTest, write }) =>
          `root: ${name} in ${file} frees ${frees} of ${own}: ${reason} (${chain.join(" ← ")})${write === null || !isTest ? "" : ` write ${write}`}`,
      ),
      ...(roots.some(({ isTest }) => isTest) ? [`tests free ${freedByTests} together`] : []),
      ...takenBack.map(({ name, reason }) => `taken back: ${name}: ${reason}`),
    ]);
}
