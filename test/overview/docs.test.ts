import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import { exampleRepository, TODAY } from "./example.js";

const PAGE = new URL("../../docs/overview.md", import.meta.url);

/** The blocks of the page that show a command with what it prints. */
function shownRuns(): { readonly command: string; readonly printed: string }[] {
  const text = readFileSync(PAGE, "utf8");
  return [...text.matchAll(/^```text\n\$ (godwit.*)\n([^]*?)^```$/gm)].map(([, command, printed]) => ({
    command: command!,
    printed: printed!,
  }));
}

test("each output on the page is what the command prints", { tags: "slow" }, async () => {
  const root = exampleRepository();
  const runs = shownRuns();
  expect(runs.length).toBeGreaterThan(0);
  for (const { command, printed } of runs) {
    let out = "";
    const args = command.split(" ").slice(1);
    const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${TODAY}T12:00:00Z`) / 1_000) };
    const print = (text: string): void => void (out += text);
    await runCommandLine(args, { cwd: root, hasColour: false, hasProgress: false, columns: 100, env, out: print, err: print });
    expect(`$ ${command}\n${out}`).toBe(`$ ${command}\n${printed}`);
  }
});
