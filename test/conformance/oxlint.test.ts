import { carrierOf } from "./carriers.js";
import { testInOxlint } from "./oxlint-cases.js";

testInOxlint((each) => carrierOf(each) === "oxlint");
