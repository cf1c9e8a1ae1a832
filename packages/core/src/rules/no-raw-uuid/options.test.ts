import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-raw-uuid", {
  right: {
    replace: [
      {
        when: { name: ["a", "*b"], entity: "user", decoration: ["slice", "none"], source: "uuid#v4", files: "src/**" },
        with: ["a()", "b()"],
        fix: "auto",
      },
      { with: "c()" },
    ],
    sources: ["./src/ids.ts#make", "@acme/ids#default"],
    handMade: false,
    entityCase: "camel",
    entities: ["user", "parent_thread"],
  },
  wrong: [
    [{ sources: { only: [] } }, ["sources.only error contradiction"]],
    [{ entities: [] }, ["entities error contradiction"]],
    [{ entities: {} }, ["entities error contradiction"]],
    [{ entities: [""] }, ["entities.0 error empty"]],
    [{ entities: { chat: 1 } }, ["entities.chat error wrong-type"]],
    [{ sources: ["uuid"] }, ["sources.0 error bad-module"]],
    [{ replace: [{ with: "a" }, { with: "b" }] }, ["replace.1 warning unreachable"]],
    [{ replace: [{ when: {}, with: "a" }, { with: "b" }] }, ["replace.1 warning unreachable"]],
    [
      { replace: [{ when: { files: ["./a"] }, with: [] }] },
      ["replace.0.when.files.0 error bad-glob", "replace.0.with error bad-value"],
    ],
    [
      { replace: [{ when: { name: "a", decoration: "cut" }, with: "" }] },
      ["replace.0.when.decoration error wrong-type", "replace.0.with error empty"],
    ],
  ],
});
