import { testCases } from "./run-case.js";

testCases("no-raw-uuid");
