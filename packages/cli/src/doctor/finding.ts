/** `ok`: it is as it should be; `note`: good to know; `warning`: some people see less; `error`: godwit does not work there. */
export type DoctorLevel = "ok" | "note" | "warning" | "error";

/** The result of one check of `godwit doctor`. */
export interface DoctorFinding {
  readonly area: DoctorArea;
  /** Stable kebab-case code such as `plugin-not-installed`. */
  readonly code: string;
  readonly level: DoctorLevel;
  /** The finding, in a sentence. */
  readonly message: string;
  /** What to do about it; null if there is nothing to do. */
  readonly advice: string | null;
  /** The file concerned, relative to the root with `/`; null if there is none. */
  readonly file: string | null;
}

/** The parts of a set-up, in the order in which people read them. */
export const DOCTOR_AREAS = [
  "parser",
  "contracts",
  "baselines",
  "TypeScript",
  "editor plugin",
  "VS Code",
  "ESLint",
  "oxlint",
  "versions",
] as const;
/** One of `DOCTOR_AREAS`. */
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
