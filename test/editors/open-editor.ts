import { rmSync } from "node:fs";
import { describe } from "vitest";
import { createEditorProject, locate, type Registration } from "./editor-project.js";
import { TsserverClient } from "./tsserver-client.js";

/** The versions of TypeScript whose servers are driven, by the names under which they are installed. */
export const VERSIONS = ["typescript-5.4", "typescript-5.9", "typescript"] as const;

/** Tests with the server of each version: with that of the newest in `npm test`, of the others in `npm run test:slow`. */
export function describeServers(what: string, tests: (version: (typeof VERSIONS)[number]) => void): void {
  for (const version of VERSIONS) {
    const tags = version === VERSIONS.at(-1) ? [] : ["slow"];
    describe(`${what} of tsserver of ${version}`, { tags }, () => tests(version));
  }
}

/** A raw uuid, imported and used. */
export const RAW = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';

/** How an editor is opened. */
export interface EditorOptions {
  readonly registration?: Registration;
  /** Files on disk beside those of every project; files that are opened later must be among them, or 5.4 does not see them in the project. */
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: object;
  /** False to run the server without the plugin. */
  readonly plugin?: boolean;
  readonly serverArguments?: readonly string[];
}

/** A server with a project, spoken to as an editor does. */
export class Editor {
  readonly project;
  readonly client: TsserverClient;
  readonly #opened = new Set<string>();

  constructor(
    version: string,
    { registration = "tsconfig", files = {}, settings = {}, plugin = true, serverArguments = [] }: EditorOptions = {},
  ) {
    // The server would find the copy beside TypeScript itself if tsconfig names the plugin.
    this.project = createEditorProject(plugin ? registration : "extension", files, settings);
    this.client = new TsserverClient(version, [...(plugin ? this.project.serverArguments : []), ...serverArguments]);
  }

  /** Puts a text into a buffer; returns the file's path. */
  show(name: string, text: string): string {
    const file = this.project.path(name);
    if (this.#opened.has(name)) this.client.replace(file, text);
    else this.client.open(file, text);
    this.#opened.add(name);
    return file;
  }

  /** The code fixes of an error at a part of a text. */
  async fixes(name: string, text: string, part: string, ...errorCodes: number[]): Promise<any[]> {
    const [start, end] = [locate(text, part), locate(text, part, part.length)];
    return this.client.request("getCodeFixes", {
      ...{ file: this.show(name, text), errorCodes, startLine: start.line, startOffset: start.offset },
      ...{ endLine: end.line, endOffset: end.offset },
    });
  }

  /** The text that the contracts add to the quick info at a place. */
  async hover(name: string, text: string, part: string, shift = 0): Promise<string> {
    const info = await this.client.request("quickinfo", { file: this.show(name, text), ...locate(text, part, shift) });
    return typeof info?.documentation === "string" ? info.documentation : JSON.stringify(info?.documentation ?? "");
  }

  async close(): Promise<void> {
    await this.client.stop();
    rmSync(this.project.root, { recursive: true, force: true });
  }
}

/** Asks until the answer fits: the server hears of changes on disk some time later. */
export async function until<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  const end = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (fits(answer) || performance.now() > end) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
