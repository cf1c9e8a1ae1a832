import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-loose-type", {
  right: [{ type: "AuthResult", names: ["auth"], functions: "verifyToken", fix: "auto" }],
});
