import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { REPOSITORY } from "./copy-repository.js";

/** The script of the oxlint that is installed here. */
export const OXLINT = path.join(REPOSITORY, "node_modules/oxlint/bin/oxlint");

/** A place as the protocol has it; lines and characters start at 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A text change as the protocol has it. */
export interface ProtocolEdit {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly newText: string;
}

/** One diagnostic of a file. */
export interface Diagnostic {
  readonly range: { readonly start: Position; readonly end: Position };
  readonly code?: string;
  readonly message: string;
  readonly severity: number;
}

/** What an editor offers at a place. */
export interface CodeAction {
  readonly title: string;
  readonly edit?: { readonly changes: Readonly<Record<string, readonly ProtocolEdit[]>> };
}

/** Oxlint's language server, a real process, spoken to as an editor does. */
export class OxlintServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number | string, (answer: any) => void>();
  #sequence = 0;
  #buffer = Buffer.alloc(0);

  constructor(root: string) {
    this.#process = spawn(process.execPath, [OXLINT, "--lsp"], { cwd: root, stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout!.on("data", (chunk: Buffer) => this.#read(chunk));
  }

  static async start(root: string): Promise<OxlintServer> {
    const server = new OxlintServer(root);
    const uri = pathToFileURL(root).href;
    const textDocument = {
      publishDiagnostics: {},
      codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
    };
    await server.#request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "root" }],
      capabilities: { textDocument, workspace: { workspaceFolders: true } },
      initializationOptions: [{ workspaceUri: uri, options: { run: "onType", fixKind: "safe_fix_or_suggestion" } }],
    });
    server.#send({ method: "initialized", params: {} });
    return server;
  }

  /** Opens a file with the text of an editor's buffer, and waits for what is wrong in it. */
  open(file: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(file).href;
    const published = new Promise<readonly Diagnostic[]>((resolve) => this.#waiting.set(uri, resolve));
    this.#send({
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId: "typescript", version: 1, text } },
    });
    return published;
  }

  close(file: string): void {
    const uri = pathToFileURL(file).href;
    this.#send({ method: "textDocument/didClose", params: { textDocument: { uri } } });
  }

  async actionsAt(file: string, diagnostic: Diagnostic): Promise<readonly CodeAction[]> {
    const uri = pathToFileURL(file).href;
    const actions = await this.#request("textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return (actions as readonly CodeAction[] | null) ?? [];
  }

  stop(): void {
    this.#process.kill();
  }

  #request(method: string, params: object): Promise<unknown> {
    const id = ++this.#sequence;
    this.#send({ id, method, params });
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.toString("latin1", 0, end))![1]);
      if (this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.toString("utf8", end + 4, end + 4 + length);
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#receive(JSON.parse(body));
    }
  }

  #receive(message: any): void {
    if (message.method === "textDocument/publishDiagnostics") this.#resolve(message.params.uri, message.params.diagnostics);
    else if (message.method && message.id !== undefined) this.#send({ id: message.id, result: null });
    else if (message.id !== undefined) this.#resolve(message.id, message.result);
  }

  #resolve(key: number | string, answer: unknown): void {
    this.#waiting.get(key)?.(answer);
    this.#waiting.delete(key);
  }
}
