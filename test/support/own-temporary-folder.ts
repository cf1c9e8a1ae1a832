import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const NAME = "godwit-tests-";

/** Gives a run of tests a temporary folder of its own, so that it leaves nothing behind, and the folder that godwit lists is short. */
export default function ownTemporaryFolder(): (() => void) | undefined {
  // The projects of vitest.config.ts extend it, so vitest calls this once for each of them.
  if (path.basename(tmpdir()).startsWith(NAME)) return undefined;
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), NAME)));
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
