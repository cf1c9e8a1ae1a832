import type { ModuleIdentity } from "../../modules/index.js";
import { unwrap } from "../../syntax/nodes.js";
import type { Change, TextEdit } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { moduleMocksOf, referencesInMock, type MockKey, type ModuleMock } from "../../semantics/mocks/module-mocks.js";
import { isIdentifierName } from "../../syntax/identifiers.js";
import { applyTextEdits } from "../compose.js";
import { allOf, fix, hint, type Edit } from "../edit.js";
import { because } from "../../reasons/reasons.js";

/** What becomes of one key of a mock's factory. */
export interface KeyChange {
  readonly key: MockKey;
  readonly exported: string;
  readonly module: ModuleIdentity;
  /** How the file writes the module. */
  readonly specifier: string;
  /** The export is a function now, which gives what was exported. */
  readonly isResult: boolean;
}

/** What to do where a mock can't be rewritten: the end of a reason. */
export const MOCK_BY_HAND = "mock what replaces it by hand";

/**
 * Lets a mock follow what its module's exports become: its keys in place, its path where every key leaves. Where some stay, a second mock with
 * the same factory is put beside it, and the old one is for what stays.
 */
export function followMock(file: FileView, mock: ModuleMock, changes: readonly KeyChange[]): Edit {
  const { modules } = file;
  const keys = mock.keys ?? [];
  const twin = changes.find(({ exported, key }) => keys.some(({ name }) => name === exported && name !== key.name));
  if (twin) return hint(because("itMocks", `it mocks ${twin.exported} too: remove ${twin.key.name} when nothing uses it`));
  if (!changes.every((change) => changesOfKey(change)))
    return hint(because("itMocks", `its factory can't be rewritten: ${MOCK_BY_HAND}`));
  const away = groupByModule(
    file,
    changes.filter((change) => !modules.isSameModule(mock.module, change.module)),
  );
  const isMocked = ([{ module }]: KeyGroup): boolean =>
    moduleMocksOf(file).some((other) => other !== mock && modules.isSameModule(other.module, module));
  if (away.some(isMocked)) return hint(because("itMocks", `it mocks the new module too: ${MOCK_BY_HAND} there`));
  const home = changes.filter(({ module }) => modules.isSameModule(mock.module, module));
  const [first] = away;
  const isLeft = first !== undefined && keys.every(({ name }) => away.flat().some(({ key }) => key.name === name));
  const own = isLeft ? moveMock(file, mock, first) : fix(home.flatMap((change) => changesOfKey(change) ?? []));
  return allOf(own, ...(isLeft ? away.slice(1) : away).map((group) => mockBeside(file, mock, group[0], group)));
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

function moveMock(file: FileView, mock: ModuleMock, changes: KeyGroup): Edit {
  const [{ module, specifier }] = changes;
  return fix(
    changes.flatMap((change) => changesOfKey(change) ?? []),
    referencesInMock(file, mock).map((reference) => ({ kind: "retarget", reference, module, specifier })),
  );
}

/** A second mock with the same factory, for another module. */
export function mockBeside(
  file: FileView,
  mock: ModuleMock,
  { specifier }: Pick<KeyChange, "specifier">,
  changes: readonly KeyChange[] = [],
): Edit {
  const statement = mock.call.parent;
  if (statement.type !== "ExpressionStatement") return hint(because("itMocks", `its result is used: ${MOCK_BY_HAND}`));
  const { text } = file;
  const [start, end] = statement.range;
  const indent = /[^\S\r\n]*$/u.exec(text.slice(0, start))?.[0] ?? "";
  const quoted = referencesInMock(file, mock).map(({ specifierRange: range }): TextEdit => {
    const quote = text[range[0]] ?? '"';
    return { range, text: quote + specifier + quote };
  });
  const keyed = changes
    .flatMap((change) => changesOfKey(change) ?? [])
    .map(({ range, parts }): TextEdit => ({
      range,
      text: parts.map((part) => (typeof part === "string" ? part : text.slice(...part.copy))).join(""),
    }));
  const edits = [...quoted, ...keyed]
    .sort((a, b) => a.range[0] - b.range[0])
    .map((each) => ({ ...each, range: [each.range[0] - start, each.range[1] - start] as const }));
  const copy = applyTextEdits(text.slice(start, end), edits);
  return fix([{ range: [end, end], parts: [(text.includes("\r\n") ? "\r\n" : "\n") + indent + copy] }]);
}

/** The text changes of a key; undefined where they can't be written. */
function changesOfKey({ key: { name, property }, exported, isResult }: KeyChange): readonly Change[] | undefined {
  const text = isIdentifierName(exported) ? exported : JSON.stringify(exported);
  if (property.computed) return undefined;
  if (property.shorthand) {
    if (exported === name && !isResult) return [];
    return [{ range: property.range, parts: [`${text}: ${isResult ? "() => " : ""}${name}`] }];
  }
  if (isResult && property.method) return undefined;
  const renamed: readonly Change[] = exported === name ? [] : [{ range: property.key.range, parts: [text] }];
  if (!isResult) return renamed;
  const { value } = property;
  const isObject = unwrap(value).type === "ObjectExpression";
  if (isObject || isPlain(unwrap(value).type))
    return [
      ...renamed,
      { range: value.range, parts: isObject ? ["() => (", { copy: value.range }, ")"] : ["() => ", { copy: value.range }] },
    ];
  return undefined;
}

/** Whether an expression may follow `() =>` as it is, and means the same there. */
function isPlain(type: string): boolean {
  return /^(?:Identifier|MemberExpression|CallExpression|NewExpression|Literal|ArrowFunctionExpression|FunctionExpression)$/u.test(
    type,
  );
}
