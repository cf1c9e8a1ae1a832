import { INLAY_HINT_SETTINGS, type EditorSettings } from "@godwit/project/editor";

/**
 * What an editor can set, as `initializationOptions`, or below `godwit` in its settings. `diagnostics: auto`: not where the TypeScript
 * plugin reports the same ones; `off`: fixes, hovers and hints stay.
 */
export interface Settings extends EditorSettings {
  /** `off`: only contract files are served, because the TypeScript plugin answers for sources. */
  readonly sources: "on" | "off";
  /** `vscode`: lenses and hovers may run the commands of the VS Code extension. */
  readonly commands: "own" | "vscode";
  /** Settings of single folders: `[{ path, diagnostics }]`; the innermost wins. */
  readonly folders: unknown;
}

const DEFAULTS: Settings = { diagnostics: "auto", inlayHints: "new", sources: "on", commands: "own", folders: undefined };

/** The settings that an editor sent, at the top or below `godwit`; what is missing comes from `fallback`, what is unknown is told to `complain`. */
export function readSettings(given: unknown, complain: (sentence: string) => void, fallback: Settings = DEFAULTS): Settings {
  const outer = asRecord(given);
  const own = asRecord(outer["godwit"] ?? given);
  const read = <Key extends Exclude<keyof Settings, "folders">>(key: Key, words: readonly Settings[Key][]): Settings[Key] => {
    if (own[key] === undefined) return fallback[key];
    const word = words.find((each) => each === own[key]);
    if (word === undefined) complain(`The setting ${key} is ${JSON.stringify(own[key])}; write one of ${words.join(", ")}.`);
    return word ?? fallback[key];
  };
  return {
    diagnostics: read("diagnostics", ["auto", "on", "off"]),
    inlayHints: read("inlayHints", INLAY_HINT_SETTINGS),
    sources: read("sources", ["on", "off"]),
    commands: read("commands", ["own", "vscode"]),
    folders: own["folders"] ?? fallback.folders,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
