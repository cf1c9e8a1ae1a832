import { testBaselines } from "./baseline-cases.js";

testBaselines(() => true);
