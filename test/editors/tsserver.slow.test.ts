import { testTsserver } from "./tsserver-tests.js";

testTsserver("typescript-5.4", "typescript-5.9");
