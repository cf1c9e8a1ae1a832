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

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}
