import { randomUUID } from "node:crypto";
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

/**
 * Replaces a file's bytes atomically, through a temporary file in the same folder; keeps mode and owner.
 * Returns false, and changes nothing, if the bytes on disk are no longer `expected`.
 */
export function replaceFile(file: string, expected: Buffer, bytes: Buffer): boolean {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.godwit-${randomUUID()}`);
  const { mode, uid, gid } = statSync(file);
  const handle = openSync(temporary, "wx", 0o600);
  try {
    try {
      writeFileSync(handle, bytes);
      keepOwner(handle, uid, gid);
      fchmodSync(handle, mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (!readFileSync(file).equals(expected)) {
      unlinkSync(temporary);
      return false;
    }
    renameSync(temporary, file);
    return true;
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // The temporary file was never made, or has been renamed already.
    }
    throw error;
  }
}

function keepOwner(handle: number, uid: number, gid: number): void {
  const now = fstatSync(handle);
  if (now.uid === uid && now.gid === gid) return;
  try {
    fchownSync(handle, uid, gid);
  } catch {
    // Only the superuser may change a file's owner; the content matters more.
  }
}
