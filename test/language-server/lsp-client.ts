import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";

const SERVER = path.join(import.meta.dirname, "../../packages/language-server/bin/godwit-language-server.mjs");

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: any;
  readonly result?: any;
  readonly error?: { readonly message: string };
}

/** How a client introduces itself. */
export interface ClientOptions {
  readonly capabilities?: object;
  readonly initializationOptions?: object;
  /** What the client answers to the server's own requests, by method. */
  readonly answers?: Readonly<Record<string, (params: any) => unknown>>;
}

/** A real language server process, spoken to over stdio as an editor does. */
export class LspClient {
  /** What the server said by itself: log lines, messages, requests. */
  readonly said: Message[] = [];
  readonly process: ChildProcess;
  readonly #answers: NonNullable<ClientOptions["answers"]>;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #published = new Map<string, { readonly version?: number; readonly diagnostics: any[] }>();
  readonly #versions = new Map<string, number>();
  #listeners: (() => void)[] = [];
  #id = 0;
  #buffer = Buffer.alloc(0);

  constructor({ answers = {} }: ClientOptions = {}) {
    this.#answers = answers;
    this.process = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.process.stdout!.on("data", (chunk: Buffer) => this.#read(chunk));
  }

  /** Starts a server in a folder, as an editor does when it opens it. */
  static async start(root: string, options: ClientOptions = {}): Promise<LspClient> {
    const client = new LspClient(options);
    const rootUri = pathToFileURL(root).href;
    await client.request("initialize", {
      ...{ processId: process.pid, rootUri, capabilities: options.capabilities ?? {} },
      ...{ initializationOptions: options.initializationOptions, workspaceFolders: [{ uri: rootUri, name: "root" }] },
    });
    client.notify("initialized", {});
    return client;
  }

  request(method: string, params: object): Promise<any> {
    const id = ++this.#id;
    this.#send({ id, method, params });
    return new Promise((resolve, reject) =>
      this.#waiting.set(id, ({ result, error }) => (error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result))),
    );
  }

  /** What cancels the last request, whenever it is called. */
  cancelling(): () => void {
    const id = this.#id;
    return () => this.notify("$/cancelRequest", { id });
  }

  notify(method: string, params: object): void {
    this.#send({ method, params });
  }

  /** Puts a text into a buffer; gives back its address. */
  show(file: string, text: string): string {
    const uri = pathToFileURL(file).href;
    const version = (this.#versions.get(uri) ?? 0) + 1;
    this.#versions.set(uri, version);
    const languageId = file.endsWith(".md") ? "markdown" : "typescript";
    if (version === 1) this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
    else this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
    return uri;
  }

  /** The diagnostics of a buffer, once they are those of its present text and fit. */
  async diagnostics(uri: string, fits: (found: any[]) => boolean = () => true): Promise<any[]> {
    const end = performance.now() + 50_000;
    for (;;) {
      const known = this.#published.get(uri);
      if (known && (known.version ?? 0) >= this.#versions.get(uri)! && fits(known.diagnostics)) return known.diagnostics;
      if (performance.now() > end) throw new Error(`no such diagnostics: ${JSON.stringify(known)}`);
      await new Promise<void>((resolve) => {
        this.#listeners.push(resolve);
        setTimeout(resolve, 500);
      });
    }
  }

  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once("exit", resolve));
    await this.request("shutdown", {});
    this.notify("exit", {});
    return ended;
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.process.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n(?:.*\r\n)*?\r\n/.exec(this.#buffer.toString("latin1"));
      if (!header) return;
      const end = header[0].length + Number(header[1]);
      if (this.#buffer.length < end) return;
      this.#take(JSON.parse(this.#buffer.toString("utf8", header[0].length, end)) as Message);
      this.#buffer = this.#buffer.subarray(end);
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message;
    if (method === undefined) {
      this.#waiting.get(id as number)?.(message);
      return;
    }
    if (method === "textDocument/publishDiagnostics") {
      this.#published.set(params.uri, params);
      for (const listener of this.#listeners.splice(0)) listener();
      return;
    }
    this.said.push(message);
    if (id !== undefined) this.#send({ id, result: this.#answers[method]?.(params) ?? null });
  }
}
