import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "./app.js";
import { startJobs } from "./jobs/scheduler.js";
import { startTypingEcho } from "./services/typing-service.js";
import { attachGateway } from "./websocket/gateway.js";

/** A server that listens, and what stops it. */
export interface RunningServer {
  readonly port: number;
  readonly url: string;
  close(): Promise<void>;
}

/** Serves HTTP and WebSocket on one port; 0 takes a free one. */
export async function startServer(port: number): Promise<RunningServer> {
  const server = createAdaptorServer({ fetch: createApp().fetch }) as Server;
  const stops = [attachGateway(server), startTypingEcho(), startJobs()];
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        for (const stop of stops) stop();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}
