import { expect, it } from "vitest";
import { ContentScan } from "../../scan/content-scan.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { needsOfSingletons, readSingletonOptions } from "./options.js";

const setting = { findExport: () => undefined, context: {} } as unknown as RuleSetting;
const ofAnyClass = new ContentScan().prepare(needsOfSingletons(readSingletonOptions({}, setting)));
const ofStore = new ContentScan().prepare(needsOfSingletons(readSingletonOptions({ classes: ["Store"] }, setting)));

it.each([
  ["Registry.instance", true],
  ["Registry?.instance", true],
  ["(Registry as any).instance", true],
  ["Registry!\n  .instance", true],
  ["Registry // it is\n  .instance", true],
  ["Registry. // it is\n  instance", true],
  ["const { instance } = Registry;", true],
  ["const { a, instance: one }: Shape = Registry;", true],
  ["Registry['instance']", true],
  ["vi.spyOn(Registry, `shared`)", true],
  ["class A { static _instance?: A }", true],
  ["globalThis.pool = new Pool()", true],
  ["x.getInstance()", true],
  ["this.instance", false],
  ["const instance = make(); instance.run();", false],
  ["wrapper.current?.instance", false],
  ["function run({ instance }) {}", false],
  ["// the instance of a class", false],
])("without classes, %s may be one: %s", (text, expected) => {
  expect(ofAnyClass(text)).toBe(expected);
});

it.each([
  ["Store.instance", true],
  ["export const store = new Store();", true],
  ["let store: Store | undefined;", true],
  ["import type { Store } from './store'; function run(store: Store) {}", false],
  ["import { DocumentsStore } from './documents'; new DocumentsStore();", false],
])("with a class, %s may be one: %s", (text, expected) => {
  expect(ofStore(text)).toBe(expected);
});
