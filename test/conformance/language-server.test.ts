import { testInLanguageServer } from "./language-server-cases.js";

/** All cases take a minute, so a fixed selection runs here, and all of them in the slow tests. */
const EACH = 24;

testInLanguageServer((_, index) => index % EACH === 0);
