import { commands, extensions, type CancellationToken, type LogOutputChannel } from "vscode";
import type { PluginRequests } from "@godwit/project/editor";

/** The requests to the plugin that the language server answers in its place. */
export type Requests = Omit<PluginRequests, "_godwit.actions" | "_godwit.action" | "_godwit.hover">;
/** What is left in one file. */
export type FileReport = Requests["_godwit.file"]["body"];
/** A contract and where it is written. */
export type ContractEntry = Requests["_godwit.contracts"]["body"][number];
/** The safe fixes of one file. */
export type FileFixes = Requests["_godwit.fixFile"]["body"];

/** Answers what the extension asks of source files. */
export interface Answers {
  /** Undefined if there is no answer. */
  ask<Command extends keyof Requests>(
    command: Command,
    given: Requests[Command]["arguments"],
    token?: CancellationToken,
  ): Promise<Requests[Command]["body"] | undefined>;
}

const PLUGIN = "@godwit/typescript-plugin";

/** What VS Code's TypeScript extension exports. */
interface TypeScriptExtension {
  getAPI(version: 0): { configurePlugin(pluginId: string, configuration: object): void } | undefined;
}

/** Whether VS Code runs a TypeScript server with plugins: not with TypeScript 7, and not where its TypeScript extension is off. */
export async function hasTsserver(): Promise<boolean> {
  return (await findApi()) !== undefined;
}

async function findApi(): Promise<ReturnType<TypeScriptExtension["getAPI"]>> {
  const extension = extensions.getExtension<TypeScriptExtension>("vscode.typescript-language-features");
  return (await extension?.activate())?.getAPI(0);
}

/** How long to wait for an answer, in milliseconds; a large project may be loading. */
const LONGEST_WAIT = 60_000;

function wait(delay: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), delay).unref());
}

/** VS Code's TypeScript server, in which the plugin runs. */
export class Tsserver implements Answers {
  readonly #log: LogOutputChannel;
  readonly #told = new Set<string>();
  #configuration = "";

  constructor(log: LogOutputChannel) {
    this.#log = log;
  }

  /** Asks the plugin; undefined if it has no answer, or if no server with the plugin runs. */
  async ask<Command extends keyof PluginRequests>(
    command: Command,
    given: PluginRequests[Command]["arguments"],
    token?: CancellationToken,
  ): Promise<PluginRequests[Command]["body"] | undefined> {
    try {
      // A server that is restarted never answers earlier requests.
      const answer = await Promise.race([this.#execute(command, given, token), wait(LONGEST_WAIT)]);
      return answer?.body;
    } catch (error) {
      this.#logOnce(`${command}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Sends a request; an answer without a body means that it was cancelled or has no content. */
  #execute<Command extends keyof PluginRequests>(
    command: Command,
    given: PluginRequests[Command]["arguments"],
    token?: CancellationToken,
  ) {
    return commands.executeCommand<{ readonly body?: PluginRequests[Command]["body"] } | undefined>(
      "typescript.tsserverRequest",
      command,
      given,
      undefined,
      token,
    );
  }

  /** Sends settings to the plugin, now and whenever the server restarts. */
  async configure(configuration: object): Promise<void> {
    const text = JSON.stringify(configuration);
    if (text === this.#configuration) return;
    this.#configuration = text;
    (await findApi())?.configurePlugin(PLUGIN, configuration);
  }

  /** Logs a message once: a server that is still starting fails for every request. */
  #logOnce(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#log.info(message);
  }
}
