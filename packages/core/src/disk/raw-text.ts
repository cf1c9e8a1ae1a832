import type { Buffer } from "node:buffer";

let last: { readonly bytes: Buffer; readonly raw: string } | undefined;

/** Bytes as a text of one character each, in which ASCII can be searched without decoding; made once for those who ask one after the other. */
export function rawTextOf(bytes: Buffer): string {
  if (last?.bytes !== bytes) last = { bytes, raw: bytes.toString("latin1") };
  return last.raw;
}
