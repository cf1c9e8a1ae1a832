import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import { boundShop } from "./shop.js";

const read = (root: string, file: string): string => readFileSync(join(root, file), "utf8");

describe("a contract from a package", () => {
  it("reports, and fixes with the name that the repository binds", async () => {
    const root = boundShop();
    const found = await runGodwit(root, "check", "--no-cache");
    console.log(found);
    const fixed = await runGodwit(root, "check", "--fix", "--no-cache");
    console.log(fixed, read(root, "src/user.ts"));
    for (const args of [
      ["contracts", "validate"],
      ["contracts", "list"],
      ["contracts", "test"],
      ["status"],
      ["report"],
      ["plan"],
      ["explain", "one-id"],
    ])
      console.log(args, await runGodwit(root, ...args));
  });
});
