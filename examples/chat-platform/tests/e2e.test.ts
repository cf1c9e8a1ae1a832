import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningServer } from "../src/server.js";
import { AGENT_EVENTS } from "../src/shared/events.js";
import { Client, startTestServer } from "./client.js";
import { alice, users } from "./fixtures/users.js";

describe("a chat over HTTP and WebSocket", () => {
  let server: RunningServer;
  let user: Client;

  beforeAll(async () => {
    server = await startTestServer();
    user = await new Client(server).register(alice.email);
  });
  afterAll(() => server.close());

  it("delivers the five agent events of a turn in order, to the user who asked", async () => {
    const stranger = await new Client(server).register(users[0]!.email);
    const [mine, theirs] = [await user.listen(), await stranger.listen()];
    const { status, json } = await user.request("POST", "/api/chat", { text: "what is 6 * 7?" });
    expect(status).toBe(200);
    expect(json.reply).toContain("42");
    await mine.until("agent_completed");
    const turn = mine.events.filter((event) => event.payload.runId === json.runId);
    expect(turn.map((event) => event.type)).toEqual(AGENT_EVENTS);
    expect(turn[3]?.payload).toMatchObject({ tool: "calculator", output: "42" });
    await theirs.until("connected");
    expect(theirs.events.map((event) => event.type)).toEqual(["connected"]);
  });

  it("keeps the thread and what was said in it", async () => {
    const first = await user.request("POST", "/api/chat", { text: "note: buy milk" });
    const { threadId } = first.json;
    await user.request("POST", "/api/chat", { text: "2 + 2", threadId });
    const messages = await user.request("GET", `/api/threads/${threadId}/messages`);
    expect(messages.json.map((message: { role: string }) => message.role)).toEqual(["user", "assistant", "user", "assistant"]);
    expect(new Set(messages.json.map((message: { id: string }) => message.id)).size).toBe(4);
    const run = await user.request("GET", `/api/runs/${first.json.runId}`);
    expect(run.json).toMatchObject({ status: "completed", progress: "done", threadId });
  });

  it("lets several agents work on one message", async () => {
    const { json } = await user.request("POST", "/api/runs", { agents: ["research", "summary"], text: "threads" });
    expect(json.replies).toHaveLength(2);
    expect(json.replies[0]).toContain("Threads hold messages");
  });

  it("echoes typing to the user's own windows", async () => {
    const [first, second] = [await user.listen(), await user.listen()];
    first.socket.send(JSON.stringify({ type: "typing_started", threadId: "t-1" }));
    expect((await second.until("typing_started")).payload).toEqual({ threadId: "t-1" });
    first.socket.send(JSON.stringify({ type: "ping" }));
    await first.until("pong");
  });

  it("turns away who is not signed in, and who asks for what is not theirs", async () => {
    const nobody = new Client(server);
    expect((await nobody.request("POST", "/api/chat", { text: "hi" })).status).toBe(401);
    nobody.token = "not a token";
    await expect(nobody.listen()).rejects.toThrow();
    expect((await user.request("GET", "/api/threads/unknown/messages")).status).toBe(404);
    expect((await user.request("POST", "/api/chat", { text: " " })).status).toBe(400);
  });

  it("shows an administrator what goes on", async () => {
    const { json } = await user.request("GET", "/api/admin/overview");
    expect(json.users).toBeGreaterThanOrEqual(2);
    expect(json.runs.length).toBeGreaterThan(0);
    expect((await user.request("POST", "/api/admin/broadcast", { text: "hello" })).json.reached).toBeGreaterThan(0);
    const selfTest = await user.request("POST", "/api/admin/self-test");
    expect(Object.values(selfTest.json)).not.toContain(false);
  });

  it("ends a session", async () => {
    const leaving = await new Client(server).register(users[1]!.email);
    const { events, until } = await leaving.listen();
    expect((await leaving.request("POST", "/api/auth/logout", { sessionId: leaving.sessionId })).json).toEqual({ ended: true });
    await until("session_ended");
    expect(events.length).toBeGreaterThan(0);
    expect((await leaving.request("GET", "/api/users/me")).status).toBe(401);
  });

  it("is healthy", async () => {
    expect((await user.request("GET", "/health")).json).toEqual({ ok: true });
  });
});
