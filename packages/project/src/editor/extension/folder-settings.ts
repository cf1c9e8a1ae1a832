import path from "node:path";
import { INLAY_HINT_SETTINGS, type InlayHintSetting } from "../inlay-hints.js";

/** What a person sets of godwit in an editor: in tsconfig's `plugins` entry, in the editor, or through an extension. */
export interface EditorSettings {
  /** `auto` shows them, unless an extension turns them off because ESLint shows the same ones. */
  readonly diagnostics: "auto" | "on" | "off";
  readonly inlayHints: InlayHintSetting;
}

const DEFAULTS: EditorSettings = { diagnostics: "auto", inlayHints: "new" };

/** The settings in `config`; missing or invalid ones come from `fallback`. */
export function readEditorSettings(config: unknown, fallback: EditorSettings = DEFAULTS): EditorSettings {
  const given = typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
  return {
    diagnostics: oneOf(["auto", "on", "off"], given["diagnostics"]) ?? fallback.diagnostics,
    inlayHints: oneOf(INLAY_HINT_SETTINGS, given["inlayHints"]) ?? fallback.inlayHints,
  };
}

/** The settings for one file; those of the innermost folder in `folders: [{ path, … }]`, which an extension may send, win. */
export function settingsForFile(file: string, config: unknown, fallback: EditorSettings): EditorSettings {
  const given = typeof config === "object" && config !== null ? (config as { readonly folders?: unknown }).folders : undefined;
  const folders = (Array.isArray(given) ? (given as readonly unknown[]) : []).filter(
    (each): each is { readonly path: string } =>
      typeof (each as { readonly path?: unknown } | null)?.path === "string" &&
      isBelow(file, (each as { readonly path: string }).path),
  );
  const [innermost] = folders.sort((a, b) => b.path.length - a.path.length);
  return readEditorSettings(innermost, readEditorSettings(config, fallback));
}

function isBelow(file: string, folder: string): boolean {
  const local = path.relative(folder, file);
  return local !== "" && !path.isAbsolute(local) && local.split(path.sep)[0] !== "..";
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}
