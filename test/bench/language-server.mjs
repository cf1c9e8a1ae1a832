// What the language server costs: from its start to the first answer in a large project, and an edit of a file, in CPU time. Linux.
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createProject, sourceOf } from "./editor-project.mjs";

const SERVER = fileURLToPath(new URL("../../packages/language-server/bin/godwit-language-server.mjs", import.meta.url));
const FILES = 2_000;
const EDITS = 100;

/** An editor that asks for the edit of a code action when it is chosen, as VS Code and Neovim do. */
const CAPABILITIES = { textDocument: { codeAction: { resolveSupport: { properties: ["edit"] }, dataSupport: true } } };

class Client {
  #id = 0;
  #rest = Buffer.alloc(0);
  #waiting = new Map();
  published = () => {};

  constructor(options) {
    this.process = spawn(process.execPath, [...options, SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.process.stdout.on("data", (chunk) => this.#read(chunk));
  }

  send(message) {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  request(method, params) {
    const id = (this.#id += 1);
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.send({ id, method, params });
    });
  }

  #read(chunk) {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const head = this.#rest.indexOf("\r\n\r\n");
      if (head === -1) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#rest.toString("latin1", 0, head))[1]);
      if (this.#rest.length < head + 4 + length) return;
      const message = JSON.parse(this.#rest.toString("utf8", head + 4, head + 4 + length));
      this.#rest = this.#rest.subarray(head + 4 + length);
      if (message.method === undefined) this.#waiting.get(message.id)?.(message.result);
      else if (message.method === "textDocument/publishDiagnostics") this.published(message.params);
      else if (message.id !== undefined) this.send({ id: message.id, result: null });
    }
  }

  /** Milliseconds of CPU that the process has used. */
  cpu() {
    const fields = readFileSync(`/proc/${this.process.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  }

  /** Megabytes in memory. */
  memory() {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.process.pid}/status`, "utf8"))[1]) / 1024;
  }
}

async function measure(root, lines, hasFindings, options) {
  const file = path.join(root, `src/open-${lines}-${hasFindings}.ts`);
  const text = sourceOf(lines, hasFindings ? 3 : 0);
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const started = performance.now();
  const client = new Client(options);
  await client.request("initialize", { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities: CAPABILITIES });
  client.send({ method: "initialized", params: {} });
  const publishedAs = (version) =>
    new Promise(
      (resolve) => (client.published = (params) => params.uri === uri && params.version === version && resolve(params)),
    );
  const first = publishedAs(1);
  client.send({ method: "textDocument/didOpen", params: { textDocument: { uri, languageId: "typescript", version: 1, text } } });
  const { diagnostics } = await first;
  const answered = { wall: performance.now() - started, cpu: client.cpu(), memory: client.memory() };
  if (diagnostics.length > 0 !== hasFindings) throw new Error(`${lines} lines: ${diagnostics.length} findings`);
  // In the middle of the file: what follows moves.
  const line = text.slice(0, text.indexOf("nobody", text.length >> 1)).split("\n").length - 1;
  const edit = async (version) => {
    const done = publishedAs(version);
    const start = { line, character: 2 };
    client.send({
      method: "textDocument/didChange",
      params: { textDocument: { uri, version }, contentChanges: [{ range: { start, end: start }, text: "/**/" }] },
    });
    const range = { start: { line, character: 0 }, end: { line: line + 50, character: 0 } };
    await client.request("textDocument/inlayHint", { textDocument: { uri }, range });
    await client.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [] } });
    await done;
  };
  for (let version = 2; version < 22; version += 1) await edit(version);
  // By then the project is counted, which happens once.
  const position = { line: text.split("\n").findIndex((each) => each.includes("v4();")), character: 22 };
  if (hasFindings)
    await client.request("textDocument/references", { textDocument: { uri }, position, context: { includeDeclaration: true } });
  const before = client.cpu();
  for (let version = 22; version < 22 + EDITS; version += 1) await edit(version);
  const spent = (client.cpu() - before) / EDITS;
  await client.request("shutdown", null);
  client.send({ method: "exit" });
  return { answered, spent, findings: diagnostics.length };
}

const others = Array.from({ length: FILES }, (_, index) => [
  `src/part-${index % 40}/file-${index}.ts`,
  sourceOf(100, index % 10 === 0 ? 3 : 0),
]);
const root = createProject(Object.fromEntries(others));
try {
  for (const lines of [150, 1_000])
    for (const hasFindings of [true, false]) {
      const { answered, spent, findings } = await measure(root, lines, hasFindings, process.argv.slice(2));
      console.log(
        `${lines} lines, ${findings} findings in ${FILES} files: first answer ${answered.wall.toFixed(0)} ms (cpu ${answered.cpu} ms, ${answered.memory.toFixed(0)} MB); an edit with hints and light bulb cpu ${spent.toFixed(1)} ms`,
      );
    }
} finally {
  rmSync(root, { recursive: true, force: true });
}
