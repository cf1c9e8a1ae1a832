import { expect, it } from "vitest";
import { isNearIn } from "./needs.js";

it.each([
  ["agent_started", "agent_started"],
  ["agent_started", "AgentStarted"],
  ["agent_started", "agent-strated"],
  ["agent_started", "agnt_started"],
  ["tool-completed", "toll completed"],
  ["presenceChanged", "presence_change"],
  ["notification", "notifcation"],
  ["on.it", "on it"],
  ["*", "*"],
])("finds near %s %s", (value, text) => {
  expect(isNearIn(text, [value])).toBe(true);
});

it.each([
  ["agent_started", "the agent has started"],
  ["agent_started", "user_started"],
  ["notification", "announcement"],
  ["on.it", "on a bike"],
])("finds nothing near %s in %s", (value, text) => {
  expect(isNearIn(text, [value])).toBe(false);
});
