import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { editJsonc, readJsonc, type JsonEdit } from "./edit-jsonc.js";

const edit = (text: string, path: JsonEdit["path"], value: unknown, isSorted = false): string | undefined =>
  editJsonc(text, [{ path, value, isSorted }]);

test("a member goes below the others, which stay as they are", () => {
  const text = '{\n  "rules": {\n    "a": ["warn", { "b": true }]\n  },\n  "list": [1,2]\n}\n';
  expect(edit(text, ["rules", "c"], "error")).toBe(text.replace("true }]", 'true }],\n    "c": "error"'));
  expect(edit(text, ["plugins"], ["x"])).toBe(text.replace("[1,2]", '[1,2],\n  "plugins": ["x"]'));
  expect(edit(text, ["list", -1], 3)).toBe(text.replace("[1,2]", "[1,2, 3]"));
  expect(edit(text, ["godwit"], { format: "x" })).toBe(text.replace("[1,2]", '[1,2],\n  "godwit": {\n    "format": "x"\n  }'));
});

test("what leads to it is made, and what is there is replaced", () => {
  expect(edit('{\n\t"a": 1\n}', ["compilerOptions", "plugins"], [{ name: "x" }])).toBe(
    '{\n\t"a": 1,\n\t"compilerOptions": {\n\t\t"plugins": [{ "name": "x" }]\n\t}\n}',
  );
  expect(edit("{}\n", ["a", "b"], 1)).toBe('{\n  "a": {\n    "b": 1\n  }\n}\n');
  expect(edit('{ "a": { "b": 1 } }', ["a", "b"], 2)).toBe('{ "a": { "b": 2 } }');
  expect(edit('{ "a": 1 }', ["b"], 2)).toBe('{ "a": 1, "b": 2 }');
});

test("comments stay with their line, and a comma at the end stays one", () => {
  expect(edit('{\n  "a": 1 // one\n  // end\n}', ["b"], 2)).toBe('{\n  "a": 1, // one\n  "b": 2\n  // end\n}');
  expect(edit('{\r\n  "a": 1, /* one */ // more\r\n}', ["b"], 2)).toBe('{\r\n  "a": 1, /* one */ // more\r\n  "b": 2,\r\n}');
  expect(edit('{\n  "a": [\n    "x", // the first\n  ],\n}', ["a", -1], "y")).toBe(
    '{\n  "a": [\n    "x", // the first\n    "y",\n  ],\n}',
  );
});

test("a sorted key goes to its place, where the others are in theirs", () => {
  const text = '{\n  "a": "1",\n  "c": "3"\n}';
  expect(edit(text, ["b"], "2", true)).toBe('{\n  "a": "1",\n  "b": "2",\n  "c": "3"\n}');
  expect(edit(text, ["d"], "4", true)).toBe('{\n  "a": "1",\n  "c": "3",\n  "d": "4"\n}');
  expect(edit('{\n  "c": "3",\n  "a": "1"\n}', ["b"], "2", true)).toBe('{\n  "c": "3",\n  "a": "1",\n  "b": "2"\n}');
});

test("what is no object is left to a person", () => {
  for (const text of ["[]", "", "{", '{ "a": }']) expect(edit(text, ["b"], 1)).toBeUndefined();
});

test("whatever is there, the value is set and everything else stays", () => {
  const key = fc.constantFrom("a", "b", "c", "d");
  const leaf = fc.oneof(fc.integer(), fc.string(), fc.constant(null));
  const object = fc.dictionary(key, fc.oneof(leaf, fc.array(leaf), fc.dictionary(key, leaf)));
  const spacing = fc.constantFrom(undefined, 2, "\t");
  assertProperty(
    fc.property(
      object,
      spacing,
      fc.array(key, { minLength: 1, maxLength: 2 }),
      leaf,
      fc.boolean(),
      (value, space, path, set, isSorted) => {
        const parent = path.length === 2 ? value[path[0]!] : {};
        // A value that is no object has no members.
        fc.pre(parent === undefined || (typeof parent === "object" && parent !== null && !Array.isArray(parent)));
        const wanted =
          path.length === 1 ? { ...value, [path[0]!]: set } : { ...value, [path[0]!]: { ...parent, [path[1]!]: set } };
        expect(readJsonc(edit(JSON.stringify(value, null, space), path, set, isSorted)!)).toEqual(wanted);
      },
    ),
  );
});
