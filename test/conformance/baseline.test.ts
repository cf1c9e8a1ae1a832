import { testBaselines } from "./baseline-cases.js";
import { isDrawn } from "./carriers.js";

testBaselines((each) => isDrawn(each, 48));
