import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-string-id", {
  right: {
    type: "UserId",
    names: "*UserId",
    wrap: "UserId($value)",
    replace: [{ match: "$r.get($_)", with: "x($r)" }],
    fix: "none",
  },
  wrong: [
    [[{ type: "UserId", names: "*" }], ["0.names error matches-everything"]],
    [[{ type: "UserId" }, { type: "UserId", names: "owner" }], ["1.type warning unreachable"]],
  ],
});
