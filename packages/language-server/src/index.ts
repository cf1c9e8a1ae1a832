import { createConnection } from "vscode-languageserver/node";
import { serve } from "./serve.js";
import { wholeMessages } from "./whole-messages.js";

/** The two ends of a connection with an editor. */
export interface ServerStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Starts the language server over two streams; it ends its process when the editor says so, or is gone. */
export function startServer({ input, output }: ServerStreams): void {
  const whole = wholeMessages((sentence) => connection.console.error(sentence));
  const connection = createConnection(input.pipe(whole), output);
  serve(connection);
}
