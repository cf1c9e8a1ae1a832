import { isSameOrigin, type ModuleIdentity, ModuleIndex, oncePer } from "../modules/index.js";
import { findGone } from "../edits/conflicts.js";
import type { Applicable, Edit } from "../edits/edit.js";
import type { Finding } from "../rules/define-rule.js";
import type { FileView } from "../semantics/file-view.js";
import { globalPathOf } from "../semantics/mocks/global-stubs.js";
import { isMockedBeside, isMocking, type ModuleMock, moduleMocksOf, spyingCall } from "../semantics/mocks/module-mocks.js";
import { keyOf } from "../semantics/local-names.js";
import type { ModuleReference } from "../semantics/module-reference.js";
import { isWholeModule, originOf } from "../semantics/origins.js";
import { finalName, isInType, memberName, rewrap, stringValue, type Node } from "../syntax/nodes.js";
import { contains, firstIndex, isSameRange, type Range } from "../syntax/ranges.js";
import { isReference } from "../syntax/references.js";

/** An export of a module that a site uses; `*` for the whole module. */
export interface UsedExport {
  readonly module: ModuleIdentity;
  readonly exported: string;
}

/** A finding with the edit that it has by now. */
export interface EditedFinding {
  readonly finding: Finding;
  readonly edit: Edit;
}

/** The exports that a finding's site uses, and no longer does after its edit. */
export function exportsLeftBy(file: FileView, { finding: { range }, edit }: EditedFinding): UsedExport[] {
  const left = edit.level === "hint" ? readsWithin(file, [range, ...takenApart(file, range)]) : leftByEdit(file, edit);
  return [...left, ...takenIn(file, range)];
}

/** Where a finding is one name of several that are taken at once, what it is taken from: `Environment` of `const { values } = Environment`. */
function takenApart(file: FileView, range: Range): readonly Range[] {
  const property = file.nodesWithin([range]).find((node) => node.type === "Property" && isSameRange(node.range, range));
  let at: Node | undefined = property?.parent;
  while (at?.parent && /^(?:ObjectPattern|Property)$/u.test(at.type)) at = at.parent;
  if (at?.type === "AssignmentPattern") return [at.right.range];
  return at?.type === "VariableDeclarator" && at.init ? [at.init.range] : [];
}

function readsWithin(file: FileView, ranges: readonly Range[]): readonly Read[] {
  return file.nodesWithin(ranges).flatMap((node) => readsAt(file, node));
}

const leftByEdits = new WeakMap<Edit, readonly UsedExport[]>();

/** The exports that an edit leaves, each once: many findings may have one edit together. */
function leftByEdit(file: FileView, edit: Applicable): readonly UsedExport[] {
  const known = leftByEdits.get(edit);
  if (known) return known;
  const isGone = findGone(edit.changes);
  const read = readsWithin(file, rangesOf(edit)).filter(({ node }) => isGone(node.range));
  const used = [...read, ...movedBy(file, edit)];
  const left = [...new Map(used.map((each) => [`${keyOf(each.module)}#${each.exported}`, each])).values()];
  leftByEdits.set(edit, left);
  return left;
}

function rangesOf({ changes }: Applicable): readonly Range[] {
  return changes.map((change) => change.range);
}

/** What an edit imports from elsewhere, for its own site or for one that it is joined with. */
function movedBy(file: FileView, edit: Applicable): UsedExport[] {
  return edit.imports.flatMap((request) => {
    if (request.kind === "move") return takenIn(file, request.name.range);
    return request.kind === "retarget" ? takenIn(file, request.reference.specifierRange) : [];
  });
}

/** The exports that the edit's new text uses. */
export function exportsNeededBy({ edit }: Pick<EditedFinding, "edit">): UsedExport[] {
  if (edit.level === "hint") return [];
  return edit.imports.flatMap((request): UsedExport[] => {
    if (request.kind === "retarget") return isForTypes(request.reference) ? [] : namesFrom(request.module, request.reference);
    if (request.kind !== "need" && request.kind !== "move" && request.kind !== "extract") return [];
    if (request.kind === "need" && request.isTypeOnly) return [];
    if (request.kind === "move" && (request.name.isTypeOnly || isForTypes(request.name.reference))) return [];
    return [{ module: request.module, exported: request.exported }];
  });
}

/**
 * The paths of the globals that a finding's site uses, and no longer does after its edit: `["crypto", "randomUUID"]`, also of
 * `vi.spyOn(crypto, "randomUUID")`.
 */
export function globalsLeftBy(file: FileView, { finding: { range }, edit }: EditedFinding): readonly (readonly string[])[] {
  const isGone = edit.level === "hint" ? () => true : findGone(edit.changes);
  return file.nodesWithin([range]).flatMap((node) => {
    if (node.type !== "Identifier" || !isReference(node) || !isGone(node.range)) return [];
    const read = wholeMember(node);
    const path = globalPathOf(file, read);
    const isNew = read.parent?.type === "NewExpression" && read.parent.callee === read;
    // `new Date()` uses no static member.
    const member = isNew ? "prototype" : stringValue(spyingCall(read)?.member);
    return path && path.length > 0 ? [member === undefined ? path : [...path, member]] : [];
  });
}

/** `globalThis.crypto.randomUUID` of its first name. */
function wholeMember(node: Node): Node {
  const { parent } = rewrap(node);
  const isRead = parent?.type === "MemberExpression" && parent.object === rewrap(node) && memberName(parent) !== undefined;
  return isRead ? wholeMember(parent) : node;
}

/** What a reference takes at run time, as if it took it from the module. */
function namesFrom(module: ModuleIdentity, { names }: ModuleReference): UsedExport[] {
  const taken = names.filter(({ isTypeOnly }) => !isTypeOnly);
  return taken.map(({ imported }): UsedExport => ({ module, exported: imported }));
}

interface Read extends UsedExport {
  readonly node: Node;
  readonly reference: ModuleReference;
}

/** Every place where code names what it has from a module. */
const readsOf = oncePer((file: FileView): readonly Read[] =>
  [...file.nodes("Identifier"), ...file.nodes("JSXIdentifier")].flatMap((node) => readsAt(file, node)),
);

function readsAt(file: FileView, node: Node): readonly Read[] {
  if (node.type === "Identifier" ? !isReference(node) : node.type !== "JSXIdentifier") return [];
  const origin = isInType(node) ? undefined : originOf(file, node);
  if (!origin?.reference || isForTypes(origin.reference)) return [];
  const { reference, path } = origin;
  const module = file.modules.resolve(file.path, reference.specifier);
  const member = isWholeModule(module, path) ? memberReadFrom(node) : undefined;
  const names = [path[0], member].filter((name) => name !== undefined);
  return (names.length === 0 ? ["*"] : names).map((exported): Read => ({ node, reference, module, exported }));
}

/** What takes a class to ask for its instances: `toThrow(Old)`, `assert.instanceOf(error, Old)`, `expect.any(Old)`, Nest's `@Catch(Old)`. */
const ASKING = /instance_?of|throw|reject|^(?:any|catch|isPrototypeOf)$/iu;

/** The classes of which a file asks whether something is an instance. */
export function classesAsked(file: FileView): readonly UsedExport[] {
  const compared = file.nodes("BinaryExpression", ["instanceof"]).filter(({ operator }) => operator === "instanceof");
  const asking = file.nodes("CallExpression").filter(({ callee }) => ASKING.test(finalName(callee) ?? ""));
  const classes: readonly Node[] = [...compared.map(({ right }) => right), ...asking.flatMap((call) => call.arguments)];
  return classes.flatMap((node) => readsAt(file, node.type === "MemberExpression" ? node.object : node));
}

/** `createUser` of `users.createUser`, and of `vi.spyOn(users, "createUser")`. */
function memberReadFrom(node: Node): string | undefined {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type === "MemberExpression" && parent.object === outer) return memberName(parent);
  return stringValue(spyingCall(node)?.member);
}

/** The names that imports in the range take, or all that the one whose specifier it is does. */
function takenIn(file: FileView, range: Finding["range"]): UsedExport[] {
  return referencesIn(file, range).flatMap((reference): UsedExport[] => {
    const isWhole = contains(range, reference.specifierRange);
    const names = reference.names.filter((name) => !name.isTypeOnly && (isWhole || contains(range, name.range)));
    if (names.length === 0 && !(isWhole && reference.names.length === 0)) return [];
    const module = file.modules.resolve(file.path, reference.specifier);
    return names.length === 0
      ? [{ module, exported: "*" }]
      : names.map(({ imported }): UsedExport => ({ module, exported: imported }));
  });
}

interface TakenPlace {
  readonly start: number;
  readonly reference: ModuleReference;
}

/** Where a file names what it takes at run time, in the order of the text: a test may mock hundreds of modules. */
const takenPlacesOf = oncePer((file: FileView): readonly TakenPlace[] =>
  file
    .moduleReferences()
    .filter((reference) => !isForTypes(reference))
    .flatMap((reference) =>
      [reference.specifierRange, ...reference.names.map(({ range }) => range)].map(([start]): TakenPlace => ({
        start,
        reference,
      })),
    )
    .sort((a, b) => a.start - b.start),
);

/** The references that have their specifier or a name in the range. */
function referencesIn(file: FileView, [from, to]: Range): readonly ModuleReference[] {
  const places = takenPlacesOf(file);
  const found = new Set<ModuleReference>();
  for (
    let index = firstIndex(places.length, (at) => places[at]!.start >= from);
    index < places.length && places[index]!.start <= to;
    index++
  )
    found.add(places[index]!.reference);
  return [...found];
}

/** Whether a reference takes nothing at run time, or not what a mock gives. */
function isForTypes(reference: ModuleReference): boolean {
  const { kind, isTypeOnly } = reference;
  return isTypeOnly || kind === "mock" || takesReal(reference) || kind === "import-type" || kind === "jsdoc";
}

/** `vi.importActual("./a")` and `jest.requireActual("./a")`, and not `jest.requireMock("./a")`. */
function takesReal({ kind, node }: ModuleReference): boolean {
  if (kind !== "actual" || node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  return /Actual$/u.test(memberName(node.callee) ?? "");
}

const leaveReal = new WeakMap<Edit, boolean>();

/** Whether an edit takes away what code reads from a real module beside its mock; many findings may have one edit together. */
export function leavesReal(file: FileView, { edit }: EditedFinding): boolean {
  if (edit.level === "hint") return false;
  const known = leaveReal.get(edit) ?? findReal(file, edit);
  leaveReal.set(edit, known);
  return known;
}

function findReal(file: FileView, edit: Applicable): boolean {
  const isGone = findGone(edit.changes);
  return file.nodesWithin(rangesOf(edit)).some((node) => {
    if (node.type === "Identifier" ? !isReference(node) : node.type !== "CallExpression") return false;
    if (!isGone(node.range)) return false;
    const origin = originOf(file, node);
    return !!origin?.reference && takesReal(origin.reference);
  });
}

/** The specifiers by which a file takes a module as a whole, so that nobody sees which of its exports are used. */
export function wholeUsesOf(file: FileView, module: ModuleIdentity): readonly Range[] {
  return findWholeUses(file).of(module);
}

const findWholeUses = oncePer((file: FileView): ModuleIndex<Range> => {
  const found = new ModuleIndex<Range>();
  for (const reference of file.moduleReferences()) {
    const { names, expression, specifier, specifierRange } = reference;
    if (names.length > 0 || !expression || isForTypes(reference)) continue;
    if (rewrap(expression).parent?.type !== "ExpressionStatement")
      found.add(file.modules.resolve(file.path, specifier), specifierRange);
  }
  for (const { exported, module, reference } of readsOf(file)) if (exported === "*") found.add(module, reference.specifierRange);
  return found;
});

/** The modules of which a mock and its copies are after an edit. */
export function placesOfMock({ modules, path }: FileView, mock: ModuleMock, edit: Applicable): readonly ModuleIdentity[] {
  for (const request of edit.imports)
    if (request.kind === "retarget" && request.reference === mock.reference) return [request.module];
  const [, end] = mock.call.parent.range;
  const copied = edit.changes.filter(({ range: [start, last] }) => start === end && last === end);
  const named = copied.map(({ parts: [part] }) => /(["'`])(.+?)\1/u.exec(typeof part === "string" ? part : "")?.[2]);
  const copies = named.flatMap((specifier) => (specifier === undefined ? [] : [modules.resolve(path, specifier)]));
  return [mock.module, ...copies];
}

/** Whether another mock of the file gives all that an edit needs, or this one doubles it alike. */
export function isGivenBeside(file: FileView, mock: ModuleMock, edited: EditedFinding): boolean {
  const needed = exportsNeededBy(edited);
  return isDoubledAlike(file, mock, edited) || (needed.length > 0 && needed.every((used) => isMockedBeside(file, mock, used)));
}

/** Whether two exports are one value: passed on, or by two names as `export default dispatcher` makes them. */
export function isSameValue({ modules }: FileView, one: UsedExport, other: UsedExport): boolean {
  const [own, others] = [one, other].map(({ module, exported }) => modules.declarations.findExported(module, exported));
  if (own && own.name === others?.name && own.module === others.module) return true;
  const [from, to] = [one, other].map(({ module, exported }) => modules.exportOrigin(module, exported));
  return isSameOrigin(from, to);
}

/** Whether an automock doubles what an edit needs as what it leaves: both are names of one value. */
export function isDoubledAlike(file: FileView, mock: ModuleMock, edited: EditedFinding): boolean {
  const needed = mock.isAutomock ? exportsNeededBy(edited) : [];
  const left = needed.length > 0 ? exportsLeftBy(file, edited) : [];
  const isOfMock = (used: UsedExport): boolean => file.modules.isSameModule(used.module, mock.module);
  return needed.length > 0 && needed.every((used) => isOfMock(used) && left.some((each) => isSameValue(file, each, used)));
}

/** Whether the mock is between the file and the export: its module is mocked, or one behind it. */
export function isMockOf({ modules }: FileView, mock: ModuleMock, { module, exported }: UsedExport): boolean {
  if (modules.isSameModule(mock.module, module)) return true;
  const origin = exported === "*" ? undefined : modules.exportOrigin(module, exported);
  return !!origin && modules.isSameModule(mock.module, origin.module);
}

/** Whether an edit leaves what a mock replaces. */
export function usesMocked(file: FileView, mock: ModuleMock, edited: EditedFinding): boolean {
  return exportsLeftBy(file, edited).some((used) => isMockOf(file, mock, used) && isMocking(mock, used.exported));
}

/** The mock that a violation is about, and those into which its edit writes a key. */
export function mocksChangedBy(file: FileView, { edit, finding: { mock } }: EditedFinding): readonly ModuleMock[] {
  const changes = mock && edit.level !== "hint" ? edit.changes : [];
  return moduleMocksOf(file).filter((each) => each === mock || changes.some(({ range }) => contains(each.call.range, range)));
}
