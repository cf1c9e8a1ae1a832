import { MOCK_BY_HAND } from "../../edits/mocks/follow-mock.js";
import { isKeyOf } from "../../edits/mocks/key-plans.js";
import type { FileView } from "../../semantics/file-view.js";
import { moduleMocksOf, type MockKey } from "../../semantics/module-mocks.js";
import { keyName, unwrap } from "../../syntax/nodes.js";
import { keysOfPatterns, type BannedKey } from "../mocked-keys.js";
import type { SingletonSetting } from "./options.js";

/** Finds the keys of mocks that give an instance: those that patterns replace, and those that the option only lists. */
export function mockedKeys(file: FileView, options: SingletonSetting): BannedKey[] {
  const { entries, setting, objects, functions, classes = [] } = options;
  const known = entries.length === 0 ? [] : keysOfPatterns(file, entries, setting);
  if (objects.length + functions.length + classes.length === 0) return known;
  const listed = moduleMocksOf(file).flatMap((mock) =>
    (mock.keys ?? []).flatMap((key): BannedKey[] => {
      if (known.some((each) => each.key === key)) return [];
      const names = [...objects, ...functions, ...(givesInstance(key, options) ? classes : [])];
      const isListed = names.some((name) => {
        const ref = setting.findExport(name);
        return !!ref && isKeyOf(file, mock, key, ref);
      });
      const refused = entries.length === 0 ? "the contract names no replacement for it" : MOCK_BY_HAND;
      return isListed ? [{ mock, key, plan: { refused }, replacement: undefined, fix: undefined }] : [];
    }),
  );
  return [...known, ...listed];
}

/** `Registry: { getInstance: … }`. */
function givesInstance({ property }: MockKey, { accessors }: SingletonSetting): boolean {
  const value = unwrap(property.value);
  return (
    value.type === "ObjectExpression" &&
    value.properties.some((each) => each.type === "Property" && accessors.has(keyName(each) ?? ""))
  );
}
