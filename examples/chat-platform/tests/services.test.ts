import { v4 as uuidv4 } from "uuid";
import { describe, expect, it } from "vitest";
import { nanoid } from "nanoid";
import { UserContext } from "../src/context/user-context.js";
import { recordAudit, auditOf } from "../src/db/repositories/audit-repository.js";
import { findRun } from "../src/db/repositories/run-repository.js";
import { createUser } from "../src/db/repositories/user-repository.js";
import { UserExecutionContext } from "../src/agents/execution-engine.js";
import { progressOf, reportProgress } from "../src/services/agent-progress-service.js";
import { deliver, deliverQueued } from "../src/services/delivery-service.js";
import { exportUser } from "../src/services/export-service.js";
import { feedbackOf, giveFeedback } from "../src/services/feedback-service.js";
import { addMessage, historyOf } from "../src/services/message-service.js";
import { markAllRead, notify, unread } from "../src/services/notification-service.js";
import { PresenceService } from "../src/services/presence-service.js";
import { runAgent } from "../src/services/run-service.js";
import { findShare, shareThread } from "../src/services/share-service.js";
import { openThread } from "../src/services/thread-service.js";
import { suggestTitle } from "../src/services/title-service.js";
import { usageOf, warnNearLimit } from "../src/services/usage-service.js";
import { Connection } from "../src/websocket/connection.js";
import { ConnectionPool } from "../src/websocket/connection-pool.js";
import { beat } from "../src/websocket/heartbeat.js";
import { decode } from "../src/websocket/protocol.js";
import { webSocketManagerFactory } from "../src/websocket/websocket-manager-factory.js";
import { aUser } from "./fixtures/users.js";
import "../src/agents/legacy/register-defaults.js";

const contextOf = (userId = uuidv4() as string) => UserContext.forOperation(userId, "test");

describe("threads and messages", () => {
  it("belong to the user who opened them", async () => {
    const context = contextOf();
    const thread = await openThread(context, "first");
    await addMessage(context.withThread(thread.id), "user", "hello");
    expect(historyOf(thread.id).map((message) => message.content)).toEqual(["hello"]);
    const share = shareThread(context.userId, thread.id);
    expect(findShare(share.id)?.url).toContain(share.id);
    expect(() => shareThread("somebody else", thread.id)).toThrow("not found");
    const { json } = await exportUser(context.userId);
    expect(JSON.parse(json).threads[0].messages).toHaveLength(1);
  });
});

describe("runs", () => {
  it("are counted, and their progress is known", async () => {
    const context = UserExecutionContext.from(contextOf());
    expect(progressOf(context.runId)).toBe("not started");
    const { runId, tokens } = await runAgent(context, "research", "runs");
    expect(findRun(runId)?.status).toBe("completed");
    expect(usageOf(context.userId).tokens).toBe(tokens);
    expect(await warnNearLimit(context.userId)).toBe(false);
    expect(await reportProgress(context)).toBe("done");
  });

  it("that fail are kept as failed", async () => {
    const context = UserExecutionContext.from(contextOf());
    await expect(runAgent(context, "nobody", "hello")).rejects.toThrow();
    expect(findRun(context.runId)?.status).toBe("failed");
  });

  it("give a thread its title", async () => {
    expect(await suggestTitle(contextOf(), "a long story")).toContain("a long story");
  });
});

describe("what reaches a user", () => {
  const socket = () => ({
    readyState: 1 as const,
    sent: [] as string[],
    send(text: string) {
      this.sent.push(text);
    },
    close() {},
  });

  it("waits in the queue while nobody listens", async () => {
    const context = contextOf();
    expect(await deliver(context, "notification", { n: 1 })).toBe("queued");
    expect(await deliverQueued(context)).toBe(1);
    expect(await deliverQueued(context)).toBe(0);
  });

  it("is for that user only", async () => {
    const manager = await webSocketManagerFactory.createForUser(contextOf("ann"));
    expect(() => manager.sendToUser("bob", "notification")).toThrow("that user only");
    expect(new PresenceService().status("ann")).toBe("offline");
  });

  it("stays unread until it is read", () => {
    const { userId } = aUser();
    const [first, second] = [notify(userId, "one"), notify(userId, "two")];
    expect(first.notificationId).not.toBe(second.notificationId);
    expect(unread(userId)).toHaveLength(2);
    markAllRead(userId);
    expect(unread(userId)).toEqual([]);
  });

  it("stops at a socket that went silent", () => {
    const pool = new ConnectionPool();
    const [alive, dead] = [socket(), socket()];
    const connections = [new Connection("ann", alive as never), new Connection("ann", dead as never)];
    for (const connection of connections) pool.add(connection);
    connections[1]!.lastSeen = 0;
    expect(beat(pool)).toBe(1);
    expect(alive.sent).toHaveLength(1);
    expect(connections[0]!.connectionId).not.toBe(connections[1]!.connectionId);
  });

  it("says nothing to a frame that it does not know", () => {
    expect(decode("{")).toBeUndefined();
    expect(decode('{"type":"shout"}')).toBeUndefined();
  });

  it("includes thanks for feedback", async () => {
    const context = contextOf();
    const runId = nanoid();
    const feedback = await giveFeedback(context, runId, 1);
    expect(feedbackOf(context.userId)).toEqual([feedback]);
    expect(feedback.id).not.toBe("");
  });
});

describe("the store", () => {
  it("makes a key where none is given", () => {
    const user = createUser(`${nanoid().toLowerCase()}@example.com`, "hash");
    recordAudit(user.id, "first");
    recordAudit(user.id, "second");
    const entries = auditOf(user.id);
    expect(entries.map((entry) => entry.action)).toEqual(["first", "second"]);
    expect(entries[0]!.id).not.toBe(entries[1]!.id);
  });
});
