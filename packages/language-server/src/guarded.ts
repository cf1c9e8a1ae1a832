import type { CancellationToken, Connection } from "vscode-languageserver/node";

/** Makes handlers that log an error and give an empty answer instead: the editor goes on without this one answer. */
export function guarded(connection: Connection) {
  return <Given, Answer>(empty: Answer, handle: (given: Given) => Answer | Promise<Answer>) =>
    async (given: Given): Promise<Answer> => {
      try {
        return await handle(given);
      } catch (error) {
        connection.console.error(`A request failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        return empty;
      }
    };
}

/** A request's cancellation, as Node has it. */
export function signalOf(token: CancellationToken): AbortSignal {
  const cancel = new AbortController();
  if (token.isCancellationRequested) cancel.abort();
  token.onCancellationRequested(() => cancel.abort());
  return cancel.signal;
}
