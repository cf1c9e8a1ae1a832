// What the language server costs: from its start to the first answer in a large project, and an edit of a file, in CPU time. Linux.
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const SERVER = fileURLToPath(new URL("../../packages/language-server/bin/godwit-language-server.mjs", import.meta.url));
const FILES = 2_000;
const EDITS = 100;

const CONTRACT = `---
title: One ID generator
imports: { newId: ./src/new-id.ts }
rules:
  no-raw-uuid: { replace: [{ with: newId($entity) }] }
  no-deprecated-import: [{ from: ./src/legacy.ts, to: ./src/new-id.ts }]
---
`;

/** An editor that asks for the edit of a code action when it is chosen, as VS Code and Neovim do. */
const CAPABILITIES = { textDocument: { codeAction: { resolveSupport: { properties: ["edit"] }, dataSupport: true } } };

/** A file of so many lines; every third function of one with findings makes an ID. */
function sourceOf(lines, hasFindings) {
  const parts = [hasFindings ? 'import { v4 } from "uuid";' : 'import { stamp } from "./clock.js";'];
  for (let index = 0; parts.length < lines; index += 1)
    parts.push(
      `/** Sends the order ${index} to the customer, and says how it went. */`,
      `export async function send${index}(order: Order, to: readonly Customer[]): Promise<Result> {`,
      `  const requestId = ${index % 3 > 0 ? `\`\${order.id}-${index}\`` : hasFindings ? "v4()" : "stamp()"};`,
      `  const found = to.filter((customer) => customer.orders.includes(order.id) && customer.name !== "");`,
      `  if (found.length === 0) return { ok: false, reason: \`nobody asked for \${order.id}\` };`,
      `  for (const { name, orders } of found) {`,
      `    const total = orders.map((each) => each.length).reduce((sum, length) => sum + length, ${index});`,
      `    if (total > order.limit) throw new Error(\`\${name} may not have \${requestId}\`);`,
      `    await deliver({ name, requestId, total, at: new Date(order.due) });`,
      `  }`,
      `  return { ok: true, reason: requestId };`,
      `}`,
      ``,
    );
  return `${parts.join("\n")}\n`;
}

function createProject() {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-bench-")));
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  write("package.json", JSON.stringify({ name: "bench", type: "module", godwit: {} }));
  write("tsconfig.json", "{}");
  write("migrations/ids.md", CONTRACT);
  write("src/new-id.ts", "export const newId = (entity: string): string => entity;\n");
  write("src/clock.ts", "export const stamp = (): string => '';\n");
  for (let index = 0; index < FILES; index += 1)
    write(`src/part-${index % 40}/file-${index}.ts`, sourceOf(100, index % 10 === 0));
  return root;
}

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
  const text = sourceOf(lines, hasFindings);
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

const root = createProject();
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
