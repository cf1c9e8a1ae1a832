#!/usr/bin/env node
// node scripts/flag.mjs <flag> on|off: what the rollback of a migration runs.
import { readFileSync, writeFileSync } from "node:fs";

const FILE = new URL("../config/flags.json", import.meta.url);
const [flag, value] = process.argv.slice(2);
const flags = JSON.parse(readFileSync(FILE, "utf8"));

if (!(flag in flags) || (value !== "on" && value !== "off")) {
  console.error(`Usage: node scripts/flag.mjs <${Object.keys(flags).join("|")}> on|off`);
  process.exit(2);
}
flags[flag] = value === "on";
writeFileSync(FILE, `${JSON.stringify(flags, null, 2)}\n`);
console.log(`${flag} is ${value}`);
