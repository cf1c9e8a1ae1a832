import { allUsers } from "../db/repositories/user-repository.js";
import { threadsOf } from "../db/repositories/thread-repository.js";
import { hours } from "../shared/clock.js";
import { agentRegistry } from "../agents/agent-registry.js";
import { getAgentWebSocketBridge } from "../websocket/agent-bridge.js";
import type { Job } from "./job.js";

interface Digest {
  digestId: string;
  userId: string;
  text: string;
}

export const sent: Digest[] = [];

async function writeDigest(userId: string, titles: readonly string[]): Promise<Digest> {
  // loaded when needed: most processes never write a digest
  const { ExecutionEngine, UserExecutionContext } = await import("../agents/execution-engine.js");
  const { v4: uuidv4 } = await import("uuid");
  await import("../agents/legacy/register-defaults.js");
  const engine = new ExecutionEngine(agentRegistry, getAgentWebSocketBridge(), UserExecutionContext.system("digest"));
  const { reply } = await engine.run("summary", titles.join(", "));
  const digestId = uuidv4();
  return { digestId, userId, text: reply };
}

export const digest: Job = {
  name: "digest",
  every: hours(24),
  async run() {
    for (const user of allUsers()) {
      const titles = threadsOf(user.id).map((thread) => thread.title);
      if (titles.length > 0) sent.push(await writeDigest(user.id, titles));
    }
    return sent.length;
  },
};
