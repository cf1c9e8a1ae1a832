import type { ProgramHost } from "@godwit/program";
import { isTestCode } from "@godwit/project";
import { findUsersBeside } from "./users-beside.js";
import type { WaveSetting } from "./wave.js";

/** Answers what every wave asks of the repository, and why a file may not be edited at all. */
export function programHost(setting: WaveSetting): ProgramHost & { editRefusal(file: string): string | undefined } {
  const { session, spared, read } = setting;
  const { interrupt } = session.host;
  const known = new Set(session.files.map((file) => file.path));
  return {
    read,
    isTest: (file) => isTestCode(file),
    usersBeside: (seen, asked) => findUsersBeside(setting, new Set(seen), asked),
    async breathe() {
      await interrupt.breathe();
      return interrupt.exitCode === undefined;
    },
    editRefusal(file) {
      if (!known.has(file)) return "its file is not one of the repository's sources";
      return spared.has(file) ? `${file} has changes that are not committed` : undefined;
    },
  };
}
