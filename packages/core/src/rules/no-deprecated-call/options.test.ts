import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-deprecated-call", {
  right: { replace: [{ match: "new A($x)", with: "create($x)" }] },
  wrong: [[{ replace: [] }, ["replace error bad-value"]]],
});
