/** A step into the data of a front matter. */
export type PathStep = string | number;

/** A problem before it has a position: where in the data, what, and what to write instead. */
export interface Finding {
  readonly path: readonly PathStep[];
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** Points at the key of the path's last step instead of its value. */
  readonly atKey?: boolean;
}

/** A finding that keeps the contract from working. */
export function errorAt(path: readonly PathStep[], code: string, message: string): Finding {
  return { path, code, severity: "error", message };
}

/** A finding that a person should check; the contract works anyway. */
export function warningAt(path: readonly PathStep[], code: string, message: string): Finding {
  return { path, code, severity: "warning", message };
}

/** A value as a message shows it: short, on one line, `nothing` for null. */
export function show(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** The value as an object with keys, or undefined. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
}

/** The value as a list; empty if it is none. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The strings of a string or a list. */
export function asTexts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === "string");
}
