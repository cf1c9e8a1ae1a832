#!/usr/bin/env node
// This file is checked in because npm links a bin only if its file exists while npm installs, and dist is built after that.
import { existsSync } from "node:fs";
import nodeModule from "node:module";

const main = new URL("../dist/main.js", import.meta.url);

if (existsSync(main)) {
  // Node has it from 22.1: V8 need not compile TypeScript again at each start.
  nodeModule.enableCompileCache?.();
  await import(main.href);
} else {
  console.error("godwit-language-server: it is not built yet. Run npm run build at the root of its repository, then try again.");
  process.exitCode = 2;
}
