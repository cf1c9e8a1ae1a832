import { WebSocket } from "ws";
import { randomUUID } from "node:crypto";
import { startServer, type RunningServer } from "../src/server.js";

export interface ReceivedEvent {
  type: string;
  payload: Record<string, unknown>;
}

/** A user who talks to a running server. */
export class Client {
  userId!: string;
  token = "";
  sessionId = "";

  constructor(readonly server: RunningServer) {}

  async request(method: string, path: string, body?: unknown): Promise<{ status: number; json: any }> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      headers: {
        "content-type": "application/json",
        "x-request-id": randomUUID(),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: await response.json() };
  }

  async register(email: string): Promise<this> {
    const { json } = await this.request("POST", "/api/auth/register", { email, password: "correct horse" });
    return Object.assign(this, { userId: json.userId, token: json.token, sessionId: json.sessionId });
  }

  /** Opens a socket; gives back what arrives on it. */
  async listen(): Promise<{ events: ReceivedEvent[]; until(type: string): Promise<ReceivedEvent>; socket: WebSocket }> {
    const socket = new WebSocket(`${this.server.url.replace("http", "ws")}/ws?token=${this.token}`);
    const events: ReceivedEvent[] = [];
    const waiting = new Set<() => void>();
    socket.on("message", (frame) => {
      events.push(JSON.parse(String(frame)) as ReceivedEvent);
      for (const check of waiting) check();
    });
    await new Promise<void>((resolve, reject) => socket.once("open", resolve).once("error", reject));
    const until = (type: string) =>
      new Promise<ReceivedEvent>((resolve) => {
        const check = () => {
          const found = events.find((event) => event.type === type);
          if (found) resolve(found);
        };
        waiting.add(check);
        check();
      });
    return { events, until, socket };
  }
}

export const startTestServer = (): Promise<RunningServer> => startServer(0);
