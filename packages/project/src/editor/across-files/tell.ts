import { counted } from "../../words.js";
import type { Finding } from "../../index.js";
import { applyPatch, parsePatch } from "diff";
import * as z from "zod";

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

const place = z.object({ file: z.string(), line: z.int().positive(), column: z.int().positive() });
const named = z.object({ ...place.shape, name: z.string() });

/** A place of an edit across files where the way up stops. */
const root = z.object({
  ...named.shape,
  value: z.string(),
  frees: z.int(),
  reason: z.string(),
  chain: z.array(z.string()),
  isTest: z.boolean(),
  write: z.string().nullable(),
});

/** What is read of one wave; kinds that are not known yet say with the same keys what they change. */
const wave = z.object({
  outcome: z.string(),
  reason: z.string().nullable(),
  files: z.array(z.string()),
  annotations: z.array(place).default([]),
  wraps: z.array(z.object({ ...place.shape, value: z.string(), isTest: z.boolean() })).default([]),
  asked: z.int().optional(),
  sites: z.array(place).default([]),
  signatures: z.array(z.object({ ...named.shape, takes: z.string() })).default([]),
  calls: z.array(place).default([]),
  takenBack: z.array(z.object({ ...named.shape, reason: z.string() })).default([]),
  roots: z.array(root).default([]),
});

const dryRun = z.object({ patch: z.string(), waves: z.array(wave) });

/** A function where the way up stops: a person who gives the value to it frees sites. Lines and columns start at 1. */
export type DryRunRoot = Readonly<z.infer<typeof root>>;
/** Edits that stand and fall together, as a dry run reports them. */
export type DryRunWave = Readonly<z.infer<typeof wave>>;

/** What `godwit migrate --across-files --dry-run --format json` printed. */
export interface AcrossFilesDryRun {
  readonly patch: string;
  readonly waves: readonly DryRunWave[];
}

/** Reads what a dry run printed; undefined if it is something else. */
export function readDryRun(text: string): AcrossFilesDryRun | undefined {
  try {
    return dryRun.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A file before and after edits; undefined behind a name means that the patch does not fit its text. */
export type PatchedTexts = ReadonlyMap<string, { readonly before: string; readonly after: string } | undefined>;

/** Applies a patch to texts, which `read` gives without a BOM; a file that occurs twice is changed twice. */
export function applyToTexts(patch: string, read: (file: string) => string | undefined): PatchedTexts {
  const texts = new Map<string, { readonly before: string; readonly after: string } | undefined>();
  for (const each of parsePatch(patch)) {
    const file = each.newFileName?.replace(/^b\//u, "");
    if (file === undefined) continue;
    const known = texts.has(file) ? texts.get(file) : startOf(read(file));
    const after = known && applyWithBom(known.after, each);
    texts.set(file, known && after !== undefined ? { before: known.before, after } : undefined);
  }
  return texts;
}

function startOf(text: string | undefined): { readonly before: string; readonly after: string } | undefined {
  return text === undefined ? undefined : { before: text, after: text };
}

const BOM = "\uFEFF";

/** The patch is of bytes, and so has the BOM that texts in editors do not have. */
function applyWithBom(text: string, patch: ReturnType<typeof parsePatch>[number]): string | undefined {
  const exact = { autoConvertLineEndings: false };
  const plain = applyPatch(text, patch, exact);
  if (plain !== false) return plain;
  const marked = applyPatch(BOM + text, patch, exact);
  return marked === false ? undefined : marked.slice(BOM.length);
}
