// node test/corpora/run.mjs CHECKOUT [--contracts FOLDER] [--keep]
// Runs godwit over a copy of any checkout and asserts: no rule throws, every fixed file parses, a second fix changes nothing. Without
// --contracts it makes contracts that fit any code. Nothing is written to the checkout. Run `npm run build` before.
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { check } from "godwit";
import { copySources, listFiles } from "./copy.mjs";
import { examine } from "./examine.mjs";
import { writeGenericContracts } from "./generic-contracts.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { contracts: { type: "string" }, keep: { type: "boolean", default: false } },
});
if (positionals.length === 0 || !positionals.every((each) => existsSync(each))) {
  console.error("Usage: node test/corpora/run.mjs CHECKOUT… [--contracts FOLDER] [--keep]");
  process.exit(2);
}

for (const checkout of positionals) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-corpus-")));
  try {
    const files = copySources(path.resolve(checkout), folder);
    if (options.contracts === undefined) writeGenericContracts(folder, files);
    else cpSync(options.contracts, path.join(folder, "migrations"), { recursive: true });
    const { faults, counts } = examine(folder, listFiles(folder), check);
    console.log(`${path.basename(path.resolve(checkout))} ${JSON.stringify(counts, null, 2)}`);
    for (const fault of faults) console.log(`✖ ${fault}`);
    console.log(faults.length === 0 ? "✔ nothing thrown, all parses, a second fix changes nothing" : `✖ ${faults.length} faults`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    if (options.keep) console.log(folder);
    else rmSync(folder, { recursive: true, force: true });
  }
}
