import { testInOxlint } from "./oxlint-cases.js";

testInOxlint(() => true);
