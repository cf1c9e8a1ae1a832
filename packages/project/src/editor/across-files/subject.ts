import type { Finding } from "../../index.js";

/** What an edit across files is about. */
export interface AcrossFilesSubject {
  /** `type`: a type goes through the program; `value`: callers pass a value. */
  readonly kind: "type" | "value";
  /** As `godwit migrate --only` takes it: `UserId`, `logger`. */
  readonly name: string;
}

/** What only edits across files can do at a finding: give it its type everywhere, or pass what it lacks. Undefined where there is nothing. */
export function subjectOf({ violation: { narrows, lacks, level, isMock } }: Finding): AcrossFilesSubject | undefined {
  if (narrows && level === "suggestion") return { kind: "type", name: narrows.type };
  const [lack] = isMock ? [] : (lacks ?? []);
  return lack && { kind: "value", name: lack.name };
}

/** `Type UserId through the program`, `Pass logger through callers` */
export function titleOf({ kind, name }: AcrossFilesSubject): string {
  return kind === "type" ? `Type ${name} through the program` : `Pass ${name} through callers`;
}
