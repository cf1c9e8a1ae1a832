import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-deprecated-import", {
  right: [
    { from: "./src/old/**", to: "./src/new/**" },
    { from: "lodash", name: ["a", "b"], to: "lodash-es", rename: "alias", fix: "suggest" },
    { from: "./a.ts", name: "A", as: "default", to: "./b.ts", rename: "uses" },
    { from: "#internal/x", remove: true },
    { from: "lodash", fix: "none" },
    { from: "./a.ts", name: "Old", as: "New" },
    { from: "./c.ts", name: ["get*", "Old"], to: "./b.ts" },
  ],
  wrong: [
    [{ from: "a" }, [" warning contradiction"]],
    [{ from: "a", to: "b", remove: true }, ["to error contradiction"]],
    [[{ from: "a", to: "b", as: "c" }], ["0.as error contradiction"]],
    [{ from: "a", to: "b", name: ["x", "y"], as: "c" }, ["as error contradiction"]],
    [{ from: "a", to: "b", name: "get*", as: "c" }, ["as error contradiction"]],
    [{ from: "a", to: "b", name: "*" }, ["name error matches-everything"]],
    [
      [
        { from: "a", to: "b", name: "get*" },
        { from: "a", to: "c", name: "getUser" },
      ],
      ["1 warning unreachable"],
    ],
    [{ from: "./a", to: "./b/*" }, ["to error contradiction"]],
    [{ from: "./a/*", to: "./b/*/**" }, ["to error contradiction"]],
    [{ from: "./a/*/x/*", to: "./b/*" }, []],
    [{ from: "./src/**", to: "./src/old/**" }, ["to error contradiction"]],
    [{ from: "./src/*", to: "./src/old/*" }, []],
    [{ from: "./a", to: "./a" }, ["to error contradiction"]],
    [{ from: "./a", to: "./a", name: "x", as: "y" }, []],
    [{ from: "./a#b", to: "./c" }, ["from error contradiction"]],
    [{ from: "./../a", to: "/c" }, ["from error bad-module", "to error bad-module"]],
    [{ from: "./a", to: "./b", rename: "uses" }, ["rename warning contradiction"]],
    [[], [" error bad-value"]],
    [
      [
        { from: "./a", to: "./b" },
        { from: "./b", to: "./a" },
      ],
      ["0.to error contradiction", "1.to error contradiction"],
    ],
    [
      [
        { from: "./a", name: "x", to: "./b", as: "y" },
        { from: "./b", name: "y", to: "./a", as: "z" },
      ],
      [],
    ],
    [
      [
        { from: "./a", name: ["x", "y"], to: "./b" },
        { from: "./a", name: "y", to: "./c" },
        { from: "./a", to: "./d" },
      ],
      ["1 warning unreachable"],
    ],
  ],
});
