import type { CancellationToken, ExtensionContext, LogOutputChannel } from "vscode";
import type { ServerRequests } from "@godwit/project/editor";
import { LanguageClient, TransportKind, type LanguageClientOptions } from "vscode-languageclient/node";
import { saidByErrorLens } from "./error-lens.js";
import type { ServerSettings } from "./plugin-settings.js";
import { LANGUAGES } from "./reports.js";
import type { Answers } from "./tsserver.js";

/** The commands that a link in a hover of the server may run. */
export const LINKED = ["godwit.showAll", "godwit.fixProject"];

/** What the extension does itself instead of the server, which has no list for a review. */
export interface OwnCommands {
  fixProject(contract: ContractReference): Promise<void>;
  editAcrossFiles(asked: AcrossFilesAsked): Promise<void>;
}

/** The language server of the extension, which serves contract files always, and sources where no plugin can run. */
export class ContractClient implements Answers {
  readonly #context: ExtensionContext;
  readonly #log: LogOutputChannel;
  readonly #own: OwnCommands;
  #settings: ServerSettings;
  #started: Promise<LanguageClient> | undefined;

  constructor(context: ExtensionContext, log: LogOutputChannel, settings: ServerSettings, own: OwnCommands) {
    this.#own = own;
    this.#context = context;
    this.#log = log;
    this.#settings = settings;
  }

  /** Starts the server if it does not run yet. */
  start(): void {
    this.#client().catch((error: unknown) => this.#log.error(`The language server does not start: ${String(error)}`));
  }

  /** Tells the server of new settings, now or when it starts. */
  async configure(settings: ServerSettings): Promise<void> {
    const isNew = JSON.stringify(settings) !== JSON.stringify(this.#settings);
    this.#settings = settings;
    const client = await this.#started?.catch(() => undefined);
    if (isNew) await client?.sendNotification("workspace/didChangeConfiguration", { settings: toServer(settings) });
  }

  /** Asks the server, which is started for it if need be; undefined if it has no answer. */
  async ask<Command extends keyof ServerRequests>(
    command: Command,
    given: ServerRequests[Command]["arguments"],
    token?: CancellationToken,
  ): Promise<ServerRequests[Command]["body"] | undefined> {
    try {
      const client = await this.#client();
      // Without a token it has to be left out: `undefined` would be sent as a second argument.
      const rest = token ? [token] : [];
      return (await client.sendRequest<ServerRequests[Command]["body"] | null>(command, given, ...rest)) ?? undefined;
    } catch (error) {
      this.#log.info(`${command}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async dispose(): Promise<void> {
    const client = await this.#started?.catch(() => undefined);
    await client?.dispose();
  }

  #client(): Promise<LanguageClient> {
    return (this.#started ??= this.#start());
  }

  async #start(): Promise<LanguageClient> {
    const module = this.#context.asAbsolutePath("server/dist/main.js");
    const options: LanguageClientOptions = {
      documentSelector: [...LANGUAGES, "markdown"].map((language) => ({ scheme: "file", language })),
      initializationOptions: toServer(this.#settings),
      outputChannel: this.#log,
      diagnosticCollectionName: "godwit",
      // The server's own texts escape what contracts say; only these commands may be linked.
      markdown: { isTrusted: { enabledCommands: LINKED } },
      middleware: {
        provideInlayHints: async (document, range, token, next) => {
          const isSaid = saidByErrorLens(document);
          const hints = (await next(document, range, token)) ?? [];
          return hints.filter(
            ({ position: { line }, tooltip }) => typeof tooltip !== "string" || !isSaid({ line, messages: tooltip }),
          );
        },
        // The extension asks in its own way, with a review.
        executeCommand: (command, given: unknown[], next) => {
          if (command === "godwit.fixProject") return this.#own.fixProject(given[0] as ContractReference);
          return command === "godwit.acrossFiles"
            ? this.#own.editAcrossFiles(given[0] as AcrossFilesAsked)
            : next(command, given);
        },
      },
    };
    const client = new LanguageClient("godwit", "godwit", { module, transport: TransportKind.stdio }, options);
    await client.start();
    return client;
  }
}

function toServer(settings: ServerSettings): object {
  return { ...settings, commands: "vscode" };
}

/** A contract, as the server's lenses and hovers name it. */
export interface ContractReference {
  readonly contract: string;
  /** Absolute path of its root. */
  readonly root: string;
}

/** A type or value of a contract, for which edits across files are asked. */
export type AcrossFilesAsked = ServerRequests["_godwit.acrossFiles"]["arguments"];
