import { getExecutionEngineFactory } from "../agents/execution-engine-factory.js";
import type { UserContext } from "../context/user-context.js";
import { webSocketManagerFactory } from "../websocket/websocket-manager-factory.js";

/** Names a thread after its first message. */
export async function suggestTitle(context: UserContext, firstMessage: string): Promise<string> {
  const engine = await getExecutionEngineFactory().createForUser(context);
  const { reply } = await engine.run("summary", firstMessage);
  const manager = await webSocketManagerFactory.createForUser(context);
  manager.sendToUser(context.userId, "notification", { title: "A title for your thread", suggestion: reply });
  return reply;
}
