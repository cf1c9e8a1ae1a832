import { hash } from "node:crypto";

/** A digest of a content: 22 letters, digits, `-` and `_`. */
export function digestOf(content: string | Uint8Array): string {
  // In one call: an object for each digest is slow to make, and slow to collect.
  return hash("sha256", content, "base64url").slice(0, 22);
}
