import { Hono } from "hono";
import { agentRegistry } from "../agents/agent-registry.js";
import { signedIn, type RequestVariables } from "../context/request-context.js";
import { overview } from "../services/admin-service.js";
import { broadcast } from "../services/broadcast-service.js";
import { selfTest } from "../services/maintenance-service.js";

export const adminRoutes = new Hono<{ Variables: RequestVariables }>()
  .use(signedIn)
  .get("/overview", (c) => c.json(overview()))
  .get("/agents", (c) => c.json(agentRegistry.names()))
  .post("/self-test", async (c) => c.json(Object.fromEntries(await selfTest(agentRegistry.names()))))
  .post("/broadcast", async (c) => c.json(broadcast((await c.req.json<{ text?: string }>()).text ?? "")));
