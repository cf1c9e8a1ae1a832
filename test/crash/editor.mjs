import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout } from "node:timers";
import { REPOSITORY } from "../../scripts/packages.mjs";

const PLUGIN = path.join(REPOSITORY, "packages/typescript-plugin");
const ANSWER_MS = 60_000;

/**
 * Opens each file in a tsserver with the plugin, asks for its diagnostics and for the fixes of each contract, and applies those. `compare` says what
 * must not happen to changed texts.
 */
export async function examineInEditor(folder, files, compare) {
  installPlugin(folder);
  const contracts = readdirSync(path.join(folder, "migrations")).map((file) => path.basename(file, ".md"));
  const log = path.join(folder, "tsserver.log");
  const server = startServer(["--logFile", log, "--logVerbosity", "normal"]);
  const outcome = { faults: [], found: 0, changed: 0 };
  try {
    for (const name of files) {
      const file = path.join(folder, name);
      const text = readFileSync(file, "utf8");
      server.notify("open", { file, fileContent: text });
      const diagnostics = await server.request("semanticDiagnosticsSync", { file });
      const own = diagnostics.filter(({ source }) => source === "godwit");
      outcome.found += own.length;
      for (const contract of own.length > 0 ? contracts : []) {
        const fixes = await server.request("_godwit.fixFile", { file, contract });
        if (!fixes.edits?.length) continue;
        outcome.changed++;
        outcome.faults.push(...compare(new Map([[name, text]]), new Map([[name, applied(text, fixes.edits)]])));
      }
      server.notify("close", { file });
    }
    const failures = readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => /\[godwit\].*(?:fail|Error)/.test(line));
    outcome.faults.push(...failures.filter((line) => !line.includes("call stack")));
  } finally {
    await server.stop();
    rmSync(log, { force: true });
  }
  return outcome;
}

function installPlugin(folder) {
  const installed = path.join(folder, "node_modules/@godwit/typescript-plugin");
  mkdirSync(installed, { recursive: true });
  for (const part of ["dist", "package.json"]) cpSync(path.join(PLUGIN, part), path.join(installed, part), { recursive: true });
  const compilerOptions = {
    ...{ strict: true, jsx: "preserve", allowJs: true, checkJs: true, noLib: true, types: [] },
    plugins: [{ name: "@godwit/typescript-plugin" }],
  };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src", "lib"] }));
}

function applied(text, edits) {
  const starts = [0, ...[...text.matchAll(/\r\n|[\n\r]/gu)].map((end) => end.index + end[0].length)];
  const offsetOf = ({ line, character }) => starts[line] + character;
  const sorted = [...edits].sort((a, b) => offsetOf(b.start) - offsetOf(a.start));
  return sorted.reduce(
    (result, { start, end, newText }) => result.slice(0, offsetOf(start)) + newText + result.slice(offsetOf(end)),
    text,
  );
}

function startServer(args) {
  const require = createRequire(import.meta.url);
  const script = path.join(path.dirname(require.resolve("typescript/package.json")), "lib/tsserver.js");
  const server = spawn(process.execPath, [script, "--disableAutomaticTypingAcquisition", ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const waiting = new Map();
  let buffer = Buffer.alloc(0);
  let sequence = 0;
  server.stdout.on("data", (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (let header; (header = /Content-Length: (\d+)\r?\n\r?\n/.exec(buffer.toString("latin1")));) {
      const start = header.index + header[0].length;
      const end = start + Number(header[1]);
      if (buffer.length < end) return;
      const message = JSON.parse(buffer.toString("utf8", start, end));
      buffer = buffer.subarray(end);
      if (message.type === "response") waiting.get(message.request_seq)?.(message);
    }
  });
  const notify = (command, options) => {
    server.stdin.write(`${JSON.stringify({ seq: ++sequence, type: "request", command, arguments: options })}\n`);
    return sequence;
  };
  const ended = new Promise((resolve) => server.once("exit", resolve));
  return {
    notify,
    async request(command, options) {
      const seq = notify(command, options);
      const late = new Promise((_, reject) => setTimeout(reject, ANSWER_MS, new Error(`${command} was not answered`)).unref());
      const answer = await Promise.race([
        new Promise((resolve) => waiting.set(seq, resolve)),
        late,
        ended.then(() => ({ message: "tsserver ended" })),
      ]);
      // What tsserver says where an answer has no body.
      if (answer.message === "No content available.") return [];
      if (!answer.success) throw new Error(`${command} of ${options.file}: ${answer.message}`);
      return answer.body ?? [];
    },
    stop: () => (notify("exit", {}), ended),
  };
}
