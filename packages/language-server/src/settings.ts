/** What an editor can set, as `initializationOptions`, or below `godwit` in its settings. */
export interface Settings {
  /** `auto`: not where the TypeScript plugin reports the same ones. `off`: fixes, hovers and hints stay. */
  readonly diagnostics: "auto" | "on" | "off";
  readonly inlayHints: "violations" | "all" | "off";
}

const DEFAULTS: Settings = { diagnostics: "auto", inlayHints: "violations" };

/** The settings that an editor sent, at the top or below `godwit`; what is missing comes from `fallback`, what is unknown is told to `complain`. */
export function readSettings(given: unknown, complain: (sentence: string) => void, fallback: Settings = DEFAULTS): Settings {
  const outer = asRecord(given);
  const own = asRecord(outer["godwit"] ?? given);
  const read = <Key extends keyof Settings>(key: Key, words: readonly Settings[Key][]): Settings[Key] => {
    if (own[key] === undefined) return fallback[key];
    const word = words.find((each) => each === own[key]);
    if (word === undefined) complain(`The setting ${key} is ${JSON.stringify(own[key])}; write one of ${words.join(", ")}.`);
    return word ?? fallback[key];
  };
  return {
    diagnostics: read("diagnostics", ["auto", "on", "off"]),
    inlayHints: read("inlayHints", ["violations", "all", "off"]),
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
