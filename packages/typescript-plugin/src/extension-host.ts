import path from "node:path";
import { findText } from "@godwit/core/disk";

/** How long an extension has to send its settings, in milliseconds; it may have failed to start. */
export const LONGEST_SILENCE = 10_000;

const EXTENSION = "godwit-vscode";

/**
 * Whether the server was started by an editor with godwit's extension, which underlines and explains itself: its settings come after the
 * first files were opened, and until then both would show the same.
 */
export function isExtensionComing(serverArguments: readonly string[]): boolean {
  const folders = serverArguments[serverArguments.indexOf("--pluginProbeLocations") + 1] ?? "";
  return folders.split(",").some((folder) => nameIn(folder) === EXTENSION);
}

function nameIn(folder: string): unknown {
  try {
    const manifest: unknown = JSON.parse(findText(path.join(folder, "package.json"), "settings") ?? "{}");
    return (manifest as { readonly name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}
