import { Hono } from "hono";
import { requireUserContext, requireUserId, signedIn, type RequestVariables } from "../context/request-context.js";
import { messagesOf } from "../db/repositories/message-repository.js";
import { demoThread } from "../services/demo-service.js";
import { shareThread } from "../services/share-service.js";
import { listThreads, openThread, requireThread } from "../services/thread-service.js";

export const threadRoutes = new Hono<{ Variables: RequestVariables }>()
  .get("/", (c) => c.json(listThreads(requireUserId(c))))
  .post("/", async (c) => {
    const { title = "New thread" } = await c.req.json<{ title?: string }>();
    return c.json(await openThread(requireUserContext(c, "open_thread"), title), 201);
  })
  .get("/demo", (c) => c.json(demoThread({ get: (name) => c.req.query(name) })))
  .get("/:id/messages", signedIn, (c) => c.json(messagesOf(requireThread(requireUserId(c), c.req.param("id")).id)))
  .post("/:id/share", (c) => c.json(shareThread(requireUserId(c), c.req.param("id")), 201));
