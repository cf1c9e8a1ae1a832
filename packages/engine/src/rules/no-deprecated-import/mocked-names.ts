import { allOf, atMost, fix, hint, type Edit } from "../../edits/edit.js";
import { followMock, MOCK_BY_HAND, type KeyChange } from "../../edits/mocks/follow-mock.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ModuleMock, MockKey } from "../../semantics/module-mocks.js";
import type { Finding } from "../define-rule.js";
import type { Move } from "../replacement.js";
import { moveOf, withDestination, type Hit } from "./import-entries.js";
import type { FindHit } from "./passed-names.js";

interface MovedKey {
  readonly key: MockKey;
  readonly hit: Hit;
}

/** Reports a mock whose factory names what has moved; undefined where it names nothing of that kind, or can't be read. */
export function findingForMock(file: FileView, setting: RuleSetting, mock: ModuleMock, hitFor: FindHit): Finding | undefined {
  const moved = (mock.keys ?? []).flatMap((key): MovedKey[] => {
    const hit = hitFor(key.name);
    return hit ? [{ key, hit }] : [];
  });
  if (moved.length === 0) return undefined;
  const names = moved.map(({ key }) => key.name);
  const moves = moved.flatMap(({ hit }) => moveOf(hit, undefined)?.moves ?? []);
  return {
    range: mock.reference.specifierRange,
    found: `"${mock.reference.specifier}"`,
    problem: `holds ${names.join(", ")}, which ${names.length > 1 ? "have" : "has"} moved`,
    replacement: moves.length > 0 ? { kind: "moved", moves: distinctMoves(moves) } : null,
    edit: moveKeys(file, setting, mock, moved),
    mock,
  };
}

function moveKeys(file: FileView, setting: RuleSetting, mock: ModuleMock, moved: readonly MovedKey[]): Edit {
  const changes: KeyChange[] = [];
  const levels = moved.map(({ key, hit }): Edit => {
    if (hit.entry.option.remove) return hint(`nothing replaces ${key.name}: ${MOCK_BY_HAND}`);
    const exported = hit.entry.option.as ?? hit.name ?? key.name;
    const edit = withDestination(file, setting, { hit, reference: mock.reference, exported: [exported] }, (to) => {
      changes.push({ key, exported: to.exported ?? exported, module: to.module, specifier: to.specifier, isResult: false });
      return fix([]);
    });
    return atMost(edit, hit.entry.option.fix);
  });
  const edit = allOf(...levels);
  return edit.level === "hint" ? edit : allOf(edit, followMock(file, mock, changes));
}

/** Each move once. */
export function distinctMoves(moves: readonly Move[]): readonly Move[] {
  return [...new Map(moves.map((move) => [`${move.name ?? ""}\0${move.module ?? ""}`, move])).values()];
}
