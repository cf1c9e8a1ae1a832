// Loaded before a measured script: writes what the process used when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.GODWIT_BENCH_USAGE, JSON.stringify(process.resourceUsage())));
