import { testInOxlint } from "./oxlint-cases.js";

/** All cases take minutes, so a fixed selection runs here, and all of them in the slow tests. */
const EACH = 12;

testInOxlint((_, index) => index % EACH === 0);
