import type { ModuleIdentity } from "@godwit/modules";
import { unwrap } from "../../syntax/nodes.js";
import type { Change } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { moduleMocksOf, referencesInMock, type MockKey, type ModuleMock } from "../../semantics/module-mocks.js";
import { isIdentifierName } from "../../syntax/identifiers.js";
import { fix, hint, type Edit } from "../edit.js";

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

/** Lets a mock follow what its module's exports become: its keys in place, its path where every key leaves. */
export function followMock(file: FileView, mock: ModuleMock, changes: readonly KeyChange[]): Edit {
  const refusal = refusalOf(file, mock, changes);
  if (refusal !== undefined) return hint(refusal);
  const [first] = changes;
  if (!first) return fix([]);
  const texts = changes.flatMap((change) => changesOfKey(change) ?? []);
  if (isHome(file, mock, first)) return fix(texts);
  const { module, specifier } = first;
  return fix(
    texts,
    referencesInMock(file, mock).map((reference) => ({ kind: "retarget", reference, module, specifier })),
  );
}

function isHome(file: FileView, mock: ModuleMock, { module }: KeyChange): boolean {
  return file.modules.isSameModule(mock.module, module);
}

function refusalOf(file: FileView, mock: ModuleMock, changes: readonly KeyChange[]): string | undefined {
  const { modules } = file;
  const keys = mock.keys ?? [];
  const [first] = changes;
  if (!first) return undefined;
  const twin = changes.find(({ exported, key }) => keys.some(({ name }) => name === exported && name !== key.name));
  if (twin) return `it mocks ${twin.exported} too: remove ${twin.key.name} when nothing uses it`;
  if (!changes.every(({ module }) => modules.isSameModule(module, first.module)))
    return "it mocks the whole module: mock each new module by itself";
  if (!isHome(file, mock, first)) {
    const rest = keys.filter((key) => !changes.some((change) => change.key === key));
    if (rest.length > 0) return `it mocks the whole module: ${rest[0]!.name} stays, so mock the new module beside it`;
    if (moduleMocksOf(file).some((other) => other !== mock && modules.isSameModule(other.module, first.module)))
      return `it mocks the new module too: ${MOCK_BY_HAND} there`;
  }
  return changes.every((change) => changesOfKey(change)) ? undefined : `its factory can't be rewritten: ${MOCK_BY_HAND}`;
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
