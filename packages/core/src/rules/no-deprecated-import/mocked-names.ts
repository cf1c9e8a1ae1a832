import { allOf, atMost, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import { followMock, mockBeside, MOCK_BY_HAND, unmockBeside, type KeyChange } from "../../edits/mocks/key-plans.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { FileView } from "../../semantics/file-view.js";
import { isMockedBeside, moduleMocksOf, type ModuleMock, type MockKey } from "../../semantics/mocks/module-mocks.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import type { Finding } from "../define-rule.js";
import { isTakenWith, staysUsed } from "../mocked-keys.js";
import type { Move } from "../replacement.js";
import { isPattern } from "./options.js";
import { moveOf, withDestination, type Hit } from "./import-entries.js";
import type { FindHit } from "./moved-names.js";
import { moveModule } from "./move-imports.js";
import type { ModuleIdentity } from "../../modules/index.js";
import { because } from "../../reasons/reasons.js";

interface MovedKey {
  readonly key: MockKey;
  readonly hit: Hit;
}

/** Reports a mock whose factory names what has moved; undefined where it names nothing of that kind that is not mocked in its new place. */
export function findingForMock(file: FileView, setting: RuleSetting, mock: ModuleMock, hitFor: FindHit): Finding | undefined {
  const all = (mock.keys ?? []).flatMap((key): MovedKey[] => {
    const hit = hitFor(key.name);
    return hit ? [{ key, hit }] : [];
  });
  const changes: KeyChange[] = [];
  const moved = all
    .map(({ key, hit }) => ({ key, hit, edit: moveKey(file, setting, { mock, key, hit }, changes) }))
    .filter(({ key }) => {
      const change = changes.find((each) => each.key === key);
      return !change || !isMockedBeside(file, mock, change);
    });
  if (moved.length === 0) return undefined;
  const own = changes.filter((change) => moved.some(({ key }) => key === change.key));
  const edit = allOf(...moved.map((each) => each.edit));
  return {
    ...holding(
      mock,
      moved.map(({ key }) => key.name),
      moved.map(({ hit }) => hit),
    ),
    edit: edit.level === "hint" ? edit : allOf(edit, followMock(file, mock, own, staysUsed(file, mock, own, setting))),
  };
}

/** Reports a mock of which nobody sees what it gives, and puts another one beside it; undefined where that is there. */
export function findingForWholeMock(
  file: FileView,
  setting: RuleSetting,
  mock: ModuleMock,
  hits: readonly Hit[],
): Finding | undefined {
  const edits = hits.flatMap((hit): Edit[] => {
    const { option, names } = hit.entry;
    const to = hit.to === undefined ? mock.module : setting.modules.resolveContractModule(hit.to);
    if (!option.remove && mock.isAutomock && file.modules.isSameModule(to, mock.module)) return [];
    // An automock gives what the new module has, by its names there.
    if (option.remove || (option.as !== undefined && !mock.isAutomock))
      return [hint(because("itMocks", "it mocks the whole module"))];
    if (mock.isAutomock && names && !isTakenWith(file, mock.module, names)) return [];
    let isThere = false;
    const exported = (names?.written ?? []).filter((name) => !isPattern(name)).map((name) => option.as ?? name);
    const edit = withDestination(file, setting, { hit, reference: mock.reference, exported }, (to) => {
      const isOther = !file.modules.isSameModule(to.module, mock.module);
      isThere = !isOther || exported.every((name) => isMockedBeside(file, mock, { module: to.module, exported: name }));
      if (isThere) return fix([]);
      if (mock.isAutomock && onlyPassesOn(file, mock, to.module)) return moveModule(file, mock.reference, [], to);
      const beside = mockBeside(file, mock, to);
      const others = { has: (name: string): boolean => !exported.includes(name) };
      const isMore = mock.isAutomock && isTakenWith(file, to.module, others);
      return isMore
        ? atMostSuggestion(beside, because("itMocks", "it would mock all of the new module, which the test uses"))
        : beside;
    });
    return isThere ? [] : [atMost(edit, option.fix)];
  });
  const names = [...new Set(hits.flatMap(({ entry }) => entry.names?.written ?? []))];
  return edits.length === 0 ? undefined : { ...holding(mock, names, hits), edit: allOf(...edits) };
}

/** Whether all that a mocked module has is another one's, so that a mock of that is enough. */
function onlyPassesOn({ modules }: FileView, mock: ModuleMock, to: ModuleIdentity): boolean {
  const names = modules.exportedNames(mock.module);
  const isThere = (name: string): boolean =>
    modules.exportWay(mock.module, name).some(({ module }) => modules.isSameModule(module, to));
  return names.length > 0 && names.every(isThere);
}

/** Reports what ends mocks of a module whose names have moved, where the file has none of them, which would take it along. */
export function findingForUnmock(
  file: FileView,
  setting: RuleSetting,
  reference: ModuleReference,
  hits: readonly Hit[],
): Finding | undefined {
  if (mockEndedBy(file, reference)) return undefined;
  const { modules, path } = file;
  const module = modules.resolve(path, reference.specifier);
  const edits = hits.map((hit) =>
    hit.to === undefined
      ? fix([])
      : withDestination(file, setting, { hit, reference, exported: [] }, (to) =>
          atMost(unmockBeside(file, module, to), hit.entry.option.fix),
        ),
  );
  const edit = allOf(...edits);
  if (edit.level !== "hint" && edit.changes.length === 0) return undefined;
  const names = [...new Set(hits.flatMap(({ entry }) => entry.names?.written ?? []))];
  return { ...holding({ reference }, names, hits), problem: `unmocks ${movedNames(names)}`, edit };
}

/** The mock of a file that a call ends: the last one of its module above, else any. */
export function mockEndedBy(file: FileView, { kind, specifier, node }: ModuleReference): ModuleMock | undefined {
  if (kind !== "mock") return undefined;
  const module = file.modules.resolve(file.path, specifier);
  const own = moduleMocksOf(file).filter((mock) => file.modules.isSameModule(mock.module, module));
  return own.findLast(({ call }) => call.range[0] < node.range[0]) ?? own[0];
}

function movedNames(names: readonly string[]): string {
  return `${names.join(", ")}, which ${names.length > 1 ? "have" : "has"} moved`;
}

function holding(
  { reference: { specifier, specifierRange } }: Pick<ModuleMock, "reference">,
  names: readonly string[],
  hits: readonly Hit[],
): Omit<Finding, "edit"> {
  const moves = hits.flatMap((hit) => moveOf(hit, undefined)?.moves ?? []);
  return {
    range: specifierRange,
    found: `"${specifier}"`,
    problem: `holds ${movedNames(names)}`,
    replacement: moves.length > 0 ? { kind: "moved", moves: distinctMoves(moves) } : null,
  };
}

function moveKey(
  file: FileView,
  setting: RuleSetting,
  { mock, key, hit }: MovedKey & { readonly mock: ModuleMock },
  changes: KeyChange[],
): Edit {
  if (hit.entry.option.remove) return hint(because("itMocks", `nothing replaces ${key.name}: ${MOCK_BY_HAND}`));
  const exported = hit.entry.option.as ?? hit.passed?.name ?? key.name;
  if (exported === "*") return hint(because("itMocks", `${key.name} is now all of its module: ${MOCK_BY_HAND}`));
  const edit = withDestination(file, setting, { hit, reference: mock.reference, exported: [exported] }, (to) => {
    changes.push({ key, exported: to.exported ?? exported, module: to.module, specifier: to.specifier, isResult: false });
    return fix([]);
  });
  return atMost(edit, hit.entry.option.fix);
}

/** Each move once. */
export function distinctMoves(moves: readonly Move[]): readonly Move[] {
  return [...new Map(moves.map((move) => [`${move.name ?? ""}\0${move.module ?? ""}`, move])).values()];
}
