import { testCases } from "./run-case.js";

testCases("no-singleton-access");
