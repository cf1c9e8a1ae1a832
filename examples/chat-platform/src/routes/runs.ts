import { Hono } from "hono";
import type { UserExecutionContext } from "../agents/execution-engine.js";
import { createSupervisor } from "../agents/supervisor-factory.js";
import { requireUserContext, requireUserId, type RequestVariables } from "../context/request-context.js";
import { findRun } from "../db/repositories/run-repository.js";
import { progressOf } from "../services/agent-progress-service.js";
import { UserExecutionContext as RunContext } from "../services/user-execution-context.js";
import { badRequest, notFound } from "../shared/errors.js";

async function delegate(context: UserExecutionContext, agents: readonly string[], text: string): Promise<string[]> {
  const supervisor = createSupervisor();
  return supervisor.delegate(agents, text, context);
}

export const runRoutes = new Hono<{ Variables: RequestVariables }>()
  .get("/:id", (c) => {
    const run = findRun(c.req.param("id"));
    if (!run || run.userId !== requireUserId(c)) throw notFound("run");
    return c.json({ ...run, progress: progressOf(run.id) });
  })
  .post("/", async (c) => {
    const context = RunContext.from(requireUserContext(c, "delegate"));
    const { agents = [], text } = await c.req.json<{ agents?: string[]; text?: string }>();
    if (!text || agents.length === 0) throw badRequest("name the agents and say something");
    return c.json({ runId: context.runId, replies: await delegate(context, agents, text) });
  });
