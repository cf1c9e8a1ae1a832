import { isConflict, findGone, findOverlaps } from "../edits/conflicts.js";
import { allOf, type Applicable, atMostSuggestion, type Edit, hint } from "../edits/edit.js";
import { type ModuleIdentity, ModuleIndex } from "../modules/index.js";
import { because } from "../reasons/reasons.js";
import { ruleDocs } from "../rules/index.js";
import type { FileView } from "../semantics/file-view.js";
import { globalStubsOf, isStubbed } from "../semantics/mocks/global-stubs.js";
import type { ImportMove, ImportRequest } from "../semantics/import-requests.js";
import { isThereInMock, type ModuleMock, moduleMocksOf } from "../semantics/mocks/module-mocks.js";
import { hasTests } from "../semantics/mocks/test-declarations.js";
import { usesOf } from "../semantics/origins.js";
import { isFunction, isInType, memberName, type Node } from "../syntax/nodes.js";
import { type Change, contains, isSameRange, type Range, RangeIndex } from "../syntax/ranges.js";
import {
  exportsLeftBy,
  exportsNeededBy,
  globalsLeftBy,
  isDoubledAlike,
  isGivenBeside,
  isSameValue,
  isMockOf,
  leavesReal,
  mocksChangedBy,
  placesOfMock,
  type UsedExport,
  usesMocked,
  wholeUsesOf,
} from "./left-exports.js";
import { orderOf, type PendingViolation } from "./engine.js";

type IsAsked = (draft: PendingViolation) => boolean;

/** Makes the edits of one file fit together: which one changes a place that two claim, and which only work together, of those that are asked for. */
export function coordinate(file: FileView, drafts: readonly PendingViolation[], isAsked: IsAsked): void {
  // What has no edit waits for nothing.
  if (drafts.every(({ edit }) => edit.level === "hint")) return;
  lowerInPages(file, drafts);
  joinMocks(file, drafts, isAsked);
  lowerUnmoved(drafts);
  // A move that depends on a use's fix has to know first whether that fix is kept.
  settleClaims(drafts.filter((draft) => !isMove(draft)));
  joinMoves(file, drafts, isAsked);
  settleClaims(drafts);
  // One of those that only work together may have lost its fix meanwhile.
  joinMocks(file, drafts, isAsked);
}

/** What makes a text of a function, for Playwright and Puppeteer to run it in a page. */
const RUN_IN_PAGES = "evaluate evaluateHandle evaluateAll evaluateOnNewDocument addInitScript waitForFunction $eval $$eval".split(
  " ",
);
const IN_PAGE = "it runs in the page of a browser, where this file's imports are not";

/** Leaves to people what a test runs in a browser: no compiler and no linter tells that an imported name is not there. */
function lowerInPages(file: FileView, drafts: readonly PendingViolation[]): void {
  const passed = file
    .nodes("CallExpression", RUN_IN_PAGES)
    .filter(({ callee }) => callee.type === "MemberExpression" && RUN_IN_PAGES.includes(memberName(callee) ?? ""))
    .flatMap((call) => call.arguments.filter(isFunction));
  if (passed.length === 0) return;
  for (const draft of drafts)
    if (!isMove(draft) && passed.some(({ range }) => contains(range, draft.finding.range))) draft.edit = hint(IN_PAGE);
}

/** Lowers edits that are safe only together with a move, if this file has no such move. */
function lowerUnmoved(drafts: readonly PendingViolation[]): void {
  const moves = drafts.filter((draft) => isMove(draft) && draft.edit.level === "fix" && !draft.isDisabled);
  const moved = new Set(moves.flatMap(({ edit }) => movesOf(edit).map(({ name }) => name.variable)));
  for (const draft of drafts) {
    const { safeOnlyIfMoved } = draft.finding;
    if (safeOnlyIfMoved && !moved.has(safeOnlyIfMoved.name)) draft.edit = atMostSuggestion(draft.edit, safeOnlyIfMoved.reason);
  }
}

function isMove(draft: PendingViolation): boolean {
  return ruleDocs(draft.rule.rule).movesImports === true;
}

/** If two contracts claim one place, the first one's fix is kept and the other becomes a suggestion. */
function settleClaims(drafts: readonly PendingViolation[]): void {
  const fixes = drafts.filter((draft) => draft.edit.level === "fix" && !draft.isDisabled).sort((a, b) => orderOf(a) - orderOf(b));
  const claims = new Claims(fixes);
  const rivals = new Map<Edit, PendingViolation | undefined>();
  for (const draft of fixes) {
    // Findings of one contract may have one edit together, which then has one rival.
    if (!rivals.has(draft.edit)) rivals.set(draft.edit, claims.findRival(draft));
    const rival = rivals.get(draft.edit) ?? claims.findRivalInSite(draft);
    if (rival) draft.edit = atMostSuggestion(draft.edit, `${rival.rule.contract.id ?? "another rule"} changes the same place`);
    else claims.keep(draft);
  }
}

/** What the fixes that are kept change in the file. */
class Claims {
  readonly #overlaps: (change: Change) => readonly Change[];
  readonly #changes = new Map<Change, PendingViolation[]>();
  readonly #moves = new Map<ImportMove["name"], PendingViolation[]>();
  readonly #sites = new Map<string, PendingViolation[]>();
  readonly #kept = new Set<Edit>();

  constructor(fixes: readonly PendingViolation[]) {
    const edits = new Set(fixes.map(({ edit }) => edit as Applicable));
    this.#overlaps = findOverlaps([...edits].flatMap(({ changes }) => changes));
  }

  keep(draft: PendingViolation): void {
    addTo(this.#sites, siteOf(draft), draft);
    if (this.#kept.has(draft.edit)) return;
    this.#kept.add(draft.edit);
    for (const change of (draft.edit as Applicable).changes) addTo(this.#changes, change, draft);
    for (const { name } of movesOf(draft.edit)) addTo(this.#moves, name, draft);
  }

  /** A kept fix of another contract that can't be written together with this one. */
  findRival(draft: PendingViolation): PendingViolation | undefined {
    const isOther = isOfOtherContract(draft);
    const { changes } = draft.edit as Applicable;
    for (const change of changes) {
      for (const touched of this.#overlaps(change)) {
        const rival = isConflict(touched, change) && this.#changes.get(touched)?.find(isOther);
        if (rival) return rival;
      }
    }
    for (const { name } of movesOf(draft.edit)) {
      const rival = this.#moves.get(name)?.find(isOther);
      if (rival) return rival;
    }
    return undefined;
  }

  /** One edit may copy what the other replaces, as `wrap(<old>)` does; of one site only one contract writes the code. */
  findRivalInSite(draft: PendingViolation): PendingViolation | undefined {
    const isOther = isOfOtherContract(draft);
    return this.#sites.get(siteOf(draft))?.find((other) => isOther(other) && changesTogether(other, draft));
  }
}

function isOfOtherContract({ rule }: PendingViolation): (other: PendingViolation) => boolean {
  return (other) => other.rule.contract !== rule.contract;
}

function siteOf({ finding }: PendingViolation): string {
  return finding.range.join();
}

/** Whether both change code in the site that they share; moves of imports have their own check. */
function changesTogether(a: PendingViolation, b: PendingViolation): boolean {
  const changesSite = ({ edit, finding }: PendingViolation): boolean =>
    (edit as Applicable).changes.some(({ range }) => contains(finding.range, range) || contains(range, finding.range));
  return changesSite(a) && changesSite(b);
}

function addTo<Key>(map: Map<Key, PendingViolation[]>, key: Key, draft: PendingViolation): void {
  const known = map.get(key);
  if (known) known.push(draft);
  else map.set(key, [draft]);
}

function movesOf(edit: Edit): ImportMove[] {
  return edit.level === "hint" ? [] : edit.imports.filter((request) => request.kind === "move");
}

/**
 * If a use of a moved name is another rule's violation, the name means something else after the move:
 * moving is safe only together with that use's fix.
 */
function joinMoves(file: FileView, drafts: readonly PendingViolation[], isAsked: IsAsked): void {
  if (!drafts.some((draft) => draft.edit.level === "fix" && isMove(draft))) return;
  const alone = new Map(drafts.map((draft) => [draft, draft.edit]));
  const places = new RangeIndex(drafts, ({ finding }) => finding.range);
  const inOrder = orderAs(drafts);
  for (const draft of drafts) {
    if (draft.edit.level !== "fix" || !isMove(draft)) continue;
    const own = draft.edit;
    if (isOfSameOrigin(file, own)) continue;
    const users = inOrder(usersOf(file, own, draft, places));
    if (users.length === 0) continue;
    const isSafe = users.every((other) => alone.get(other)?.level === "fix" && !other.isDisabled);
    const unasked = isAsked(draft) ? users.find((other) => !isAsked(other)) : undefined;
    if (unasked)
      draft.edit = atMostSuggestion(own, `${unasked.rule.contract.id} changes a use of it: fix both, or that one first`);
    else
      draft.edit = isSafe
        ? joined(
            own,
            users.map((other) => alone.get(other) as Applicable),
          )
        : atMostSuggestion(own, "a use of it has to change with it");
  }
}

/** Whether all that an edit moves is declared where it was, so that each name means what it meant. */
function isOfSameOrigin(file: FileView, edit: Applicable): boolean {
  const before = ({ reference, imported }: ImportMove["name"]): UsedExport => ({
    module: file.modules.resolve(file.path, reference.specifier),
    exported: imported,
  });
  const moves = movesOf(edit);
  return moves.length > 0 && moves.every((move) => isSameValue(file, before(move.name), move));
}

/** The violations of other rules that are or contain a use of what the edit moves. */
function usersOf(
  file: FileView,
  edit: Applicable,
  draft: PendingViolation,
  places: RangeIndex<PendingViolation>,
): readonly PendingViolation[] {
  const uses: readonly Range[] = [
    ...movesOf(edit).flatMap(({ name }) =>
      name.variable ? usesOf(file, name.variable).flatMap((use) => (isTypeArgument(use) ? [] : [use.range])) : [],
    ),
    ...edit.changes.map((change) => change.range).filter((range) => contains(draft.finding.range, range)),
  ];
  return uses.flatMap((use) =>
    [...places.around(use)].filter((other) => other.rule.rule !== draft.rule.rule && !isCopied(other.edit, use)),
  );
}

/** Whether a use is in the type arguments of a call, which do not say what is called. */
function isTypeArgument(use: Node): boolean {
  let at = use;
  while (isInType(at) && at.parent && at.type !== "TSTypeParameterInstantiation") at = at.parent;
  return at.type === "TSTypeParameterInstantiation" && /^(?:Call|New)Expression$/u.test(at.parent.type);
}

/** Whether the edit copies the text as it is, such as an argument that stays one. */
function isCopied(edit: Edit, range: Range): boolean {
  if (edit.level === "hint" || edit.changes.length === 0) return false;
  return edit.changes.some((change) => contains(change.range, range)) && !findGone(edit.changes)(range);
}

/** Joins the edits; if they change the same place, the use's own fix is kept. */
function joined(move: Applicable, uses: readonly Applicable[]): Edit {
  const theirs = uses.flatMap((edit) => edit.changes);
  const changes = move.changes.filter((change) => !theirs.some((other) => isConflict(change, other)));
  const isKept = (range: Range) => changes.some((change) => isSameRange(change.range, range));
  const imports = move.imports.flatMap((request): ImportRequest[] => {
    if (request.kind === "move") return [{ ...request, renamed: request.renamed.filter(isKept) }];
    const isForUse = request.kind === "need" || request.kind === "extract";
    return isForUse && changes.length === 0 ? [] : [request];
  });
  return allOf({ ...move, changes, imports }, ...uses);
}

const MOCK_STAYS = because("itMocks", "this file mocks the module that it comes from, and the mock has to move with it");
const USES_STAY = because("itMocks", "this file uses what it mocks, and not every use can follow");
const REAL_GOES = because("itMocks", "it takes the real export, and this file mocks others of its module");
const STUB_STAYS = because("itMocks", "this file replaces the global that it uses, and what it expects has to move with it");
const NOT_IN_MOCK = because("itMocks", "this file mocks the module of the replacement without it");
const MOCKS_MEET = because("itMocks", "this file mocks the new module too, and only the last of two mocks counts: make them one");

/** What a file mocks and uses changes in one edit, or only when a person looks. */
function joinMocks(file: FileView, drafts: readonly PendingViolation[], isAsked: IsAsked): void {
  lowerBesideStubs(file, drafts);
  const mocks = moduleMocksOf(file);
  if (mocks.length === 0) return;
  for (const draft of drafts) {
    if (!ruleDocs(draft.rule.rule).movesImports && leavesReal(file, draft)) draft.edit = atMostSuggestion(draft.edit, REAL_GOES);
  }
  lowerMeetingMocks(file, drafts, isAsked);
  const users = new MockUsers(file, drafts);
  for (const mock of mocks) {
    for (const own of users.byRule(mock)) if (own.some(({ edit }) => edit.level !== "hint")) joinMock(file, mock, own, users);
    lowerWithoutMock(file, mock, users);
  }
}

/** Lowers what brings a mock to a module that another mock is of, or is brought to: of two rules, a move finds its names in the other's copy. */
function lowerMeetingMocks(file: FileView, drafts: readonly PendingViolation[], isAsked: IsAsked): void {
  const isHome = (module: ModuleIdentity, mock: ModuleMock): boolean => file.modules.isSameModule(module, mock.module);
  const placed = drafts.flatMap((draft) => {
    const { mock } = draft.finding;
    return mock && draft.edit.level !== "hint" ? [{ draft, mock, places: placesOfMock(file, mock, draft.edit) }] : [];
  });
  const going = new Set(placed.map(({ mock }) => mock));
  const resting = moduleMocksOf(file).filter((mock) => !going.has(mock));
  const there = new ModuleIndex<{ readonly mock: ModuleMock; readonly draft?: PendingViolation }>();
  for (const each of placed) for (const place of each.places) there.add(place, each);
  for (const mock of resting) there.add(mock.module, { mock });
  const kept = new Set<PendingViolation>();
  for (const { draft, mock, places } of placed.sort((a, b) => Number(isMove(a.draft)) - Number(isMove(b.draft)))) {
    const isRival = ({ mock: { module }, draft: other }: { readonly mock: ModuleMock; readonly draft?: PendingViolation }) =>
      !isHome(module, mock) || (other && kept.has(other) && other.rule !== draft.rule);
    if (places.some((place) => !isHome(place, mock) && there.of(place).some(isRival)))
      draft.edit = atMostSuggestion(draft.edit, MOCKS_MEET);
    else if (draft.edit.level === "fix" && !draft.isDisabled && isAsked(draft)) kept.add(draft);
  }
}

/** The violations of a file by what they have to do with its mocks: a test may have hundreds of both. */
class MockUsers {
  readonly #file: FileView;
  readonly #inOrder: InOrder;
  readonly #sites = new Map<ModuleMock, PendingViolation[]>();
  readonly #left = new ModuleIndex<PendingViolation>();
  readonly #needed = new ModuleIndex<PendingViolation>();
  readonly #places = new Map<PendingViolation["rule"], RangeIndex<PendingViolation>>();

  constructor(file: FileView, drafts: readonly PendingViolation[]) {
    this.#file = file;
    this.#inOrder = orderAs(drafts);
    for (const draft of drafts) {
      for (const mock of mocksChangedBy(file, draft)) addTo(this.#sites, mock, draft);
      this.addEdit(draft);
    }
    for (const [rule, own] of byRule(drafts)) this.#places.set(rule, new RangeIndex(own, ({ finding }) => finding.range));
  }

  /** Has to be told of each edit that a violation gets. */
  addEdit(draft: PendingViolation): void {
    for (const used of exportsLeftBy(this.#file, draft))
      for (const module of this.#modulesOf(used)) this.#left.add(module, draft);
    for (const used of exportsNeededBy(draft)) for (const module of this.#modulesOf(used)) this.#needed.add(module, draft);
  }

  #modulesOf({ module, exported }: UsedExport): readonly ModuleIdentity[] {
    const origin = exported === "*" ? undefined : this.#file.modules.exportOrigin(module, exported);
    return origin ? [module, origin.module] : [module];
  }

  sites(mock: ModuleMock): readonly PendingViolation[] {
    return this.#sites.get(mock) ?? [];
  }

  /** Those of one rule each that are about the mock, or may leave what it replaces. */
  byRule(mock: ModuleMock): readonly (readonly PendingViolation[])[] {
    const all = this.#inOrder([...this.sites(mock), ...this.#left.of(mock.module)]);
    return [...byRule(all).values()];
  }

  /** Those that may need what the mock replaces. */
  needing(mock: ModuleMock): readonly PendingViolation[] {
    return this.#inOrder(this.#needed.of(mock.module));
  }

  /** Whether a violation of the rule is around a range. */
  isWithin(rule: PendingViolation["rule"], range: Range): boolean {
    return this.#places.get(rule)?.around(range).next().done === false;
  }
}

type InOrder = (some: readonly PendingViolation[]) => readonly PendingViolation[];

/** Sorts some of the violations as they all are, each once. */
function orderAs(drafts: readonly PendingViolation[]): InOrder {
  const order = new Map(drafts.map((draft, index) => [draft, index]));
  return (some) => [...new Set(some)].sort((a, b) => order.get(a)! - order.get(b)!);
}

function byRule(drafts: readonly PendingViolation[]): ReadonlyMap<PendingViolation["rule"], readonly PendingViolation[]> {
  const rules = new Map<PendingViolation["rule"], PendingViolation[]>();
  for (const draft of drafts) addTo(rules, draft.rule, draft);
  return rules;
}

/** The uses of a mocked module and its mock, by one rule. */
function joinMock(file: FileView, mock: ModuleMock, drafts: readonly PendingViolation[], all: MockUsers): void {
  const { rule } = drafts[0]!;
  const sites = drafts.filter(({ finding }) => finding.mock === mock);
  // What stays as it is gives the replacement what it gives.
  const isKept = ({ finding }: PendingViolation) => sites.length === 0 && mock.keys && finding.passedOn?.keepsArguments;
  const isUser = (draft: PendingViolation): boolean => usesMocked(file, mock, draft) && !isGivenBeside(file, mock, draft);
  const users = drafts.filter((draft) => draft.finding.mock !== mock && isUser(draft) && !isKept(draft));
  const isSeen = wholeUsesOf(file, mock.module).every((range) => contains(mock.call.range, range) || all.isWithin(rule, range));
  if (users.length === 0 && isSeen) return;
  const both = [...sites, ...users];
  if (isSeen && sites.length > 0 && both.every((draft) => draft.edit.level === "fix" && !draft.isDisabled)) {
    const joined = allOf(...new Set(both.map(({ edit }) => edit)));
    for (const draft of both) {
      draft.edit = joined;
      all.addEdit(draft);
    }
    return;
  }
  for (const draft of sites) draft.edit = atMostSuggestion(draft.edit, USES_STAY);
  for (const draft of users) draft.edit = atMostSuggestion(draft.edit, MOCK_STAYS);
}

/** Where a test gives a global other values, a person says what it expects of the replacement. */
function lowerBesideStubs(file: FileView, drafts: readonly PendingViolation[]): void {
  const fixes = drafts.filter(({ edit }) => edit.level === "fix");
  const stubs = fixes.length > 0 && hasTests(file) ? globalStubsOf(file) : [];
  if (stubs.length === 0) return;
  for (const draft of fixes) {
    const used = globalsLeftBy(file, draft);
    if (stubs.some(({ path }) => used.some((each) => isStubbed(path, each))))
      draft.edit = atMostSuggestion(draft.edit, STUB_STAYS);
  }
}

/** What an edit would use has to be there while the module is mocked. */
function lowerWithoutMock(file: FileView, mock: ModuleMock, users: MockUsers): void {
  if (users.sites(mock).some((draft) => draft.edit.level === "fix" && !draft.isDisabled)) return;
  for (const draft of users.needing(mock)) {
    const isMissing = exportsNeededBy(draft).some((used) => isMockOf(file, mock, used) && !isThereInMock(mock, used.exported));
    if (isMissing && !isDoubledAlike(file, mock, draft)) draft.edit = atMostSuggestion(draft.edit, NOT_IN_MOCK);
  }
}
