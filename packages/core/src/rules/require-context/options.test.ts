import { describeOption } from "../../../test-support/rule-options.js";

describeOption("require-context", {
  right: [
    {
      parameter: "context",
      type: ["UserContext", "Session"],
      names: "*",
      files: ["src/**"],
      decorators: ["Get"],
      handlers: ["r.get($_, $handler)"],
      calls: ["f($_)"],
      fix: "auto",
    },
    { parameter: "tenant", names: "open*" },
  ],
});
