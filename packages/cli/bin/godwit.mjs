#!/usr/bin/env node
// This file is checked in because npm links a bin only if its file exists while npm installs, and dist is built after that.
import { existsSync } from "node:fs";
import nodeModule from "node:module";
import v8 from "node:v8";

const main = new URL("../dist/main.js", import.meta.url);

if (existsSync(main)) {
  // V8 of Node 20 optimizes so early that a run of seconds never earns it back, and its threads collect garbage for more CPU time than one
  // does (docs/decisions/speed.md). Later versions gain nothing.
  if (process.versions.v8.startsWith("11.")) {
    v8.setFlagsFromString("--interrupt-budget=500000");
    v8.setFlagsFromString("--no-parallel-scavenge");
    v8.setFlagsFromString("--semi-space-growth-factor=16");
  }
  // Node has it from 22.1: V8 need not compile the same code again in each run.
  nodeModule.enableCompileCache?.();
  await import(main.href);
} else {
  console.error("godwit: it is not built yet. Run npm run build at the root of its repository, then try again.");
  process.exitCode = 2;
}
