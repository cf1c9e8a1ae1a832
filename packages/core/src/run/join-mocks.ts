import { allOf, atMostSuggestion } from "../edits/edit.js";
import type { FileView } from "../semantics/file-view.js";
import { globalStubsOf, isStubbed } from "../semantics/global-stubs.js";
import { hasTests } from "../semantics/test-declarations.js";
import { isMocking, isThereInMock, moduleMocksOf, type ModuleMock } from "../semantics/module-mocks.js";
import type { PendingViolation } from "./pending-violation.js";
import { ruleDocs } from "../rules/index.js";
import { contains } from "../syntax/ranges.js";
import { exportsLeftBy, exportsNeededBy, globalsLeftBy, leavesReal, wholeUsesOf, type UsedExport } from "./left-exports.js";

const MOCK_STAYS = "this file mocks the module that it comes from, and the mock has to move with it";
const USES_STAY = "this file uses what it mocks, and not every use can follow";
const REAL_GOES = "it takes the real export, and this file mocks others of its module";
const STUB_STAYS = "this file replaces the global that it uses, and what it expects has to move with it";
const NOT_IN_MOCK = "this file mocks the module of the replacement without it";

/** What a file mocks and uses changes in one edit, or only when a person looks. */
export function joinMocks(file: FileView, drafts: readonly PendingViolation[]): void {
  lowerBesideStubs(file, drafts);
  const mocks = moduleMocksOf(file);
  if (mocks.length === 0) return;
  for (const draft of drafts) {
    if (!ruleDocs(draft.rule.rule).movesImports && leavesReal(file, draft)) draft.edit = atMostSuggestion(draft.edit, REAL_GOES);
  }
  for (const mock of mocks) {
    for (const rule of new Set(drafts.map((draft) => draft.rule))) {
      const own = drafts.filter((draft) => draft.rule === rule);
      if (own.some(({ edit }) => edit.level !== "hint")) joinMock(file, mock, own);
    }
    lowerWithoutMock(file, mock, drafts);
  }
}

/** The uses of a mocked module and its mock, by one rule. */
function joinMock(file: FileView, mock: ModuleMock, drafts: readonly PendingViolation[]): void {
  const sites = drafts.filter(({ finding }) => finding.mock === mock);
  const users = drafts.filter((draft) => draft.finding.mock !== mock && usesMocked(file, mock, draft));
  const isSeen = wholeUsesOf(file, mock.module).every(
    (range) => contains(mock.call.range, range) || drafts.some(({ finding }) => contains(finding.range, range)),
  );
  if (users.length === 0 && isSeen) return;
  const all = [...sites, ...users];
  if (isSeen && sites.length > 0 && all.every((draft) => draft.edit.level === "fix" && !draft.isDisabled)) {
    const joined = allOf(...new Set(all.map(({ edit }) => edit)));
    for (const draft of all) draft.edit = joined;
    return;
  }
  for (const draft of sites) draft.edit = atMostSuggestion(draft.edit, USES_STAY);
  for (const draft of users) draft.edit = atMostSuggestion(draft.edit, MOCK_STAYS);
}

function usesMocked(file: FileView, mock: ModuleMock, draft: PendingViolation): boolean {
  return exportsLeftBy(file, draft).some((used) => isOf(file, mock, used) && isMocking(mock, used.exported));
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
function lowerWithoutMock(file: FileView, mock: ModuleMock, drafts: readonly PendingViolation[]): void {
  const isGiven = drafts.some((draft) => draft.finding.mock === mock && draft.edit.level === "fix" && !draft.isDisabled);
  if (isGiven) return;
  for (const draft of drafts) {
    if (draft.edit.level !== "fix") continue;
    const isMissing = exportsNeededBy(draft).some((used) => isOf(file, mock, used) && !isThereInMock(mock, used.exported));
    if (isMissing) draft.edit = atMostSuggestion(draft.edit, NOT_IN_MOCK);
  }
}

/** Whether the mock is between the file and the export: its module is mocked, or one behind it. */
function isOf({ modules }: FileView, mock: ModuleMock, { module, exported }: UsedExport): boolean {
  if (modules.isSameModule(mock.module, module)) return true;
  const origin = exported === "*" ? undefined : modules.exportOrigin(module, exported);
  return !!origin && modules.isSameModule(mock.module, origin.module);
}
