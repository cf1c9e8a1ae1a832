import { testCases } from "./run-case.js";

testCases("no-loose-type");
