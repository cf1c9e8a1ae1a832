import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import { newProject } from "./begun-project.js";
import { SHOP } from "./shop.js";

const PAGE = new URL("../../docs/begin.md", import.meta.url);

test("each output on the page is what the command prints", { tags: "slow" }, async () => {
  const root = newProject(SHOP);
  const runs = [...readFileSync(PAGE, "utf8").matchAll(/^(`{3,})text\n\$ (godwit.*)\n([^]*?)^\1$/gm)];
  expect(runs.length).toBeGreaterThan(0);
  for (const [, , command, printed] of runs) {
    // What comes after shows the project with its contracts.
    if (!command!.startsWith("godwit init")) await runGodwit(root, "init", "--yes");
    const { out, err } = await runGodwit(root, ...command!.split(" ").slice(1));
    expect(`$ ${command!}\n${out}${err}`).toBe(`$ ${command!}\n${printed!}`);
  }
});
