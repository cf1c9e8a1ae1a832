import { testCarrier } from "./run-case.js";

testCarrier("check");
