import { expect, test } from "vitest";
import { findSchemaFaults } from "./explain.js";
import { flag, object } from "./fields.js";

test.each([
  [["replace"], "Expected an object with replace, got a list."],
  [["replace", "sources", "a", "b"], "Expected an object with keys such as replace, sources, a, got a list."],
])("a list where an object with %j belongs is told with its keys", (keys, message) => {
  const schema = object(Object.fromEntries(keys.map((key) => [key, flag()])));
  expect(findSchemaFaults(schema, [1])).toMatchObject([{ message }]);
});
