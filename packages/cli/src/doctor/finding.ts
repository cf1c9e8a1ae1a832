/** `ok`: it is as it should be; `note`: good to know; `warning`: some people see less; `error`: godwit does not work there. */
export type DoctorLevel = "ok" | "note" | "warning" | "error";

/** One thing that `godwit doctor` looked at. */
export interface DoctorFinding {
  readonly area: DoctorArea;
  /** Stable kebab-case code such as `plugin-not-installed`. */
  readonly code: string;
  readonly level: DoctorLevel;
  /** What is so, in a sentence. */
  readonly message: string;
  /** What to do about it; null where there is nothing to do. */
  readonly advice: string | null;
  /** The file that it is about, relative to the root with `/`; null where it is about none. */
  readonly file: string | null;
}

/** The parts of a set-up, in the order in which people read them. */
export const DOCTOR_AREAS = ["parser", "contracts", "TypeScript", "editor plugin", "VS Code", "ESLint", "versions"] as const;
export type DoctorArea = (typeof DOCTOR_AREAS)[number];

/** Makes the findings of one area. */
export type Report = (
  level: DoctorLevel,
  code: string,
  message: string,
  more?: { readonly advice?: string; readonly file?: string | undefined },
) => DoctorFinding;

/** A `Report` for an area. */
export function reportOn(area: DoctorArea): Report {
  return (level, code, message, { advice, file } = {}) => ({
    area,
    code,
    level,
    message,
    advice: advice ?? null,
    file: file ?? null,
  });
}
