import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-singleton-access", {
  right: {
    classes: ["A"],
    accessors: ["get"],
    objects: ["registry"],
    functions: ["getRegistry"],
    declarations: true,
    construct: true,
    factories: ["useFactory", "build*"],
    replace: [{ match: "A.get()", with: "a" }, { match: "b" }],
  },
  wrong: [
    [{ construct: true }, ["construct warning contradiction"]],
    [{ classes: ["A"], factories: "build*" }, ["factories warning contradiction"]],
    [{ classes: ["A"], construct: true, factories: "" }, ["factories error bad-name"]],
    [
      {
        replace: [
          { match: "a.b", with: "c" },
          { match: "a.b", with: "d" },
        ],
      },
      ["replace.1.match warning unreachable"],
    ],
  ],
});
