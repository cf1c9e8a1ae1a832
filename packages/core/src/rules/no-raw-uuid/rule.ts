import { ruleIdOf } from "../../semantics/directives.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { minimatch } from "minimatch";
import { allOf, type Edit, atMost, atMostSuggestion, hint } from "../../edits/edit.js";
import { missingText, replaceExpression } from "../../edits/replace-expression.js";
import { doubtOfResult } from "../../edits/result-doubts.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, isFunction, rewrap } from "../../syntax/nodes.js";
import { contains, type Range } from "../../syntax/ranges.js";
import { type EntityCase, type KnownEntities, inferEntityWords, joinInCase, readEntities } from "../../naming/entities.js";
import { looksLikeId } from "../../naming/entity-words.js";
import { secretReason } from "../../naming/secrets.js";
import { renderTemplate } from "../../patterns/render.js";
import { type Rendered, fillingFor } from "../../patterns/filling.js";
import { type Target, findTarget } from "../../naming/targets.js";
import { findIdTarget, findUuidSites, isAsked, isCalledIn, importThatGoes, needsOfSource, type UuidSite } from "./sites.js";
import type { Template } from "../../patterns/template.js";
import { matchesAnyWords } from "../../naming/words.js";
import { banExport, type FixLevel } from "../option-facts.js";
import { anyOf } from "../../scan/needs.js";
import { type Finding, defineRule } from "../define-rule.js";
import { replacementTemplate } from "../option-templates.js";
import { optionalCode } from "../replacement.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import {
  type Decorated,
  expandDecorations,
  isPartOfText,
  lostShape,
  narrowTargetReason,
  readReason,
  uuidReason,
} from "./decorations.js";
import { findHandMade, needsOfHandMade } from "./hand-made.js";
import {
  HAND_MADE,
  type RawUuidOptions,
  findUuidFaults,
  isSource,
  rawUuidOption,
  uuidExpectations,
  uuidProblems,
  type PassedSources,
  passedSources,
  readSources,
} from "./options.js";
import { because, runsOtherwise, type Why } from "../../reasons/reasons.js";

interface Entry {
  readonly when: NonNullable<NonNullable<RawUuidOptions["replace"]>[number]["when"]>;
  readonly templates: readonly Template[];
  readonly fix: FixLevel;
}

interface Compiled {
  readonly setting: RuleSetting;
  readonly passed: PassedSources;
  readonly handMade: boolean;
  readonly entityCase: EntityCase;
  readonly known: KnownEntities | undefined;
  readonly entries: readonly Entry[];
}

/** A raw ID with the code that shapes it, and what it is for. */
interface Site extends Omit<Decorated, "behind"> {
  readonly range: Range;
  readonly isValue: boolean;
  readonly sourceId: string;
  /** The ID without the prefix. */
  readonly behind?: Node | undefined;
  readonly refusal: Why | undefined;
  /** Whether the ID has no purpose of its own here: a re-export, a mock, a factory of generators. */
  readonly isBare: boolean;
  /** Whether the replacement still calls the source. */
  readonly isKept: boolean;
}

/** Finds random IDs that do not come from the project's generator, and calls the generator instead. */
export const noRawUuid = defineRule<RawUuidOptions, Compiled>({
  name: "no-raw-uuid",
  docs: { description: "disallow random IDs that do not come from the project's own generator", isRecommended: true },
  option: rawUuidOption,
  findFaults: findUuidFaults,

  compile: (option, setting) => ({
    setting,
    passed: passedSources(option, setting),
    handMade: option.handMade ?? true,
    entityCase: option.entityCase ?? "snake",
    known: option.entities && readEntities(option.entities),
    entries: (option.replace ?? []).map((entry) => ({
      when: entry.when ?? {},
      templates: [entry.with].flat().map((text) => setting.template(text)),
      fix: entry.fix,
    })),
  }),

  needs: ({ passed, setting, handMade }) =>
    anyOf([...passed.sources.map((source) => needsOfSource(source, setting)), ...(handMade ? needsOfHandMade() : [])]),

  passages: ({ passed }) => [passed.query],

  mayWrite: ({ replace }) => replace !== undefined,

  readsPlaces: () => true,

  replacements: (compiled) =>
    compiled.entries.flatMap((entry) => entry.templates.flatMap((template) => template.names.map((name) => name.name))),

  templates: ({ replace }) =>
    (replace ?? []).flatMap(({ with: texts = [] }, index) =>
      [texts]
        .flat()
        .map((text, at) => replacementTemplate(text, ["replace", index, "with", ...(typeof texts === "string" ? [] : [at])])),
    ),

  written: ({ replace }) => (replace ?? []).flatMap((entry) => entry.with),

  bans({ replace, sources }, { modules }) {
    const last = [replace?.at(-1)?.with].flat()[0];
    return readSources(sources, modules).map(({ module, moduleName, exported }) => ({
      ...banExport(module, exported, last, modules),
      random: { module, exported },
      // `import { v4 as uuidv4 } from "uuid"`, as the documentation of uuid has it.
      ...(/^v[47]$/.test(exported) && { nicknames: [`${moduleName}${exported}`] }),
    }));
  },

  expectations: (option, setting) => uuidExpectations(option, setting),

  problems: (option, setting) => uuidProblems(option, setting),

  *find(file, compiled) {
    const sites = [...sitesOf(file, compiled)];
    for (const { node } of sites)
      for (const { names } of compiled.entries.flatMap(({ templates }) => templates))
        localNamesOf(file).expect(names, node, compiled.setting.findExport);
    const reports = reportsInPlaceOfImport(file, compiled, sites) ?? sites.map((site) => report(file, compiled, site));
    for (const { state, finding } of reports) {
      const other = state && reports.find((each) => each.state === state && each.finding.edit.level !== "fix");
      yield other ? { ...finding, edit: atMostSuggestion(finding.edit, "another value of the state stays a raw uuid") } : finding;
    }
  },
});

/**
 * The reports where the replacement has the name under which the file imports the source: that import goes with all its uses at once, so that
 * nothing is called `createId_1`. Undefined elsewhere, and where one of the uses has to stay.
 */
function reportsInPlaceOfImport(file: FileView, compiled: Compiled, sites: readonly Site[]): readonly Report[] | undefined {
  const names = compiled.entries.flatMap(({ templates }) => templates).flatMap((each) => each.names.map(({ name }) => name));
  const nodes = sites.map(({ node }) => node);
  const ruleId = ruleIdOf(compiled.setting.context.id, "no-raw-uuid");
  const going = sites.filter(({ range }) => !file.directives().isDisabled(ruleId, range[0])).map(({ node }) => node);
  const given = importThatGoes(file, names, going);
  const ref = given && compiled.setting.findExport(given.local);
  if (!given || !ref || localNamesOf(file).find(ref, file.program, false)) return undefined;
  const release = localNamesOf(file).reserve(ref, given.local);
  const reports = sites.map((site) => report(file, compiled, site));
  const isOfImport = (_: unknown, index: number): boolean => given.uses.some((use) => contains(nodes[index]!.range, use.range));
  const edits = reports.filter(isOfImport).map(({ finding }) => finding.edit);
  if (!edits.every(({ level }) => level === "fix")) return release();
  const edit = allOf(...edits);
  return reports.map((each, index) => (isOfImport(each, index) ? { ...each, finding: { ...each.finding, edit } } : each));
}

function* sitesOf(file: FileView, compiled: Compiled): Generator<Site> {
  const names = compiled.entries.flatMap(({ templates }) => templates).flatMap((each) => each.names);
  const used = names.flatMap(({ name }) => compiled.setting.findExport(name) ?? []);
  for (const site of findUuidSites(file, compiled.passed, used))
    yield { ...siteOfSource(file, site), isKept: isCalledIn(file, site.source, used) };
  if (!compiled.handMade) return;
  for (const made of findHandMade(file)) {
    const { node, decorations, prefix, lookReason } = made;
    const target = findTarget(file, node);
    if (!target || !looksLikeId(target.name)) continue;
    yield {
      ...{ node, range: node.range, isValue: false, sourceId: HAND_MADE, decorations, prefix },
      ...{ refusal: undefined, lookReason, isBare: false, isKept: false },
    };
  }
}

function siteOfSource(file: FileView, site: UuidSite): Omit<Site, "isKept"> {
  const decorated = site.kind === "call" ? expandDecorations(file, site.node) : undefined;
  const node = decorated?.node ?? site.node;
  return {
    node,
    range: decorated ? node.range : site.range,
    isValue: site.kind === "value",
    sourceId: site.source.id,
    decorations: decorated?.decorations ?? new Set(),
    prefix: decorated?.prefix,
    behind: decorated?.behind,
    refusal: site.refusal,
    lookReason: site.isDynamic ? runsOtherwise("the module that it awaits would no longer be loaded") : decorated?.lookReason,
    isBare: site.kind === "other" || site.source.isFactory,
  };
}

/** A site, and what receives its value. */
interface TargetedSite {
  readonly site: Site;
  readonly target: Target | undefined;
}

/** The entry that decides, and its replacement. */
interface Chosen {
  readonly entry: Entry;
  readonly rendered: Rendered;
}

/** A site with the entity that its ID identifies. */
interface NamedSite extends TargetedSite {
  readonly entity: string | undefined;
}

/** A finding, and the state (`const [x, setX] = useState()`) whose value it is. */
interface Report {
  readonly finding: Finding;
  readonly state: Node | undefined;
}

function report(file: FileView, compiled: Compiled, whole: Site): Report {
  // What the ID is for only decides how it is replaced.
  const isReplaced = compiled.entries.length > 0;
  const received = whole.isBare || !isReplaced ? undefined : findIdTarget(file, whole.node);
  const target = received?.target;
  const entity = isReplaced ? entityOf(file, compiled, { site: whole, target }, received?.givenType) : undefined;
  const entry = compiled.entries.find((candidate) => fitsCondition(file, candidate.when, { site: whole, target, entity }));
  const site = entry ? withoutPrefix(whole, entry) : whole;
  const rendered = entry && firstThatResolves(file, compiled.setting, entry, { site, target, entity });
  const text = file.textOf(whole.node);
  const shown = rendered && shownText(file, whole, site, rendered);
  const finding = {
    range: whole.range,
    found: shown === text ? `${text} of ${site.sourceId.replace(/#.*/u, "")}` : text,
    problem: "is a raw uuid",
    random: whole.isKept ? ("kept" as const) : ("left" as const),
    replacement: optionalCode(shown),
    edit:
      entry && rendered
        ? editFor(file, compiled, { site, target, entity }, { entry, rendered })
        : hint(site.refusal ?? missingReplacement(compiled.setting)),
  };
  return { finding, state: target?.state };
}

/** A prefix stays where the replacement does not ask what the ID is for, and so makes none of its own. */
function withoutPrefix(site: Site, { when, templates }: Entry): Site {
  const { behind, decorations } = site;
  const asksTarget = templates.some(({ holes }) => holes.some(({ name }) => ["entity", "name", "value"].includes(name)));
  if (!behind || asksTarget || Object.keys(when).length > 0) return site;
  const others = new Set([...decorations].filter((each) => each !== "template"));
  return { ...site, node: behind, range: behind.range, decorations: others, prefix: undefined };
}

function entityOf(
  file: FileView,
  { entityCase, known }: Compiled,
  { site, target }: TargetedSite,
  givenType: string | undefined,
): string | undefined {
  if (site.isValue && target && isNameOf(file, target.name, site)) return undefined;
  const words = inferEntityWords(file, {
    target,
    givenType,
    prefix: site.prefix,
    sourceName: nameOfSource(site),
    isFunction: site.isValue,
  });
  return words && (known?.find(words) ?? joinInCase(words, entityCase));
}

/** What is written for the whole site, with a prefix that stays. */
function shownText(file: FileView, whole: Site, site: Site, { display }: Rendered): string {
  const [[start, end], [from, to]] = [whole.node.range, site.node.range];
  const body = site.isValue && display.startsWith("{") ? `(${display})` : display;
  return `${file.text.slice(start, from)}${site.isValue ? "() => " : ""}${body}${file.text.slice(to, end)}`;
}

/** Why there is no replacement; a rule that is used without a contract has only its option. */
function missingReplacement({ context }: RuleSetting): Why {
  return context.title === undefined
    ? "its option names no replacement"
    : because("noReplacement", "the contract names no replacement for it");
}

/** `{ randomUUID }`, `nanoid: nanoid`: the name repeats the source and does not say what the ID is for. */
function isNameOf(file: FileView, name: string, site: Site): boolean {
  return name === nameOfSource(site) || name === file.textOf(site.node);
}

function nameOfSource({ sourceId }: Site): string {
  return sourceId.slice(sourceId.lastIndexOf("#") + 1);
}

function editFor(
  file: FileView,
  { known, setting }: Compiled,
  { site, target, entity }: NamedSite,
  { entry, rendered }: Chosen,
): Edit {
  if (site.refusal !== undefined) return hint(site.refusal);
  if (rendered.missing.length > 0) return hint(missingText(rendered.missing));
  let edit = replaceExpression(file, site.node, rendered, { asFunction: site.isValue });
  const reasons = [
    site.lookReason,
    narrowTargetReason(file, target, site),
    site.isValue ? undefined : doubtOfResult(file, site, rendered.template, (name) => setting.findExport(name)),
    uuidReason(file, site.node, target),
    readReason(file, target, site),
    fallbackReason(file, site.node),
    partReason(site, target, { entry, rendered }),
    entry.when.name === undefined && entry.when.entity === undefined ? secretReason(file, target) : undefined,
    keptReason(site, rendered),
    known && entity !== undefined && !known.has(entity) && asksEntity(entry, rendered)
      ? `the contract lists no entity "${entity}"`
      : undefined,
    lostShape(site, [entry.when.decoration ?? []].flat()),
  ];
  for (const reason of reasons) if (reason !== undefined) edit = atMostSuggestion(edit, reason);
  return atMost(edit, entry.fix);
}

/** `https://…/${uuid()}`: the target receives the whole text, so a replacement that depends on the target may be wrong for the ID. */
function partReason({ node }: Site, target: Target | undefined, { entry, rendered }: Chosen): string | undefined {
  const asksTarget =
    asksEntity(entry, rendered) || entry.when.name !== undefined || rendered.template.holes.some(({ name }) => name === "name");
  if (!asksTarget) return undefined;
  if (isPartOfText(node) && target) return `it is only a part of what ${target.name} receives`;
  const { parent } = rewrap(node);
  const isAssigned = parent?.type === "AssignmentExpression" && isPartOfText(parent);
  return isAssigned ? "it is a part of a text as well" : undefined;
}

function asksEntity({ when }: Entry, { template }: Rendered): boolean {
  return when.entity !== undefined || template.holes.some(({ name }) => name === "entity");
}

function keptReason({ node }: Site, { uses }: Rendered): string | undefined {
  return uses.some((use) => use.node === node) ? "the raw uuid would stay inside, and be found again" : undefined;
}

/** The first template whose holes can all be filled; otherwise the first, whose missing holes become the reason. */
function firstThatResolves(
  file: FileView,
  setting: RuleSetting,
  entry: Entry,
  { site, target, entity }: NamedSite,
): Rendered | undefined {
  const filling = fillingFor(setting, { value: site.node, name: target?.name, entity });
  const rendered = entry.templates.map((template) => renderTemplate(file, template, filling, site.node));
  return rendered.find((candidate) => candidate.missing.length === 0 && candidate.refusal === undefined) ?? rendered[0];
}

function fitsCondition(file: FileView, when: Entry["when"], { site, target, entity }: NamedSite): boolean {
  if (when.name !== undefined && !(target && matchesAnyWords(when.name, target.name))) return false;
  if (when.entity !== undefined && !(entity !== undefined && matchesAnyWords(when.entity, entity))) return false;
  if (
    when.decoration !== undefined &&
    ![when.decoration].flat().some((wanted) => (wanted === "none" ? site.decorations.size === 0 : site.decorations.has(wanted)))
  )
    return false;
  if (when.source !== undefined && ![when.source].flat().some((wanted) => isSource(wanted, site.sourceId))) return false;
  if (when.files !== undefined) {
    const path = file.modules.relative(file.path);
    if (path === undefined || ![when.files].flat().some((glob) => minimatch(path, glob, { dot: true }))) return false;
  }
  return true;
}

/** Why a person has to check code that may use something else where the platform has no source. */
function fallbackReason(file: FileView, site: Node): string | undefined {
  const whole = rewrap(site);
  if (isOptional(site) && (isAsked(whole) || usesOfConstant(file, whole).some(isAsked)))
    return "the fallback behind it would never be used";
  for (let node = whole; node.parent && !isFunction(node); node = node.parent) {
    const { parent } = node;
    const test = parent.type === "LogicalExpression" ? parent.left : "test" in parent ? parent.test : undefined;
    if (test && test !== node && isFeatureTest(file, test)) return "the code asks first whether the platform has it";
  }
  return undefined;
}

function usesOfConstant(file: FileView, { parent }: Node): readonly Node[] {
  if (parent?.type !== "VariableDeclarator" || parent.id.type !== "Identifier") return [];
  return file.variableOf(parent.id)?.references.map(({ identifier }) => identifier) ?? [];
}

/** `crypto?.randomUUID?.()`: its result may be undefined. */
function isOptional(site: Node): boolean {
  return site.type === "ChainExpression" || site.parent?.type === "ChainExpression";
}

/** `crypto.randomUUID`, `typeof crypto !== "undefined"`, `"randomUUID" in crypto`: tested, not called. */
function isFeatureTest(file: FileView, test: Node): boolean {
  return /\brandomUUID\b(?!\s*(?:\?\.\s*)?\()|\bcrypto\b(?!\s*\??\.)/u.test(file.textOf(test));
}
