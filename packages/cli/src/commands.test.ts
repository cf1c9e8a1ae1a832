import { describe, expect, test } from "vitest";
import { COMMAND_GROUPS, COMMANDS } from "./commands.js";
import { optionOf } from "./tables/define-command.js";

describe.each(COMMANDS.map(({ table }) => [table.name, table] as const))("godwit %s", (name, table) => {
  test("names its options as commander does", () => {
    const names = Object.values(table.options).map((row) => optionOf(row, { width: 80, isWhole: true }).attributeName());
    expect(Object.keys(table.options)).toEqual(names);
  });

  test("says what its examples are, of itself", () => {
    const lines = `${table.examples ?? ""}${table.rareExamples ?? ""}`
      .trim()
      .split("\n")
      .filter((line) => line !== "");
    expect(lines.filter((line) => !line.includes("godwit "))).toEqual(
      name === "mcp" ? [expect.stringContaining("mcpServers")] : [],
    );
  });

  test("has a group if it has two words", () => {
    const [first, second] = name.split(" ");
    expect(second === undefined || Object.hasOwn(COMMAND_GROUPS, first!)).toBe(true);
  });
});
