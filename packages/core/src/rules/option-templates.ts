import type { PathStep } from "../contracts/index.js";
import type { Template } from "../patterns/template.js";
import type { OptionTemplate } from "./option-facts.js";
import type { MatchEntry } from "./option-fields.js";

const NONE: ReadonlySet<string> = new Set();

/** A replacement without a match that fills its holes. */
export function replacementTemplate(text: string, path: readonly PathStep[]): OptionTemplate {
  return { text, path, kind: "with", bound: NONE };
}

/** A pattern without a replacement. */
export function patternTemplate(text: string, path: readonly PathStep[]): OptionTemplate {
  return { text, path, kind: "match", bound: NONE };
}

/** The templates of `replace`, also if its schema has refused parts of it; `path` leads to the list. */
export function templatesOfReplace(
  entries: readonly Partial<MatchEntry>[] | undefined,
  path: readonly PathStep[],
): OptionTemplate[] {
  return (entries ?? []).flatMap(({ match = "", with: written }, index) => {
    const bound = new Set([...match.matchAll(/\$(?:\$\$)?([A-Za-z]\w*)/gu)].map((hole) => hole[1] as string));
    return (["match", "with"] as const).flatMap((kind): OptionTemplate[] => {
      const text = kind === "match" ? match : written;
      const placed = { text: text ?? "", path: [...path, index, kind], kind, bound };
      return text ? [kind === "with" && match !== "" ? { ...placed, match } : placed] : [];
    });
  });
}

/** The texts under `with` of `replace`. */
export function writtenByReplace(entries: readonly MatchEntry[] | undefined): string[] {
  return (entries ?? []).flatMap((entry) => entry.with ?? []);
}

/**
 * The names whose modules hold the replacement. A name that the pattern has too, such as a class with an old and a new member, is as old
 * as it is new: other code in its file may use the old member.
 */
export function newNames({ match, with: written }: { readonly match: Template; readonly with: Template | undefined }): string[] {
  const old = new Set(match.names.map(({ name }) => name));
  return (written?.names ?? []).map(({ name }) => name).filter((name) => !old.has(name));
}
