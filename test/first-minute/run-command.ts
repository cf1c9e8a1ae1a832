import { spawn } from "node:child_process";
import { expect } from "vitest";
import { stripVTControlCharacters } from "node:util";

/** The output and exit code of each command of NEXT_COMMANDS if it works; a service runs until it is stopped. */
const OUTCOMES: Readonly<Record<string, { readonly output: RegExp; readonly code: number | "stays" }>> = {
  "npm start -- --keep": { output: /The copy is \S+/, code: 0 },
  "npm start -w examples/chat-platform": { output: /listening.*"url":"http:\/\/127\.0\.0\.1:\d+/, code: "stays" },
  "cd examples/chat-platform && npx godwit check": { output: /violations can be fixed with godwit check --fix/, code: 1 },
  "cd examples/chat-platform && npx godwit contracts test": { output: /✔ \d+ examples of 9 contracts hold/, code: 0 },
};

/** Runs a command in a shell, and expects its result in OUTCOMES. */
export async function expectCommandWorks(command: string, cwd: string): Promise<string> {
  const expected = OUTCOMES[command];
  if (!expected) throw new Error(`Say in run-command.ts what "${command}" prints when it works.`);
  const { output, code } = await runInShell(command, cwd, expected.code === "stays" ? expected.output : undefined);
  expect(output).toMatch(expected.output);
  expect(code, output).toBe(expected.code);
  return output;
}

/** Runs a command in a shell of its own; one that is expected to stay is stopped once it has printed `readyWhen`. */
export function runInShell(
  command: string,
  cwd: string,
  readyWhen?: RegExp,
): Promise<{ output: string; code: number | "stays" }> {
  return new Promise((resolve, reject) => {
    // PORT=0 takes a free port: 3000 may be in use on the machine that runs the test.
    const { FORCE_COLOR: _, ...environment } = process.env;
    const env = { ...environment, NO_COLOR: "1", PORT: "0", CI: "true" };
    const child = spawn(command, { cwd, env, shell: true, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let isReady = false;
    const read = (chunk: Buffer): void => {
      output += stripVTControlCharacters(chunk.toString("utf8"));
      if (isReady || !readyWhen?.test(output)) return;
      isReady = true;
      // The whole group: npm, its shell and the service.
      process.kill(-child.pid!, "SIGTERM");
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("close", (code) => resolve({ output, code: isReady ? "stays" : (code ?? 1) }));
  });
}
