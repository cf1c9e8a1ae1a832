import { carrierOf } from "./carriers.js";
import { testInLanguageServer } from "./language-server-cases.js";

testInLanguageServer((each) => carrierOf(each) === "language-server");
