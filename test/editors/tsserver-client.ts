import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

/** A message of tsserver's protocol; each command has its own kind of body. */
interface Message {
  readonly type: "response" | "event";
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: any;
}

/** A real tsserver process, spoken to as an editor does. */
export class TsserverClient {
  readonly events: Message[] = [];
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #texts = new Map<string, string>();
  #sequence = 0;
  #buffer = Buffer.alloc(0);

  /** `version` is the name under which that TypeScript is installed; `nodeArguments` are for Node.js itself. */
  constructor(version: string, args: readonly string[], nodeArguments: readonly string[] = []) {
    const server = path.join(path.dirname(require.resolve(`${version}/package.json`)), "lib/tsserver.js");
    this.#process = spawn(process.execPath, [...nodeArguments, server, "--disableAutomaticTypingAcquisition", ...args], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.#process.stdout!.on("data", (chunk: Buffer) => this.#read(chunk));
  }

  /** The number that the next request gets. */
  get nextSequence(): number {
    return this.#sequence + 1;
  }

  async request(command: string, args: object = {}): Promise<any> {
    const answer = await this.requestRaw(command, args);
    if (answer.success === false && answer.message !== "No content available.") throw new Error(`${command}: ${answer.message}`);
    return answer.body;
  }

  requestRaw(command: string, args: object | null): Promise<Message> {
    const seq = this.notify(command, args);
    return new Promise((resolve) => this.#waiting.set(seq, resolve));
  }

  notify(command: string, args: object | null): number {
    const seq = ++this.#sequence;
    this.#process.stdin!.write(`${JSON.stringify({ seq, type: "request", command, arguments: args })}\n`);
    return seq;
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }

  /** Opens a file with the text of an editor's buffer. */
  open(file: string, fileContent: string): void {
    this.#texts.set(file, fileContent);
    this.notify("open", { file, fileContent });
  }

  /** Replaces the whole buffer of an open file; a server that refuses makes the test fail. */
  replace(file: string, newText: string): void {
    const lines = (this.#texts.get(file) ?? "").split(/\r\n|[\n\r\u2028\u2029]/u);
    const end = { line: lines.length, offset: lines.at(-1)!.length + 1 };
    this.#texts.set(file, newText);
    const change = { fileName: file, textChanges: [{ start: { line: 1, offset: 1 }, end, newText }] };
    void this.request("updateOpen", { changedFiles: [change] });
  }

  /** The plugin's own diagnostics of a file. */
  async diagnostics(file: string): Promise<any[]> {
    const all = (await this.request("semanticDiagnosticsSync", { file })) as any[];
    return all.filter(({ source }) => source === "godwit");
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.notify("exit", {});
    await ended;
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const header = /Content-Length: (\d+)\r?\n\r?\n/.exec(this.#buffer.toString("latin1"));
      if (!header) return;
      const start = header.index + header[0].length;
      const end = start + Number(header[1]);
      if (this.#buffer.length < end) return;
      this.#take(JSON.parse(this.#buffer.toString("utf8", start, end)) as Message);
      this.#buffer = this.#buffer.subarray(end);
    }
  }

  #take(message: Message): void {
    if (message.type === "event") this.events.push(message);
    else this.#waiting.get(message.request_seq!)?.(message);
  }
}
