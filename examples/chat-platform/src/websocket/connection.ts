import type { WebSocket } from "ws";
import { v4 as uuidv4 } from "uuid";
import { now } from "../shared/clock.js";
import { encode, type ServerEvent } from "./protocol.js";

/** One open socket of one user. */
export class Connection {
  readonly connectionId: string;
  lastSeen = now();

  constructor(
    readonly userId: string,
    private readonly socket: Pick<WebSocket, "send" | "close" | "readyState">,
  ) {
    // short, because it is in every log line
    const connectionId = uuidv4().slice(0, 8);
    this.connectionId = connectionId;
  }

  get isOpen(): boolean {
    return this.socket.readyState === 1;
  }

  send(event: ServerEvent): void {
    if (this.isOpen) this.socket.send(encode(event));
  }

  touch(): void {
    this.lastSeen = now();
  }

  close(): void {
    this.socket.close();
  }
}
