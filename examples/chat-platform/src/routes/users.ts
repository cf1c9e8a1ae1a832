import { Hono } from "hono";
import { createApiKey, revokeApiKeys } from "../auth/api-keys.js";
import { guest } from "../auth/user-service.js";
import { requireUserContext, requireUserId, signedIn, type RequestVariables } from "../context/request-context.js";
import { auditOf } from "../db/repositories/audit-repository.js";
import { exportUser } from "../services/export-service.js";
import { giveFeedback } from "../services/feedback-service.js";
import { usageOf } from "../services/usage-service.js";

export const userRoutes = new Hono<{ Variables: RequestVariables }>()
  .use("/me/*", signedIn)
  .get("/me", (c) => {
    const userId = requireUserId(c);
    return c.json({ userId, usage: usageOf(userId), audit: auditOf(userId) });
  })
  .get("/me/export", async (c) => c.json(await exportUser(requireUserId(c))))
  .post("/me/keys", (c) => c.json(createApiKey(requireUserId(c), "default"), 201))
  .delete("/me/keys", (c) => c.json({ revoked: revokeApiKeys(requireUserId(c)) }))
  .post("/me/feedback", async (c) => {
    const context = requireUserContext(c, "feedback");
    const { runId, rating } = await c.req.json<{ runId: string; rating: 1 | -1 }>();
    return c.json(await giveFeedback(context, runId, rating), 201);
  })
  .post("/guest", (c) => c.json(guest(), 201));
