import type { PathStep } from "../contracts/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { FindExport } from "../semantics/local-names.js";
import type { ExportRef } from "../semantics/module-view.js";
import { keepsMatch } from "../patterns/template-faults.js";
import { type Template, TemplateSyntaxError } from "../patterns/template.js";
import type { OptionProblem } from "./define-rule.js";
import type { OptionTemplate, FixLevel, MatchEntry } from "./option-facts.js";

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
export function newNames({ match, with: written }: CompiledEntry): string[] {
  const old = new Set(match.names.map(({ name }) => name));
  return (written?.names ?? []).map(({ name }) => name).filter((name) => !old.has(name));
}

/**
 * Finds the exports of a contract's names so that a default export, or a whole module, that is the same thing is meant too, and what the
 * contract calls by another name is not.
 */
export function findInAllForms({ findExport, context: { imports = {} } }: RuleSetting): FindExport {
  const known = new Map<string, ExportRef | undefined>();
  const others = Object.keys(imports).flatMap((name) => findExport(name) ?? []);
  return (name) => {
    if (!known.has(name)) {
      const own = findExport(name);
      known.set(name, own && { ...own, inAllForms: true, others });
    }
    return known.get(name);
  };
}

/** One `match`/`with` of a rule's option, parsed. */
export interface CompiledEntry {
  readonly match: Template;
  readonly with: Template | undefined;
  readonly fix: FixLevel;
}

/** Parses the templates of `replace`. Throws `TemplateSyntaxError`. */
export function compileEntries(entries: readonly MatchEntry[] | undefined, setting: RuleSetting): CompiledEntry[] {
  return (entries ?? []).map(({ match, with: written, fix }) => ({
    match: setting.template(match),
    with: written === undefined ? undefined : setting.template(written),
    fix,
  }));
}

/** Finds a replacement that keeps what it replaces (without a pattern: the raw value), which would be found again. */
export function* endlessReplacement(
  path: readonly PathStep[],
  { match, with: written }: Partial<MatchEntry>,
  setting: RuleSetting,
): Generator<OptionProblem> {
  if (written === undefined) return;
  try {
    const message = keepsMatch(setting.template(written), match === undefined ? undefined : setting.template(match));
    if (message !== undefined) yield { path, code: "never-ends", severity: "error", message };
  } catch (error) {
    // A template that does not parse is reported for itself.
    if (!(error instanceof TemplateSyntaxError)) throw error;
  }
}
