import path from "node:path";

/** Whether to underline violations; `auto`: unless ESLint's extension does. */
export type Diagnostics = "auto" | "on" | "off";

/** A workspace folder, its setting, and the ESLint configs below it. */
export interface FolderSettings {
  /** Absolute path. */
  readonly path: string;
  readonly diagnostics: Diagnostics;
  /** ESLint's config files if its extension is on, and whether each contains godwit. */
  readonly eslint: readonly { readonly path: string; readonly hasGodwit: boolean }[];
}

/** The settings that are sent to the plugin; missing ones come from tsconfig's entry. */
export interface PluginSettings {
  /** The extension shows the hints itself. */
  readonly inlayHints: "off";
  /** The extension shows fixes and hovers itself too: tsserver's have neither an order nor links to commands. */
  readonly shownBy: "extension";
  readonly diagnostics?: Diagnostics;
  readonly folders: readonly PluginFolder[];
}

interface PluginFolder {
  readonly path: string;
  readonly diagnostics?: Diagnostics;
}

/** What the extension tells the language server; see the server's own settings. */
export interface ServerSettings {
  readonly diagnostics: "on" | "off";
  readonly inlayHints: "new" | "violations" | "all" | "off";
  /** Whether the server answers for source files too. */
  readonly sources: "on" | "off";
  readonly folders: readonly { readonly path: string; readonly diagnostics: "on" | "off" }[];
}

/** What the plugin leaves to the extension. */
export const LEFT_TO_EXTENSION = { inlayHints: "off", shownBy: "extension" } as const;

/** The plugin's settings for all folders of a window; `outside` is the setting for files in none of them. */
export function pluginSettings(outside: Diagnostics, folders: readonly FolderSettings[]): PluginSettings {
  const entries = folders.flatMap(entriesOf);
  if (outside === "auto") return { ...LEFT_TO_EXTENSION, folders: entries };
  // A folder without a setting would get the window's.
  const all = entries.map((entry): PluginFolder => ({ diagnostics: "auto", ...entry }));
  return { ...LEFT_TO_EXTENSION, diagnostics: outside, folders: all };
}

function entriesOf({ path: folder, diagnostics, eslint }: FolderSettings): PluginFolder[] {
  if (diagnostics !== "auto") return [{ path: folder, diagnostics }];
  const seen = eslint.map(({ path: file, hasGodwit }): PluginFolder => {
    const below = path.dirname(file);
    // A folder whose own config lacks godwit may be inside a folder whose config has it.
    return hasGodwit ? { path: below, diagnostics: "off" } : { path: below };
  });
  return seen.some((each) => each.path === folder) ? seen : [{ path: folder }, ...seen];
}

/** What the language server is told; it answers for sources only where no plugin can run. */
export function serverSettings(
  { diagnostics = "auto", folders }: PluginSettings,
  { inlayHints, hasPlugin }: { readonly inlayHints: ServerSettings["inlayHints"]; readonly hasPlugin: boolean },
): ServerSettings {
  // Its own `auto` asks the disk for the plugin, and here it is known whether one runs.
  const shown = (each: Diagnostics): "on" | "off" => (each === "off" ? "off" : "on");
  return {
    diagnostics: shown(diagnostics),
    inlayHints,
    sources: hasPlugin ? "off" : "on",
    folders: folders.map(({ path: folder, diagnostics: own = diagnostics }) => ({ path: folder, diagnostics: shown(own) })),
  };
}
