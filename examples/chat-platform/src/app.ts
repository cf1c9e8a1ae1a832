import { Hono } from "hono";
import "./agents/legacy/register-defaults.js";
import { authenticated } from "./auth/middleware.js";
import { DatabasePool } from "./db/database-pool.js";
import { adminRoutes } from "./routes/admin.js";
import { authRoutes } from "./routes/auth.js";
import { chatRoutes } from "./routes/chat.js";
import { runRoutes } from "./routes/runs.js";
import { threadRoutes } from "./routes/threads.js";
import { userRoutes } from "./routes/users.js";
import { HttpError } from "./shared/errors.js";
import { logger } from "./shared/logger.js";

/** The HTTP side: routes under `/api`, errors as `{ error }`. */
export function createApp() {
  const app = new Hono();
  app.use("/api/*", authenticated);
  app.get("/health", (c) => c.json({ ok: DatabasePool.getInstance().get("SELECT 1 AS one")?.one === 1 }));
  app.route("/api/auth", authRoutes);
  app.route("/api/chat", chatRoutes);
  app.route("/api/threads", threadRoutes);
  app.route("/api/runs", runRoutes);
  app.route("/api/users", userRoutes);
  app.route("/api/admin", adminRoutes);
  app.onError((error, c) => {
    if (error instanceof HttpError) return c.json({ error: error.message }, error.status);
    const errorId = crypto.randomUUID();
    logger.error("unexpected", { errorId, error: String(error) });
    return c.json({ error: "something went wrong", errorId }, 500);
  });
  return app;
}
