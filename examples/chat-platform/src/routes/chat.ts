import { Hono } from "hono";
import { UserExecutionContext } from "@/agents/execution-engine.js";
import { RateLimit } from "@/auth/rate-limit.js";
import { requireUserContext, type AppContext, type RequestVariables } from "../context/request-context.js";
import { addMessage } from "../services/message-service.js";
import { runAgent } from "../services/run-service.js";
import { openThread, requireThread } from "../services/thread-service.js";
import { badRequest } from "../shared/errors.js";

interface ChatRequest {
  text?: string;
  threadId?: string;
  agent?: string;
}

const limit = new RateLimit(60);

async function chat(c: AppContext) {
  const context = requireUserContext(c, "chat");
  limit.check(context.userId);
  const { text, threadId, agent = "triage" } = await c.req.json<ChatRequest>();
  if (!text?.trim()) throw badRequest("say something");
  const thread = threadId ? requireThread(context.userId, threadId) : await openThread(context, text.slice(0, 40));
  const inThread = context.withThread(thread.id);
  await addMessage(inThread, "user", text);
  const result = await runAgent(UserExecutionContext.from(inThread), agent, text);
  const answer = await addMessage(inThread, "assistant", result.reply);
  return c.json({ threadId: thread.id, runId: result.runId, messageId: answer.id, reply: result.reply });
}

export const chatRoutes = new Hono<{ Variables: RequestVariables }>().post("/", chat);
