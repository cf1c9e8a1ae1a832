import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { createMcpServer } from "../mcp/server.js";
import type { CommandPlace } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { mcpCommand } from "../tables/begin.js";

type McpOptions = OptionsOf<typeof mcpCommand>;

/** A longer message ends the connection; one that is only too long for a tool gets a sentence. */
const MOST_OF_A_MESSAGE = 64 * 1024 * 1024;

/** Serves coding agents over stdin and stdout until the input ends; returns the exit code. */
export async function runMcp({ cwd, terminal, version }: CommandPlace, options: McpOptions): Promise<number> {
  const streams = terminal.host?.streams;
  if (!streams) throw new UsageError("mcp talks over stdin and stdout, and there are none.");
  const server = createMcpServer({ cwd, version, mayWrite: options.write ?? false });
  const hasEnded = new Promise<void>((resolve) => {
    streams.input.once("end", resolve);
    streams.input.once("close", resolve);
  });
  await server.connect(new StdioServerTransport(streams.input, streams.output, { maxBufferSize: MOST_OF_A_MESSAGE }));
  await hasEnded;
  await server.close();
  return 0;
}
