import { testCases } from "./run-case.js";

testCases("no-duplicate-type");
