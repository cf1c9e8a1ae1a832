import { testCases } from "./run-case.js";

testCases("no-deprecated-call");
