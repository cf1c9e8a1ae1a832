import { testTsserver } from "./tsserver-tests.js";

testTsserver("typescript");
