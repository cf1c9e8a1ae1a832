import { testCases } from "./run-case.js";

testCases("implements-contract");
