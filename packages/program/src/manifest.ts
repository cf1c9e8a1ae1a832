import path from "node:path";
import { readText } from "@godwit/core/disk";

/** What a folder's package.json says; undefined if there is none, or none that can be read. */
export function readManifest(folder: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const manifest: unknown = JSON.parse(readText(path.join(folder, "package.json"), "settings"));
    return typeof manifest === "object" && manifest !== null ? (manifest as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
