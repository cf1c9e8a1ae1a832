import { testPairs } from "./pairs/test-pairs.js";

/** `PAIRS=3/8` runs the third of eight parts. */
const [part, parts] = (process.env["PAIRS"] ?? "1/1").split("/").map(Number) as [number, number];
testPairs((index) => index % parts === part - 1);
