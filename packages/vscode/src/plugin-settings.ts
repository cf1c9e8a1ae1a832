import path from "node:path";

/** Who underlines violations: `auto` leaves it to ESLint's extension where that does it. */
export type Diagnostics = "auto" | "on" | "off";

/** A workspace folder, what is set for it, and the ESLint configs below it. */
export interface FolderSettings {
  /** Absolute path. */
  readonly path: string;
  readonly diagnostics: Diagnostics;
  /** Where ESLint's extension is on: its config files, and whether each has godwit in it. */
  readonly eslint: readonly { readonly path: string; readonly hasGodwit: boolean }[];
}

/** What the plugin is told; it falls back to tsconfig's entry for what is not said. */
export interface PluginSettings {
  /** The extension shows them itself. */
  readonly inlayHints: "off";
  readonly diagnostics?: Diagnostics;
  readonly folders: readonly PluginFolder[];
}

interface PluginFolder {
  readonly path: string;
  readonly diagnostics?: Diagnostics;
}

/** The plugin's settings for all folders of a window; `outside` is what is set for files in none of them. */
export function pluginSettings(outside: Diagnostics, folders: readonly FolderSettings[]): PluginSettings {
  const entries = folders.flatMap(entriesOf);
  if (outside === "auto") return { inlayHints: "off", folders: entries };
  // What is not said would mean what is said for the window.
  const all = entries.map((entry): PluginFolder => ({ diagnostics: "auto", ...entry }));
  return { inlayHints: "off", diagnostics: outside, folders: all };
}

function entriesOf({ path: folder, diagnostics, eslint }: FolderSettings): PluginFolder[] {
  if (diagnostics !== "auto") return [{ path: folder, diagnostics }];
  const seen = eslint.map(({ path: file, hasGodwit }): PluginFolder => {
    const below = path.dirname(file);
    // A folder whose own config lacks godwit may be inside one whose config has it.
    return hasGodwit ? { path: below, diagnostics: "off" } : { path: below };
  });
  return seen.some((each) => each.path === folder) ? seen : [{ path: folder }, ...seen];
}
