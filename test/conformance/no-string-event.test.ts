import { testCases } from "./run-case.js";

testCases("no-string-event");
