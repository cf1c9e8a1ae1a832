import { testCases } from "./run-case.js";

testCases("require-context");
