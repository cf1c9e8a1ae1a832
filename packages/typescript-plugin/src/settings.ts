import path from "node:path";
import type { InlayHintSetting } from "@godwit/editor";

/** What a person sets in tsconfig's `plugins` entry, or an extension sends while the server runs. */
export interface Settings {
  /** `auto` shows them, unless an extension that sees ESLint show the same ones turns them off. */
  readonly diagnostics: "auto" | "on" | "off";
  readonly inlayHints: InlayHintSetting;
}

const DEFAULTS: Settings = { diagnostics: "auto", inlayHints: "violations" };

/** The settings in `config`, and `fallback` (or the default) for what it does not say or says wrong. */
export function readSettings(config: unknown, fallback: Settings = DEFAULTS): Settings {
  const given = typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
  return {
    diagnostics: oneOf(["auto", "on", "off"], given["diagnostics"]) ?? fallback.diagnostics,
    inlayHints: oneOf(["off", "violations", "all"], given["inlayHints"]) ?? fallback.inlayHints,
  };
}

/** The settings for one file: an extension may send others for some folders, in `folders: [{ path, … }]`; the innermost counts. */
export function settingsFor(file: string, config: unknown, fallback: Settings): Settings {
  const given = typeof config === "object" && config !== null ? (config as { readonly folders?: unknown }).folders : undefined;
  const folders = (Array.isArray(given) ? (given as readonly unknown[]) : []).filter(
    (each): each is { readonly path: string } =>
      typeof (each as { readonly path?: unknown } | null)?.path === "string" &&
      isBelow(file, (each as { readonly path: string }).path),
  );
  const [innermost] = folders.sort((a, b) => b.path.length - a.path.length);
  return readSettings(innermost, readSettings(config, fallback));
}

function isBelow(file: string, folder: string): boolean {
  const local = path.relative(folder, file);
  return local !== "" && !path.isAbsolute(local) && local.split(path.sep)[0] !== "..";
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}
