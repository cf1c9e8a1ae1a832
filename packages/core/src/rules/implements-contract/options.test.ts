import { describeOption } from "../../../test-support/rule-options.js";

describeOption("implements-contract", {
  right: {},
  wrong: [[{ a: 1 }, ["a error unknown-key"]]],
});
