import { describeOption } from "../../../test-support/rule-options.js";

describeOption("no-string-event", {
  right: {
    enum: "E",
    methods: { emit: 0, constructor: 1 },
    functions: { send: 1 },
    properties: ["type"],
    types: ["Message"],
    fix: "auto",
  },
  wrong: [
    [
      { enum: "E", methods: { emit: -1, on: 1.5, off: "0" } },
      ["methods.emit error bad-value", "methods.on error wrong-type", "methods.off error wrong-type"],
    ],
  ],
});
