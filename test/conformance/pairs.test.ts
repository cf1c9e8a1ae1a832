import { testPairs } from "./pairs/test-pairs.js";

// All cases take many minutes of CPU: the slow tests run them.
testPairs((index) => index % 480 === 7);
