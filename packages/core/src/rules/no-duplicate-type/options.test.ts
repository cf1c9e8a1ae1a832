import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-duplicate-type", {
  right: { canonical: ["UserId"], fix: "auto" },
  wrong: [[{}, [" error missing-key"]]],
});
