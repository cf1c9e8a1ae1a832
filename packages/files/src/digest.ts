import { createHash } from "node:crypto";

/** A digest of a content: 22 letters, digits, `-` and `_`. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 22);
}
