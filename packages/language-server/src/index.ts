import { createConnection } from "vscode-languageserver/node";
import { serve } from "./serve.js";
import { Transform } from "node:stream";

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

/** A header is about 30 bytes; what goes on for longer without an end is none. */
const LONGEST_HEADER = 4_096;
/** No editor sends so much at once: a length beyond that would only be waited for. */
const LONGEST_MESSAGE = 512 * 1_024 * 1_024;
const END = "\r\n\r\n";

/**
 * Passes messages on, and leaves out what has no header that can be read, telling each time. The reader of the protocol's library waits for
 * ever after such a header, so that no request would be answered any more.
 */
export function wholeMessages(complain: (sentence: string) => void): Transform {
  let held: Buffer = Buffer.alloc(0);
  let left = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      while (held.length > 0) {
        if (left > 0) {
          const body = held.subarray(0, left);
          left -= body.length;
          held = held.subarray(body.length);
          this.push(body);
          continue;
        }
        const end = held.indexOf(END);
        if (end < 0 && held.length <= LONGEST_HEADER) break;
        const header = held.subarray(0, end < 0 ? held.length : end).toString("latin1");
        held = end < 0 ? Buffer.alloc(0) : held.subarray(end + END.length);
        // What is before it on the line is the body of a message whose header was left out.
        const length = Number(/content-length:[ \t]*(\d+)[ \t]*(?:\r\n|$)/i.exec(header)?.[1] ?? Number.NaN);
        if (end >= 0 && length <= LONGEST_MESSAGE) {
          left = length;
          this.push(`Content-Length: ${length}${END}`);
        } else
          complain(
            `A message was left out: its header has no Content-Length that can be read (${JSON.stringify(header.slice(0, 60))}).`,
          );
      }
      done();
    },
  });
}
