import path from "node:path";
import type { Engine } from "@godwit/core/engine";

/** A file such as `tsconfig.json` that could not be used: what it says of modules is missing, so that violations may be, too. */
export interface SettingsProblem {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly message: string;
  /** Whether a gate must not pass over it: nobody knows what is in it. */
  readonly isBlocking: boolean;
}

/** What an engine found so far to be wrong with files of settings; ask when the work is done. */
export function settingsProblems(engine: Engine): SettingsProblem[] {
  const { modules } = engine;
  return modules.settingsFaults().map((fault) => ({
    file: path.relative(modules.root, fault.path).replaceAll("\\", "/"),
    message: `The file can't be used: ${fault.reason}.`,
    isBlocking: !fault.isRead,
  }));
}
