import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { FindExport } from "../../semantics/local-names.js";
import {
  manualMockOf,
  mockAround,
  type MockKey,
  type ModuleMock,
  moduleMocksOf,
  referencesInMock,
} from "../../semantics/mocks/module-mocks.js";
import { takesNothing } from "../../semantics/mocks/global-stubs.js";
import { type Step, stepsOf, type Template, type TemplatePath } from "../../patterns/template.js";
import { holeOf } from "../../patterns/template-holes.js";
import { keyName, unwrap, type Node } from "../../syntax/nodes.js";
import { because, type Why } from "../../reasons/reasons.js";
import { membersBehindBarrel } from "../../semantics/origins.js";
import type { ModuleIdentity } from "../../modules/index.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import { type Change, contains, type Range, type TextEdit, textOfParts } from "../../syntax/ranges.js";
import { isIdentifierName } from "../../syntax/identifiers.js";
import { applyTextEdits } from "../compose.js";
import { allOf, atMostSuggestion, fix, hint, type Edit } from "../edit.js";

/** What to do where a mock can't be rewritten: the end of a reason. */
export const MOCK_BY_HAND = "mock what replaces it by hand";

/** A pattern and what replaces it. */
export interface MockedPattern {
  readonly match: Template;
  readonly with: Template | undefined;
}

/** What is to become of a key that names what a contract replaces. */
export type KeyPlan = ({ readonly target: ExportRef } & KeyForm) | { readonly refused: Why };

/** How a mock gives what replaces an export. */
interface KeyForm {
  /** The export is a function now, which gives what was exported. */
  readonly isResult: boolean;
  /** The only member of what was exported: that is what is exported now. */
  readonly member?: string;
  /** Its calls get other arguments, which a test may look at. */
  readonly isReshaped?: boolean;
}

/** What the patterns ask of a key; undefined where none of them is about what the mock gives. */
export function planKey(key: MockKey, patterns: readonly MockedPattern[], findExport: FindExport): KeyPlan | undefined {
  const value = unwrap(key.property.value);
  const members = value.type === "ObjectExpression" ? membersOf(value) : undefined;
  const concerned = patterns.filter(({ match }) => isAbout(stepsOf(match), members));
  if (concerned.length === 0) return undefined;
  const plans = concerned.map((pattern) => planOf(pattern, value, findExport));
  if (plans.every((plan) => plan === undefined)) return undefined;
  const [first] = plans;
  const refused = plans.find((plan) => plan === undefined || "refused" in plan);
  if (!first || refused || plans.includes(undefined)) return refused ?? { refused: UNWRITABLE };
  if (members && isInParts(concerned, members))
    return { refused: because("itMocks", `only a part of it is replaced: ${MOCK_BY_HAND}`) };
  return plans.every((plan) => isSamePlan(plan, first)) ? first : { refused: UNWRITABLE };
}

const UNMOCKED = because("itMocks", `it is unmocked in a place that takes no second call: ${MOCK_BY_HAND}`);
const UNWRITABLE = because("itMocks", `its factory can't be rewritten: ${MOCK_BY_HAND}`);

/** The export that a template starts from; undefined where it starts from no name. */
export function headOf(template: Template): string | undefined {
  return stepsOf(template)?.head;
}

/** A template without its arguments: `UnifiedIdGenerator.generateBaseId`. */
export function nameOfReplacement(template: Template): string | undefined {
  const path = stepsOf(template);
  if (!path) return undefined;
  const end = path.steps.findIndex(({ kind }) => kind !== "member");
  const members = end < 0 ? path.steps : path.steps.slice(0, end);
  return [holeOf(path.head)?.name ?? path.head, ...members.map((step) => ("name" in step ? step.name : ""))].join(".");
}

/** Whether the mock's key, or a module that passes it on, is the export. */
export function isKeyOf({ modules }: FileView, { module }: ModuleMock, { name }: MockKey, ref: ExportRef): boolean {
  if (modules.isSameModule(module, ref.module)) return name === ref.exported;
  return membersBehindBarrel(modules, module, [name], ref)?.length === 0;
}

function isSamePlan(plan: KeyPlan | undefined, other: KeyPlan): boolean {
  if (!plan || "refused" in plan || "refused" in other) return false;
  return plan.target.name === other.target.name && plan.isResult === other.isResult && plan.member === other.member;
}

/** A pattern that reads a member is about a mock that gives such a member; one that calls is about any. */
function isAbout(path: TemplatePath | undefined, members: ReadonlySet<string> | undefined): boolean {
  if (!path) return false;
  const [first] = path.steps;
  return first?.kind !== "member" || (members?.has(first.name) ?? false);
}

/** Whether the mock gives members of which no pattern speaks. */
function isInParts(patterns: readonly MockedPattern[], members: ReadonlySet<string>): boolean {
  const firsts = patterns.map(({ match }) => stepsOf(match)?.steps[0]);
  if (!firsts.every((step) => step?.kind === "member")) return false;
  return [...members].some((member) => !firsts.some((step) => step?.kind === "member" && step.name === member));
}

/** Undefined: the mock is right as it is. */
function planOf({ match, with: written }: MockedPattern, value: Node, findExport: FindExport): KeyPlan | undefined {
  const [from, to] = [stepsOf(match), written && stepsOf(written)];
  if (!written) return { refused: because("noReplacement", `the contract names nothing that replaces it: ${MOCK_BY_HAND}`) };
  const target = to && findExport(to.head);
  if (!from || !to || !target) return mockedByHand(match, written);
  let shared = 0;
  while (isSameStep(from.steps.at(-1 - shared), to.steps.at(-1 - shared), value)) shared++;
  const [before, after] = [from.steps.slice(0, from.steps.length - shared), to.steps.slice(0, to.steps.length - shared)];
  const isReshaped = from.steps
    .slice(before.length)
    .some((step, index) => textOf(step) !== textOf(to.steps[after.length + index]));
  if (before.length === 0 && after.length === 0)
    return from.head === to.head ? undefined : { target, isResult: false, isReshaped };
  if (before.length === 0 && after.length === 1 && after[0]?.kind === "call") return { target, isResult: true };
  const [only] = before;
  const isOfMember = before.length === 1 && only?.kind === "member" && value.type === "ObjectExpression";
  const isResult = after.length === 1 && after[0]?.kind === "call";
  if (isOfMember && (isResult || after.length === 0)) return { target, isResult, member: only.name };
  return mockedByHand(match, written);
}

/** What the code has in scope, or gives to what is replaced, is in no module that a test could mock. */
function mockedByHand(match: Template | undefined, written: Template): KeyPlan {
  const name = nameOfReplacement(written) ?? "its replacement";
  const hole = holeOf(headOf(written) ?? "");
  const isGiven = match?.holes.some((each) => each.name === hole?.name);
  const way = isGiven ? "what replaces it needs no mock: remove this one" : `give what is tested a double as its ${name}`;
  return { refused: because("itMocks", hole ? way : `${MOCK_BY_HAND}: ${name}`) };
}

/** What a step takes: the text of a call's arguments. */
function textOf(step: Step | undefined): string | undefined {
  return step && "text" in step ? step.text : undefined;
}

/** Arguments may differ only for a mock that takes none. */
function isSameStep(a: Step | undefined, b: Step | undefined, value: Node): boolean {
  if (!a || !b || a.kind !== b.kind) return false;
  if (a.kind === "member" || b.kind === "member") return a.kind === "member" && b.kind === "member" && a.name === b.name;
  return a.text === b.text || (a.kind === "call" && takesNothing(value));
}

function membersOf(value: TSESTree.ObjectExpression): ReadonlySet<string> | undefined {
  const names = value.properties.map((property) => (property.type === "Property" ? keyName(property) : undefined));
  return names.includes(undefined) ? undefined : new Set(names.filter((name) => name !== undefined));
}

/** What becomes of one key of a mock's factory. */
export interface KeyChange extends KeyForm {
  readonly key: MockKey;
  readonly exported: string;
  readonly module: ModuleIdentity;
  /** How the file writes the module. */
  readonly specifier: string;
}

/**
 * Lets a mock follow what its module's exports become: its keys in place, its path where every key leaves. Where some stay, or code still
 * uses the old ones, a second mock with what the new module has of the factory is put beside it, and the old one is for what stays.
 */
export function followMock(file: FileView, mock: ModuleMock, changes: readonly KeyChange[], isStillUsed: boolean): Edit {
  const { modules } = file;
  const keys = mock.keys ?? [];
  const twin = changes.find(({ exported, key }) => keys.some(({ name }) => name === exported && name !== key.name));
  if (twin) return hint(because("itMocks", `it mocks ${twin.exported} too: remove ${twin.key.name} when nothing uses it`));
  // What a factory changes of the real module belongs to the place of that.
  const isFixed = changes.some(({ module }) => !modules.isSameModule(mock.module, module)) && (mock.changed?.size ?? 0) > 0;
  const losesComment = ({ range, parts }: Change): boolean =>
    parts.every((part) => typeof part === "string") && file.commentsIn(range).length > 0;
  const isWritable = changes.every((change) => changesOfKey(change)?.some(losesComment) === false);
  if (isFixed || !isWritable) return hint(UNWRITABLE);
  const away = groupByModule(
    file,
    changes.filter((change) => !modules.isSameModule(mock.module, change.module)),
  );
  const othersOf = ([{ module }]: KeyGroup): readonly ModuleMock[] =>
    moduleMocksOf(file).filter((other) => other !== mock && modules.isSameModule(other.module, module));
  const home = changes.filter(({ module }) => modules.isSameModule(mock.module, module));
  const [first] = away;
  const isAway = keys.every(({ name }) => away.flat().some(({ key }) => key.name === name));
  const isLeft = first !== undefined && isAway && !isStillUsed && !away.some((group) => othersOf(group).length > 0);
  const inPlace = isStillUsed ? keysBeside(file, mock, home) : home.flatMap((change) => changesOfKey(change) ?? []);
  const own = isLeft ? moveMock(file, mock, first) : fix(inPlace);
  const besides = (isLeft ? away.slice(1) : away).map((group) => {
    const others = othersOf(group);
    return others.length > 0 ? addKeys(file, mock, others, group) : mockBeside(file, mock, group[0], group);
  });
  return allOf(own, ...besides);
}

const MOCKED_TOO = because("itMocks", `it mocks the new module too: ${MOCK_BY_HAND} there`);

/** Writes keys into the one mock that a file has of the new module, where that names what it gives. */
function addKeys(file: FileView, mock: ModuleMock, others: readonly ModuleMock[], changes: KeyGroup): Edit {
  const [other, ...more] = others;
  const object = other?.keys?.[0]?.property.parent;
  const isBeside = (each: ModuleMock): boolean =>
    each.call.parent.parent === mock.call.parent.parent && file.textOf(each.call.callee) === file.textOf(mock.call.callee);
  if (!other || more.length > 0 || object?.type !== "ObjectExpression" || !isBeside(other)) return hint(MOCKED_TOO);
  if (changes.some(({ key, exported }) => exported === "default" || !isMovable(file, mock, key))) return hint(MOCKED_TOO);
  return fix(keysBeside(file, other, changes));
}

/** Writes what keys become behind the last key of a mock. */
function keysBeside(file: FileView, { keys = [] }: ModuleMock, changes: readonly KeyChange[]): readonly Change[] {
  const object = keys[0]?.property.parent;
  const last = object?.type === "ObjectExpression" ? object.properties.at(-1) : undefined;
  if (!last || changes.length === 0) return [];
  const line = /\r?\n[^\S\n]*$/u.exec(file.text.slice(0, last.range[0]))?.[0] ?? " ";
  const added = changes.map(
    (change) => `,${line}${textWith(file, change.key.property, asTexts(file, changesOfKey(change) ?? []))}`,
  );
  return [{ range: [last.range[1], last.range[1]], parts: added }];
}

/** Whether a key means the same in another factory: it uses nothing that its own one declares, or takes from the real module. */
function isMovable(file: FileView, mock: ModuleMock, { property }: MockKey): boolean {
  const isOwn = ({ range }: Node): boolean => contains(mock.call.range, range) && !contains(property.range, range);
  const uses = file.nodesWithin([property.range]).flatMap((node) => (node.type === "Identifier" && file.variableOf(node)) || []);
  const isReal = referencesInMock(file, mock).some(({ specifierRange }) => contains(property.range, specifierRange));
  return !isReal && !uses.some(({ scope }) => isOwn(scope.block));
}

/** The changes that lead to one module. */
type KeyGroup = readonly [KeyChange, ...KeyChange[]];

function groupByModule({ modules }: FileView, changes: readonly KeyChange[]): KeyGroup[] {
  const groups: [KeyChange, ...KeyChange[]][] = [];
  for (const change of changes) {
    const group = groups.find(([{ module }]) => modules.isSameModule(module, change.module));
    if (group) group.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** Moves a mock, and what ends it in the file where no other mock of the module stays. */
function moveMock(file: FileView, mock: ModuleMock, changes: KeyGroup): Edit {
  const [{ module, specifier }] = changes;
  const isGone = ({ keys }: ModuleMock) => keys?.every(({ name }) => changes.some(({ key }) => key.name === name)) ?? false;
  const isLast = moduleMocksOf(file).every((other) => !file.modules.isSameModule(other.module, mock.module) || isGone(other));
  const moving = [...referencesInMock(file, mock), ...(isLast ? unmocksOf(file, mock.module) : [])];
  const own = fix(
    keyChanges(file, mock, changes[0], changes),
    moving.map((reference) => ({ kind: "retarget", reference, module, specifier })),
  );
  return isLast ? own : allOf(own, unmockBeside(file, mock.module, changes[0]));
}

/** What ends the mocks of a module in a file: `vi.doUnmock("./a")`. */
function unmocksOf(file: FileView, module: ModuleIdentity): readonly ModuleReference[] {
  const isOfModule = ({ kind, specifier }: ModuleReference): boolean =>
    kind === "mock" && file.modules.isSameModule(file.modules.resolve(file.path, specifier), module);
  return file.moduleReferences().filter((each) => isOfModule(each) && !mockAround(file, each));
}

/** Ends the mock of another module too wherever a file ends that of one, so that no later test gets it. */
export function unmockBeside(file: FileView, module: ModuleIdentity, to: MockedPlace): Edit {
  const unmocks = unmocksOf(file, module);
  if (unmocksOf(file, to.module).length >= unmocks.length) return fix([]);
  const edits = unmocks.map(({ node, specifierRange }): Edit => {
    const isDirect = node.type === "CallExpression" && !file.textOf(node.callee).includes("(");
    const statement = isDirect && node.parent.type === "ExpressionStatement" ? node.parent : undefined;
    return statement ? fix([copyBeside(file, statement, [inQuotes(file, specifierRange, to)])]) : hint(UNMOCKED);
  });
  return allOf(...edits);
}

/** A second mock for another module, with the factory's keys that it may have. */
export function mockBeside(file: FileView, mock: ModuleMock, to: MockedPlace, changes: readonly KeyChange[] = []): Edit {
  const statement = mock.call.parent;
  if (statement.type !== "ExpressionStatement") return hint(because("itMocks", `its result is used: ${MOCK_BY_HAND}`));
  const renamed = referencesInMock(file, mock).map(({ specifierRange }) => inQuotes(file, specifierRange, to));
  const edit = fix([copyBeside(file, statement, [...renamed, ...asTexts(file, keyChanges(file, mock, to, changes))])]);
  return allOf(safeBesideManualMock(file, mock, to, edit), unmockBeside(file, mock.module, to));
}

/** A module's name in the quotes that another one has. */
function inQuotes({ text }: FileView, range: Range, { specifier }: MockedPlace): TextEdit {
  const quote = text[range[0]] ?? '"';
  return { range, text: quote + specifier + quote };
}

/** A statement again on the next line, with other texts in it. */
function copyBeside(file: FileView, statement: Node, edits: readonly TextEdit[]): Change {
  const [start, end] = statement.range;
  const indent = /[^\S\r\n]*$/u.exec(file.text.slice(0, start))?.[0] ?? "";
  return { range: [end, end], parts: [(file.text.includes("\r\n") ? "\r\n" : "\n") + indent + textWith(file, statement, edits)] };
}

/** The text of a node with other texts in it. */
function textWith({ text }: FileView, { range }: Node, edits: readonly TextEdit[]): string {
  const sorted = edits.toSorted((a, b) => a.range[0] - b.range[0]);
  return applyTextEdits(text, sorted, range);
}

function asTexts(file: FileView, changes: readonly Change[]): readonly TextEdit[] {
  return changes.map(({ range, parts }) => ({ range, text: textOfParts(file.text, parts) }));
}

/** What becomes of a factory's keys in a mock of a module: without those that the module surely lacks. */
function keyChanges(file: FileView, { keys = [] }: ModuleMock, to: MockedPlace, changes: readonly KeyChange[]): Change[] {
  const others = keys.filter(({ name }) => !changes.some(({ key }) => key.name === name));
  const lacking = others.filter(({ name }) => file.modules.lacksExport(file.path, to.module, to.specifier, name));
  const removed = lacking.flatMap(({ property }): Change[] => {
    const { properties: all, range: around } = property.parent as TSESTree.ObjectExpression;
    const before = all[all.indexOf(property) - 1];
    const end = endOfEntry(file, property);
    const cut: Change = { range: [before ? endOfEntry(file, before) : around[0] + 1, end], parts: [] };
    const kept = all.findLast((each) => !lacking.some((key) => key.property === each));
    const isBare = kept && property === all.at(-1) && end === property.range[1];
    return isBare ? [{ range: [kept.range[1], kept.range[1] + 1], parts: [] }, cut] : [cut];
  });
  return [...changes.flatMap((change) => changesOfKey(change) ?? []), ...removed];
}

const AFTER_ENTRY = /(?:(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*\n)*,)?(?:[^\S\n]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/(?=\s*\n)))?/uy;

/** Where an entry of a list ends with its comma and with what a comment says of its line. */
function endOfEntry({ text }: FileView, { range }: Node): number {
  AFTER_ENTRY.lastIndex = range[1];
  return range[1] + (AFTER_ENTRY.exec(text)?.[0].length ?? 0);
}

/** A module, and how the file writes it. */
type MockedPlace = Pick<KeyChange, "module" | "specifier">;

/** Lowers a mock's move to a module, unless what a `__mocks__` folder has for the old one is there for the new one too. */
export function safeBesideManualMock(file: FileView, mock: ModuleMock, to: MockedPlace, edit: Edit): Edit {
  const manual = manualMockOf(file, mock, { module: mock.module, specifier: mock.reference.specifier });
  if (manual === undefined || manualMockOf(file, mock, to) !== undefined) return edit;
  const name = file.modules.relative(manual) ?? manual;
  return atMostSuggestion(edit, because("itMocks", `it takes ${name}, and the new module has no such mock`));
}

/** The text changes of a key; undefined where they can't be written. */
function changesOfKey({ key: { name, property }, exported, isResult, member }: KeyChange): readonly Change[] | undefined {
  const text = isIdentifierName(exported) ? exported : JSON.stringify(exported);
  if (property.computed) return undefined;
  if (member !== undefined) return memberAsKey(property, { member, isResult }, text);
  if (property.shorthand) {
    if (exported === name && !isResult) return [];
    return [{ range: property.range, parts: [`${text}: ${isResult ? "() => " : ""}${name}`] }];
  }
  if (isResult && (property.method || property.kind === "set")) return undefined;
  // `get a() { … }` gives on being read what `a() { … }` gives on being called.
  if (isResult && property.kind === "get") return [{ range: [property.range[0], property.key.range[1]], parts: [text] }];
  const renamed: readonly Change[] = exported === name ? [] : [{ range: property.key.range, parts: [text] }];
  if (!isResult) return renamed;
  const around = aroundResult(property.value);
  return around && [...renamed, { range: property.value.range, parts: [around[0], { copy: property.value.range }, around[1]] }];
}

/** `Logger: { get: () => fake }` → `getLogger: () => fake`, and `Logger: { instance: fake }` → the same. */
function memberAsKey(
  property: TSESTree.Property,
  { member, isResult }: Pick<KeyChange, "member" | "isResult">,
  text: string,
): readonly Change[] | undefined {
  const object = unwrap(property.value);
  const [own, ...others] = object.type === "ObjectExpression" ? object.properties : [];
  if (own?.type !== "Property" || others.length > 0 || own.computed || keyName(own) !== member) return undefined;
  const isGetter = own.kind === "get";
  if (own.kind === "set" || (isGetter && !isResult) || (own.method && isResult)) return undefined;
  const isPlainMethod = own.value.type === "FunctionExpression" && !own.value.async && !own.value.generator;
  if (own.method && !isPlainMethod) return undefined;
  if (!isResult || isGetter)
    return [
      { range: [property.range[0], own.key.range[1]], parts: [own.shorthand ? `${text}: ${member}` : text] },
      { range: [own.range[1], property.range[1]], parts: [] },
    ];
  // An instance is one and the same for all that ask for it.
  const around = /^(?:Call|New)Expression$/u.test(unwrap(own.value).type) ? undefined : aroundResult(own.value);
  const { range } = own.value;
  return (
    around && [
      { range: [property.range[0], range[0]], parts: [`${text}: ${around[0]}`] },
      { range: [range[1], property.range[1]], parts: [around[1]] },
    ]
  );
}

/** What may follow `() =>` as it is, and means the same there. */
const PLAIN =
  /^(?:Identifier|MemberExpression|CallExpression|NewExpression|Literal|ArrowFunctionExpression|FunctionExpression)$/u;

/** What stands around a value that a function gives: `() => fake`; undefined where it can't be written so. */
function aroundResult(value: Node): readonly [string, string] | undefined {
  const { type } = unwrap(value);
  if (type === "ObjectExpression") return ["() => (", ")"];
  return PLAIN.test(type) ? ["() => ", ""] : undefined;
}
