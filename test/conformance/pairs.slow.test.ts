import { testPairs } from "./pairs/test-pairs.js";

/** `PAIRS=3/8` runs the third of eight parts, `PAIRS=1/1` all; by itself the first of six, since all of them take half an hour. */
const [part, parts] = (process.env["PAIRS"] ?? "1/6").split("/").map(Number) as [number, number];
testPairs((index) => index % parts === part - 1);
