import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Gives a run of tests a temporary folder of its own, so that it leaves nothing behind, and the folder that godwit lists is short. */
export default function ownTemporaryFolder(): () => void {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-tests-")));
  process.env["TMPDIR"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
