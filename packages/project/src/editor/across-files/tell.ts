import { counted } from "../../words.js";
import type { DryRunWave } from "./dry-run.js";
import type { Finding } from "../../index.js";

/** Says in a sentence or more what edits across files do, what they leave, and which root frees most. */
export function tellOf({ kind, name }: AcrossFilesSubject, waves: readonly DryRunWave[]): string {
  const sum = (count: (wave: DryRunWave) => number): number => waves.reduce((total, wave) => total + count(wave), 0);
  const takenBack = waves.flatMap((wave) => wave.takenBack);
  const roots = waves.flatMap((wave) => wave.roots);
  const refused = waves.find(({ outcome }) => outcome === "put-back")?.reason;
  const wraps = sum((wave) => wave.wraps.length);
  const sentences = [
    kind === "type"
      ? `${counted(
          sum((wave) => wave.annotations.length),
          "place",
        )} can take ${name}${wraps === 0 ? "" : `, and ${counted(wraps, "value")} ${wraps === 1 ? "is" : "are"} wrapped`}.`
      : `${sum((wave) => wave.sites.length)} of ${counted(
          sum((wave) => wave.asked ?? 0),
          "site",
        )} can get ${name}.`,
    ...(refused == null ? [] : [`All of it would be put back: ${refused}.`]),
    ...(takenBack.length === 0 ? [] : [describeTakenBack(takenBack)]),
    ...(roots.length === 0
      ? []
      : [`${describeRoot(roots[0]!)}${roots.length === 1 ? "" : `, and ${counted(roots.length - 1, "more root")}`}.`]),
  ];
  return sentences.join(" ");
}

function describeTakenBack(takenBack: DryRunWave["takenBack"]): string {
  const [{ name, reason }] = takenBack as [DryRunWave["takenBack"][number]];
  if (takenBack.length === 1) return `1 place stays as it is: ${name}, because ${reason}.`;
  return `${takenBack.length} places stay as they are, such as ${name}, because ${reason}.`;
}

/** `Give startRun a logger (frees 37 sites)` */
export function describeRoot({
  name,
  value,
  frees,
}: {
  readonly name: string;
  readonly value: string;
  readonly frees: number;
}): string {
  const article = /^[aeiou]/iu.test(value) ? "an" : "a";
  return `Give ${name.split("/").at(-1)!} ${article} ${value} (frees ${counted(frees, "site")})`;
}

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
