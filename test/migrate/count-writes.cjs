// Loaded into godwit before it starts: does something at one of the calls that change the disk. STRIKE_AT: which;
// STRIKE: "kill" before it, "kill-half" in the middle of a write, "full" for no more room from there on.
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");

const at = Number(process.env.STRIKE_AT ?? 0);
const kind = process.env.STRIKE;
const CHANGING = [
  "openSync",
  "writeSync",
  "writeFileSync",
  "renameSync",
  "linkSync",
  "unlinkSync",
  "rmSync",
  "mkdirSync",
  "ftruncateSync",
];
const HALVED = new Set(["writeSync", "writeFileSync"]);
const WRITING = new Set(["writeSync", "writeFileSync", "mkdirSync", "linkSync"]);
let count = 0;
let isInside = false;

for (const name of CHANGING) {
  const original = fs[name];
  fs[name] = (...args) => {
    // Node's own functions call each other: writeFileSync opens and writes.
    if (isInside || (name === "openSync" && !/[wax+]/.test(String(args[1] ?? "r")))) return original(...args);
    count++;
    if (kind === "full" && at > 0 && count >= at && (WRITING.has(name) || name === "openSync")) {
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", syscall: "write" });
    }
    isInside = true;
    try {
      if (count !== at || !kind?.startsWith("kill")) return original(...args);
      if (kind === "kill-half" && HALVED.has(name)) original(args[0], args[1].slice(0, args[1].length >> 1), ...args.slice(2, 3));
      process.kill(process.pid, "SIGKILL");
    } finally {
      isInside = false;
    }
  };
}
syncBuiltinESMExports();
