// Preloaded by a test: writes the address of every module that the process loads to the file in GODWIT_TEST_LOADS.
import { appendFileSync } from "node:fs";
import { register } from "node:module";
import process from "node:process";

const file = process.env.GODWIT_TEST_LOADS;

/** A loader hook of Node. */
export async function load(url, context, next) {
  if (file !== undefined && url.startsWith("file:")) appendFileSync(file, `${url}\n`);
  return next(url, context);
}

// The hooks run in a thread of their own, which loads this file again with a query.
if (!import.meta.url.includes("?")) register(`${import.meta.url}?hooks`);
