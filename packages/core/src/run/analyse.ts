import { embedsScript } from "../contracts/index.js";
import { composeEdits } from "../edits/compose.js";
import { atMostSuggestion, type Edit, hint, type Level } from "../edits/edit.js";
import type { Replacement } from "../rules/replacement.js";
import {
  type Analysis,
  type Lack,
  type LackedType,
  type Suggestion,
  type Violation,
  orderOf,
  type PendingViolation,
  type EngineRule,
} from "./engine.js";
import { contains, type TextEdit, type Range } from "../syntax/ranges.js";
import type { Finding } from "../rules/define-rule.js";
import { ruleDocs } from "../rules/index.js";
import { topLevelDeclaration } from "../semantics/own-exports.js";
import { ruleIdOf, type DisablingComment } from "../semantics/directives.js";
import type { ExportRef } from "../semantics/module-view.js";
import { FileView } from "../semantics/file-view.js";
import type { LackedValue } from "../semantics/scope-lookup.js";
import { type Modules, oncePer } from "../modules/index.js";
import { exportChangeOf } from "./export-changes.js";
import { helpFor } from "../reasons/reasons.js";
import type { EngineHost, SourceFile } from "../syntax/source-file.js";
import { SoundEdits } from "./sound-edits.js";
import { coordinate } from "./coordinate.js";

/** Finds everything that the rules report in one file, in one walk, with edits that fit together. */
export function analyseFile(
  source: SourceFile,
  rules: readonly EngineRule[],
  { modules, host, claiming }: { readonly modules: Modules; readonly host: EngineHost; readonly claiming: ReadonlySet<unknown> },
): Analysis {
  const active = rules.filter((rule) => !rule.isExempt(source.path));
  if (active.length === 0) return { violations: [], fixAll: () => [], editAll: () => [], faults: () => [] };
  const file = new FileView(source, modules);
  const drafts = active.flatMap((rule) => pendingViolations(file, rule)).sort(comparePlaces);
  // A rule that `/* eslint …: off */` switches off does not run in ESLint: it has no say in what the others do.
  coordinate(
    file,
    drafts.filter(({ disabledBy }) => disabledBy !== "eslint"),
    ({ rule }) => !claiming.has(rule),
  );
  if (source.parts) lowerOutside(file, drafts, source);
  const sound = new SoundEdits(file, host, drafts);
  const byViolation = new Map(drafts.map((draft) => [toViolation(file, draft, sound), draft]));
  const violations = [...byViolation.keys()];
  const editAll = (chosen: readonly Violation[]): readonly TextEdit[] =>
    sound.compose(
      chosen
        .filter((violation) => violation.level !== "hint" && !violation.disabled)
        .flatMap((violation) => byViolation.get(violation) ?? []),
    );
  return {
    violations,
    editAll,
    fixAll: (only = violations) => editAll(only.filter(({ level }) => level === "fix")),
    faults: () =>
      violations.flatMap((violation) => {
        const fault = sound.broken.get(byViolation.get(violation)!);
        return fault === undefined ? [] : [{ violation, fault }];
      }),
  };
}

/** The comments at the top of a file. */
const HEAD = /^(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/)*/u;
const SAYS_GENERATED =
  /@generated\b|\bauto(?:matically)?[ -]?generated (?:by|from|file|code)\b|\b(?:file|code) (?:is|was) (?:auto(?:matically)?[ -]?)?generated\b|\bdo not (?:manually )?(?:edit|modify)\b/iu;
const GENERATED = "its first lines say that it is generated, so what makes it has to change";

const TYPE_OF_COMPONENT = "no type checker that godwit runs sees what a component's template gives and takes";
/** Linters give the script of a component without what its template has. */
const TEMPLATE = "its template may use what changes, as only godwit check sees";
const MODULES = "each script of this page is a module, with names of its own";
const OUTSIDE = "it would change more than this script, such as a name that the template has";

/** Leaves to people what would change more of a component than one of its scripts. */
function lowerOutside(file: FileView, drafts: readonly PendingViolation[], { parts = [], hasModules }: SourceFile): void {
  for (const draft of drafts) {
    if (draft.edit.level === "hint") continue;
    const edits = composeEdits(file, [draft.edit]);
    const isInside = parts.some((part) => edits.every(({ range }) => contains(part, range)));
    if (hasModules || !isInside) draft.edit = hint(hasModules ? MODULES : OUTSIDE);
  }
}

function pendingViolations(file: FileView, rule: EngineRule): PendingViolation[] {
  const ruleId = ruleIdOf(rule.contract.id, rule.rule);
  const findings = findingsOf(file, rule).filter(({ range }) => !file.parts || file.parts.some((part) => contains(part, range)));
  const doubt = findings.length > 0 ? doubtOf(file, rule) : undefined;
  const expected = findings.length > 0 ? expectedErrors(file) : [];
  return findings.map((finding) => {
    const why = doubt ?? (expected.some((line) => changesIn(line, finding)) ? ERROR_EXPECTED : undefined);
    return {
      rule,
      finding,
      edit: why === undefined ? finding.edit : atMostSuggestion(finding.edit, why),
      ...disablingOf(file.directives().disabledBy(ruleId, finding.range[0])),
    };
  });
}

const ERROR_EXPECTED = "the @ts-expect-error above it may no longer hold";

/** The lines below each `@ts-expect-error`, which becomes an error itself where a change takes the expected one away. */
const expectedErrors = oncePer((file: FileView): readonly Range[] => {
  const { text } = file;
  if (!text.includes("@ts-expect-error")) return [];
  return file.comments().flatMap(({ value, range: [, end] }) => {
    if (!/^[\s*/]*@ts-expect-error\b/u.test(value.slice(value.lastIndexOf("\n") + 1))) return [];
    const [below = ""] = /\n[^]*/u.exec(text.slice(end)) ?? [];
    const start = file.skipTrivia(text.length - below.length);
    return [[start, start + text.slice(start).search(/\r?\n|$/u)] as const];
  });
});

function changesIn(line: Range, { edit, range: [start] }: Finding): boolean {
  const changes = edit.level === "hint" ? [] : edit.changes;
  return [{ range: [start, start] as const }, ...changes].some(({ range }) => range[0] <= line[1] && line[0] <= range[1]);
}

/** Why nothing that a rule changes in a file is safe, if that is so. */
function doubtOf(file: FileView, { rule }: EngineRule): string | undefined {
  if (SAYS_GENERATED.test(HEAD.exec(file.text)?.[0] ?? "")) return GENERATED;
  if (file.parts && ruleDocs(rule).changesTypes) return TYPE_OF_COMPONENT;
  return embedsScript(file.path) ? TEMPLATE : undefined;
}

/** What a rule finds, but for entries whose replacements the file holds, and but for what is inside these: they may use what they replace. */
function findingsOf(file: FileView, rule: EngineRule): readonly Finding[] {
  const found = [...rule.prepared.find(file)];
  const held = found.length === 0 ? [] : rule.heldIn(file.path);
  if (held.length === 0) return found;
  const own = new Set(held.map(({ entry }) => entry));
  const declared = held.flatMap(({ replacement }) => topLevelDeclaration(file, replacement) ?? []);
  return found.filter(({ entry, range }) => {
    const isOther = entry !== undefined && !own.has(entry);
    return isOther && !declared.some((node) => contains(node.range, range));
  });
}

function disablingOf(disabledBy: DisablingComment | undefined): Pick<PendingViolation, "isDisabled" | "disabledBy"> {
  return { isDisabled: disabledBy !== undefined, ...(disabledBy && { disabledBy }) };
}

function comparePlaces(a: PendingViolation, b: PendingViolation): number {
  const [x, y]: [Range, Range] = [a.finding.range, b.finding.range];
  return (
    x[0] - y[0] || x[1] - y[1] || orderOf(a) - orderOf(b) || (a.rule.contract.id ?? "").localeCompare(b.rule.contract.id ?? "")
  );
}

function toViolation(file: FileView, draft: PendingViolation, sound: SoundEdits): Violation {
  const { finding, edit, rule } = draft;
  const level: Level = edit.level;
  const reason = edit.level === "fix" ? undefined : edit.reason;
  const action = finding.action ?? { kind: "replace" };
  let own: readonly TextEdit[] | undefined;
  const edits = () => (own ??= sound.own(draft));
  const suggestions: Suggestion[] = level === "suggestion" && !draft.isDisabled ? [{ action, edits }] : [];
  return {
    contract: rule.contract.id ?? "",
    rule: rule.rule,
    range: finding.range,
    found: finding.found,
    problem: finding.problem,
    replacement: finding.replacement && withSpecifier(finding.replacement, edit),
    level,
    reason: reason?.text ?? null,
    ...(reason?.code && { reasonCode: reason.code }),
    help: reason ? helpFor(reason) : null,
    purpose: rule.contract,
    disabled: draft.isDisabled,
    ...(draft.disabledBy && { disabledBy: draft.disabledBy }),
    ...(finding.entry !== undefined && { entry: finding.entry }),
    ...(finding.narrows && { narrows: finding.narrows }),
    ...(edit.level === "hint" && edit.lacks && { lacks: edit.lacks.map(toLack) }),
    ...(edit.level === "suggestion" && edit.unproved && { unproved: edit.unproved.map(toLack) }),
    ...(edit.needsAsync && { needsAsync: true }),
    isMock: finding.mock !== undefined || finding.isMockHandle === true || reason?.code === "mockHandle",
    exportsChanged: () => exportChangeOf(file, draft),
    fix: () => (level === "fix" && !draft.isDisabled && edits().length > 0 ? edits() : undefined),
    suggestions,
  };
}

function toLack({ name, from, type, inject, replaced, declares, isTaken = false }: LackedValue): Lack {
  const root = replaced && toLackedType(replaced.root);
  return {
    ...{ name, from, type: type && toLackedType(type), inject, isTaken },
    replaced: root && { root, rest: replaced.rest },
    declares,
  };
}

function toLackedType({ name, exported, module }: ExportRef): LackedType | undefined {
  if (module.kind === "file") return { name, exported, module: { file: module.path } };
  if (module.kind !== "package") return undefined;
  return { name, exported, module: { package: module.subpath === "" ? module.name : `${module.name}/${module.subpath}` } };
}

/** The replacement with the specifier that its edit writes, so that a message shows the path as it will be. */
function withSpecifier(replacement: Replacement, edit: Edit): Replacement {
  if ((replacement.kind !== "moved" && replacement.kind !== "type") || replacement.specifier !== undefined) return replacement;
  const specifiers =
    edit.level === "hint" ? [] : edit.imports.flatMap((request) => ("specifier" in request ? [request.specifier] : []));
  const [specifier, ...others] = new Set(specifiers);
  return specifier === undefined || others.length > 0 ? replacement : { ...replacement, specifier };
}
