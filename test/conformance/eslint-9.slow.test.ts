import { testCarrier } from "./run-case.js";

testCarrier("eslint-9");
