import { isSameOrigin } from "../../modules/index.js";
import type { TSESTree } from "@typescript-eslint/types";
import { type Edit, atMost, atMostSuggestion, hint } from "../../edits/edit.js";
import { passedOnBy } from "../../edits/passed-on.js";
import { statesResult } from "../../edits/result-doubts.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import type { FileView } from "../../semantics/file-view.js";
import { callIn, identifiersIn, memberName, type Node, resultsOf, unwrap } from "../../syntax/nodes.js";
import { type FoundMatch, findMatches } from "../../patterns/find-matches.js";
import { Coverage, holdersOf, isMadeWith, isWorkedOutForMore } from "../../edits/alias-drops.js";
import { nameAtHead } from "../../patterns/head-words.js";
import { holeAt, holeOf } from "../../patterns/template-holes.js";
import { pathOf, withoutHoles } from "../../patterns/template.js";
import { type Finding, type MethodLeft, defineRule } from "../define-rule.js";
import { newNames, templatesOfReplace, writtenByReplace } from "../option-templates.js";
import { type BannedKey, findingsForKeys, followHandle, keysOfPatterns, needsOneInstance } from "../mocked-keys.js";
import { optionalCode } from "../replacement.js";
import { findDestructured, moveDestructured } from "../destructured.js";
import { doubtsAboutMatch, type DoubtfulUse, findDoubtfulCalls, isInSuccessor } from "./doubts.js";
import {
  asksForArguments,
  type CallEntry,
  type CallSetting,
  type DeprecatedCallOptions,
  deprecatedCallOption,
  isInOwnDeclaration,
  readCallOptions,
  callProblems,
  needsOfCalls,
} from "./options.js";
import { passagesOf } from "../template-needs.js";
import { expectsOthers, findValues } from "./values.js";
import { type BanSetting, type OptionBan, banExport, banMembers } from "../option-facts.js";
import { contains } from "../../syntax/ranges.js";
import { headHoleOf, linksOf } from "../../patterns/logical-chains.js";
import type { Match } from "../../patterns/match.js";
import type { AliasHolder } from "../../semantics/import-requests.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { isOfSamePackage, membersOfExport, originOf } from "../../semantics/origins.js";
import { isKeptOriginal } from "../../semantics/mocks/global-stubs.js";
import { MOCK_REASON, spiesIn, stubsIn } from "../../semantics/mocks/module-mocks.js";
import { findTarget } from "../../naming/targets.js";
import { because, runsOtherwise, type Why } from "../../reasons/reasons.js";

const PROBLEM = "is on its way out";

/** Finds expressions that a migration replaces, and writes the replacement. */
export const noDeprecatedCall = defineRule<DeprecatedCallOptions, CallSetting>({
  name: "no-deprecated-call",
  docs: {
    description: "disallow calls, constructions, members and elements that a migration has replaced",
    isRecommended: false,
  },
  option: deprecatedCallOption,

  compile: (option, setting) => readCallOptions(option, setting),

  problems: (option, setting) => callProblems(option, setting),

  needs: (options) => needsOfCalls(options),

  readsPlaces: ({ entries }) => entries.every(({ root }) => nameAtHead(root) !== undefined),

  passages: ({ entries, setting }) =>
    passagesOf(
      setting,
      entries.flatMap(({ match }) => match.names.map(({ name }) => name)),
    ),

  replacementsByEntry: ({ entries }) => entries.map(newNames),

  templates: ({ replace }) => templatesOfReplace(replace, ["replace"]),

  written: ({ replace }) => writtenByReplace(replace),

  bans: (option, setting) => bansOfCalls(option, setting),

  *find(file, options) {
    const findings = [...findAll(file, options)];
    const handles = findings.filter(({ isMockHandle, edit }) => isMockHandle && edit.level !== "fix");
    const spies = handles.length === 0 ? [] : [...spiesIn(file), ...stubsIn(file)].map(({ call }) => call.range[0]);
    const stuck = new Set(handles.flatMap(({ range, entry }) => (spies.includes(range[0]) ? (entry ?? []) : [])));
    // Calls change with the spy on what they call, or not at all.
    for (const each of findings) yield each.entry !== undefined && stuck.has(each.entry) ? lowered(each, STAYS) : each;
  },
});

const STAYS = because("itMocks", "this file spies on it, and the spy has to move with it");

const WAITS = "a use of it that a person has to look at would not be found any more: change that one first";

function* findAll(file: FileView, options: CallSetting): Generator<Finding> {
  const { entries, findExport } = options;
  const found = findMatches(file, entries, findExport);
  const anywhere = found.map(({ match }) => match);
  const all = found.filter(
    (each) =>
      !isInOwnDeclaration(file, options, each.pattern, each.match.node) &&
      !isInSuccessor(file, each.pattern, each.match) &&
      !("callee" in each.match.node && isKeptOriginal(file, each.match.node)) &&
      !isOfAName(file, each, anywhere),
  );
  const matches = all.map(({ match }) => match);
  const coverage = new Coverage(file, matches);
  const seen = new Set<Node>(matches.map(({ node }) => node));
  const keys = keysOfPatterns(file, entries, options.setting);
  for (const { pattern, match } of all) localNamesOf(file).expect(pattern.with?.names ?? [], match.node, findExport);
  const find = (each: FoundMatch<CallEntry>): Finding => findingForMatch(file, options, each, keys);
  const made = all.flatMap((each): Made[] => {
    const { node, aliases } = each.match;
    return coverage.onlyFeedsMatches(node) ? [] : [{ node, finding: find(each), through: [...aliases] }];
  });
  const uses = [...findDoubtfulCalls(file, options), ...findValues(file, options)].flatMap((use): Made[] => {
    const { node, entry, match, refusal } = use;
    // A double of `JSON.parse` may be about all else that calls it.
    const isOfOthers = refusal === MOCK_REASON && (asksForArguments(entry) || expectsOthers(file, options, use));
    if (isOfOthers && !all.some(({ pattern }) => pattern === entry)) return [];
    if (entry.callee && refusal !== MOCK_REASON && isKeptOriginal(file, node)) return [];
    if (seen.has(node) || coverage.isCovered(node) || isInOwnDeclaration(file, options, entry, node)) return [];
    seen.add(node);
    const kept = match && withOptionalHead(entry, match);
    const finding = kept ? find({ pattern: entry, match: kept }) : findingForUse(file, options, use, keys);
    return [{ node, finding, through: match ? [...match.aliases] : namesAtHead(file, use) }];
  });
  const findings = new Map(made.map(({ node, finding }) => [node, finding]));
  const left = new Set([...made, ...uses].flatMap(({ finding, through }) => (finding.edit.level === "fix" ? [] : through)));
  for (const each of all) {
    const { node } = each.match;
    const finding = findings.get(node);
    // A fix of what gives those places their values would hide them.
    const waits = left.size > 0 && holdersOf(file, node).some((holder) => left.has(holder));
    if (waits) yield lowered(finding ?? find(each), WAITS);
    else if (finding) yield finding;
  }
  yield* findingsForKeys(file, options.setting, keys, PROBLEM);

  const destructured = findDestructured(file, entries, { ...options.setting, findExport }).filter(
    ({ pattern, match }) => !isInSuccessor(file, pattern, match),
  );
  for (const each of destructured) {
    const { property, rendered } = each;
    if (coverage.onlyFeedsMatches(property)) continue;
    yield report(
      property.range,
      file.textOf(property),
      rendered?.display,
      moveDestructured(file, findExport, each, destructured),
    );
  }

  for (const { finding } of uses) yield finding;
}

/** A finding, and the names and fields through which its place gets what it is found by. */
interface Made {
  readonly node: Node;
  readonly finding: Finding;
  readonly through: readonly AliasHolder[];
}

function lowered(finding: Finding, reason: Why): Finding {
  return { ...finding, edit: atMostSuggestion(finding.edit, reason) };
}

/** The name of the file that stands for what a pattern begins with. */
function namesAtHead(file: FileView, { node, entry }: DoubtfulUse): readonly AliasHolder[] {
  const [head, wanted] = [node, unwrap(entry.root)].map((each) => linksOf(each).at(-1));
  if (head?.type !== "Identifier" || !wanted || holeAt(wanted)) return [];
  const variable = wanted.type === "Identifier" && wanted.name === head.name ? undefined : file.variableOf(head);
  return variable ? [variable] : [];
}

/**
 * `count > 0` where a pattern is `$list.length > 0`, and `count` was made of a list that is not at hand, or is for more than to be compared: as it is,
 * it is what the contract asks for.
 */
function isOfAName(file: FileView, { pattern: { root }, match }: FoundMatch<CallEntry>, all: readonly Match[]): boolean {
  if (root.type !== "BinaryExpression" || match.aliases.size === 0) return false;
  return isMadeWith(file, match) || isWorkedOutForMore(file, match, all);
}

function findingForMatch(
  file: FileView,
  options: CallSetting,
  { pattern, match }: FoundMatch<CallEntry>,
  keys: readonly BannedKey[],
): Finding {
  const rendered = pattern.with && renderMatch(file, match, pattern.with, options.setting);
  let edit: Edit = rendered
    ? replaceMatch(file, match, rendered)
    : hint(because("noReplacement", "the contract names nothing that replaces it"));
  if (needsOneInstance(file, keys, pattern.with, match.node)) edit = hint(MOCK_REASON);
  if (rendered)
    for (const reason of doubtsAboutMatch(file, options, { entry: pattern, match, rendered }))
      edit = atMostSuggestion(edit, reason);
  const classLeft = rendered && classLeftBy(file, options, pattern);
  const safeOnlyIfMoved = classLeft
    ? oldClassDoubt(file, classLeft, match.node)
    : rendered && oldPackageDoubt(file, options, pattern, match.node);
  const made = report(match.node.range, file.textOf(match.node), rendered?.display, atMost(edit, pattern.fix));
  const finding = {
    ...made,
    entry: pattern.index,
    passedOn: rendered?.passedOn,
    classLeft,
    methodLeft: methodLeftBy(pattern),
    reshapes: reshapedBy(pattern, options),
  };
  return safeOnlyIfMoved ? { ...finding, safeOnlyIfMoved } : finding;
}

function findingForUse(
  file: FileView,
  { setting }: CallSetting,
  { entry, node, range, refusal, edit }: DoubtfulUse,
  keys: readonly BannedKey[],
): Finding {
  const isMockHandle = refusal === MOCK_REASON;
  const followed = isMockHandle ? followHandle(file, setting, keys, node) : undefined;
  const made = report(
    range,
    file.text.slice(...range),
    entry.with && withoutHoles(entry.with),
    followed ?? edit ?? hint(refusal),
  );
  return { ...made, entry: entry.index, isMockHandle };
}

function report(range: Finding["range"], found: string, replacement: string | undefined, edit: Edit): Finding {
  return { range, found, problem: PROBLEM, replacement: optionalCode(replacement), edit };
}

/** The banned exports and static members: those that a pattern matches whatever the arguments are, unless a replacement uses them. */
function bansOfCalls({ replace }: DeprecatedCallOptions, { modules, findExport, isWritten }: BanSetting): OptionBan[] {
  return replace.flatMap(({ match, with: replacement }) => {
    const [name, member] = nameBannedBy(match)?.split(".") ?? [];
    const target = name === undefined ? undefined : findExport(name);
    if (!target) return [];
    const { module, exported } = target;
    if (member === undefined) return isWritten(target) ? [] : [banExport(module, exported, replacement, modules)];
    const isKept = replacement?.includes(`${name}.${member}`) ?? false;
    return isKept ? [] : [banMembers(module, { of: exported, names: [member] }, replacement, modules)];
  });
}

const HOLE = /^\s*\$+\w+\s*$/;

/** The name that a pattern bans whatever its arguments are: `newThing($x)`, `new Thing($$$all)`, `Thing.make()`, `<Thing $$$props />`. */
function nameBannedBy(pattern: string): string | undefined {
  const element = /^\s*<([A-Z][\w$]*)(?:\s+\$+\w*)*\s*(?:\/>|>\s*(?:\$+\w*)?\s*<\/\1\s*>)\s*$/.exec(pattern);
  if (element) return element[1];
  const call = /^\s*(?:await\s+)?(?:new\s+)?([A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)?)\s*\(([^()]*)\)\s*;?\s*$/.exec(pattern);
  const args = call?.[2]!.trim() ?? "";
  return args === "" || args.split(",").every((each) => HOLE.test(each)) ? call?.[1] : undefined;
}

/** The match of `x?.old()` with `$x.old()`, if the replacement also starts with `$x.`, so that the `?.` can be kept. */
function withOptionalHead({ root, with: written, match: template }: CallEntry, match: Match): Match | undefined {
  const hole = root.type === "TSNonNullExpression" ? undefined : headHoleOf(root);
  const binding = hole === undefined ? undefined : match.bindings.get(hole);
  if (!written || hole === undefined || hole !== headHoleOf(written.root) || !binding || !("node" in binding)) return undefined;
  if (!startsWithMember(root) || !startsWithMember(written.root)) return undefined;
  const links = linksOf(match.node).filter((link) => "optional" in link && link.optional);
  const isHead = (link: Node) => link.type === "MemberExpression" && link.object === binding.node;
  if (!links.every((link) => isHead(link) || contains(binding.node.range, link.range))) return undefined;
  return { ...match, template, bindings: new Map(match.bindings).set(hole, { ...binding, isOptional: true }) };
}

/** Whether the first step of the chain is a named member. */
function startsWithMember(root: Node): boolean {
  const member = linksOf(root).at(-2);
  return member?.type === "MemberExpression" && !member.computed;
}

/** The class of which an entry makes no instance any more: neither its replacement's text nor its function's result has it. */
function classLeftBy(file: FileView, { findExport, entries }: CallSetting, entry: CallEntry): ExportRef | undefined {
  const { root, with: written } = entry;
  const old = root.type === "NewExpression" && root.callee.type === "Identifier" ? findExport(root.callee.name) : undefined;
  if (!old || !written || written.names.some(({ name }) => isSameExport(file, findExport(name), old))) return undefined;
  if (passedOnBy(file, entry, findExport) || statesResult(file, written, old, findExport)) return undefined;
  const isAskedAnew = entries.some((entry) => entry.root.type === "BinaryExpression" && entry.root.operator === "instanceof");
  return isAskedAnew ? undefined : old;
}

/** What tests call the function, or the component, that an entry gives other arguments. */
function reshapedBy({ root, with: written }: CallEntry, { findExport }: CallSetting): string | undefined {
  const [old, fresh] = [root, written?.root].map((node) => node && pathCalled(node));
  const [name, ...members] = old ?? [];
  if (name === undefined || old?.join() !== fresh?.join()) return undefined;
  return members.at(-1) ?? findExport(name)?.exported;
}

function pathCalled(node: Node): readonly string[] | undefined {
  if (node.type !== "JSXElement") return pathOf(callIn(node)?.callee ?? node);
  const { name } = node.openingElement;
  return name.type === "JSXIdentifier" ? [name.name] : undefined;
}

/** The method that an entry calls by another name, or not at all, and what it calls or reads instead. */
function methodLeftBy({ root, with: written }: CallEntry): MethodLeft | undefined {
  const old = membersOfGiven(root);
  const fresh = written && resultsOf(written.root).flatMap((each) => membersOfGiven(each) ?? [])[0];
  const from = old?.names.at(-1);
  if (!old?.isCalled || from === undefined || !written || (!fresh && !old.isOfThis)) return undefined;
  const to = fresh?.names.find((name, index) => name !== old.names[index]);
  const isSame = to === undefined && fresh?.names.length === old.names.length && fresh.isCalled;
  return isSame ? undefined : { from, to };
}

/** `config`, `get` of `this.config.get($key)`, and `get` of `$config.get`: what holds it is given to the code, by a test maybe. */
function membersOfGiven(
  whole: Node,
): { readonly names: readonly string[]; readonly isOfThis: boolean; readonly isCalled: boolean } | undefined {
  const call = callIn(whole);
  const end = unwrap(call?.type === "CallExpression" ? call.callee : whole);
  const [head, ...links] = linksOf(end).toReversed();
  const names = links.flatMap((link) => (link.type === "MemberExpression" ? (memberName(link) ?? []) : []));
  const isOfThis = head?.type === "ThisExpression" && names.length > 1;
  if (!head || !(isOfThis || holeAt(head)) || names.length === 0 || names.some(holeOf)) return undefined;
  return { names, isOfThis, isCalled: !!call };
}

type TypeDoubt = Finding["safeOnlyIfMoved"];

/** Why the file still needs the old class: a target's annotation names it, or an `instanceof` asks for it. */
function oldClassDoubt(file: FileView, old: ExportRef, node: Node): TypeDoubt {
  const stated = doubtOfTarget(file, node, (name) => means(file, name, old));
  if (stated) return stated;
  const rights = file.nodes("BinaryExpression", ["instanceof"]).map(({ operator, right }) => operator === "instanceof" && right);
  const asked = rights.find((right) => right && right.type === "Identifier" && means(file, right, old));
  const asking = asked && asked.type === "Identifier" ? file.variableOf(asked) : undefined;
  return asking && { name: asking, reason: runsOtherwise(`the file asks whether something is an instance of ${asking.name}`) };
}

/** Why the target still needs the package whose function something gives way for that is neither the package's nor the project's. */
function oldPackageDoubt(file: FileView, { findExport }: CallSetting, { root, with: written }: CallEntry, node: Node): TypeDoubt {
  const old = root.type === "CallExpression" ? findExport(nameAtHead(root)?.name ?? "")?.module : undefined;
  const fresh = (written?.names ?? []).flatMap(({ name }) => findExport(name)?.module ?? []);
  if (!old || fresh.some((module) => module.kind === "file" || isOfSamePackage(module, old))) return undefined;
  return doubtOfTarget(file, node, (name) => {
    const reference = originOf(file, name)?.reference;
    return !!reference && isOfSamePackage(file.modules.resolve(file.path, reference.specifier), old);
  });
}

function doubtOfTarget(file: FileView, node: Node, isOld: (name: TSESTree.Identifier) => boolean): TypeDoubt {
  const annotation = findTarget(file, node)?.annotation;
  const stated = annotation && identifiersIn(annotation).find(isOld);
  const stating = stated && file.variableOf(stated);
  return stating && { name: stating, reason: `its target is stated to be of type ${stated.name}` };
}

function means(file: FileView, identifier: TSESTree.Identifier, wanted: ExportRef): boolean {
  const origin = originOf(file, identifier);
  return !!origin && membersOfExport(file, origin, wanted)?.length === 0;
}

/** A bridge may export the new class under the old name. */
function isSameExport({ modules }: FileView, a: ExportRef | undefined, b: ExportRef): boolean {
  if (!a) return false;
  return isSameOrigin(modules.exportOrigin(a.module, a.exported), modules.exportOrigin(b.module, b.exported));
}
