import { testTsserver } from "./tsserver-tests.js";

testTsserver("typescript", "typescript-5.4", "typescript-5.9");
