import { testInLanguageServer } from "./language-server-cases.js";

testInLanguageServer(() => true);
