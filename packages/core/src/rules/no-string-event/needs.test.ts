import fc from "fast-check";
import { expect, it } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { nearTo } from "./needs.js";

const VALUES = ["agent_started", "tool-completed", "presenceChanged", "notification", "on.it"];

/** The same by one plain pattern for each value, tried at every place of the text. */
const PLAIN = {
  agent_started: /agent_started|agent[\W_]{0,3}s[\p{L}\p{N}]{2,10}|a[\p{L}\p{N}]{0,8}[\W_]{0,3}started/iu,
  "tool-completed": /tool-completed|tool[\W_]{0,3}c[\p{L}\p{N}]{4,12}|t[\p{L}\p{N}]{0,7}[\W_]{0,3}completed/iu,
  presenceChanged: /presenceChanged|presence[\W_]{0,3}c[\p{L}\p{N}]{2,10}|p[\p{L}\p{N}]{3,11}[\W_]{0,3}changed/iu,
  notification: /not[\p{L}\p{N}]{5,13}/iu,
  "on.it": /on\.it|on[\W_]{0,3}it/iu,
};

const piece = fc.oneof(
  fc.constantFrom(
    "agent",
    "Agent",
    "agnt",
    "started",
    "STARTED",
    "startd",
    "tool",
    "completed",
    "presence",
    "changed",
    "notify",
    "notificatoin",
    "on",
    "it",
  ),
  fc.constantFrom("_", "-", ".", " ", "", ":: ", "    ", "\n", "é", "1"),
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

it.each(VALUES)("finds %s and its misspellings where a search at every place does", (value) => {
  const near = nearTo([value]);
  const plain = PLAIN[value as keyof typeof PLAIN];
  assertProperty(
    fc.property(text, (each) => {
      expect(near.isIn(each)).toBe(plain.test(each));
    }),
  );
});

it("leaves letters that have two in lower case to the parser", () => {
  expect(nearTo(["agent_started"]).isIn("\u0130")).toBe(true);
});
