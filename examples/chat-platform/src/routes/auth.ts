import { Hono } from "hono";
import { finishLogin, startLogin } from "@/auth/oauth-state.js";
import { SessionService, authenticate, issueToken, register } from "../auth/index.js";
import { requireUserId, signedIn, type RequestVariables } from "../context/request-context.js";
import { recordAudit } from "../db/repositories/audit-repository.js";
import { badRequest } from "../shared/errors.js";
import { signOut } from "../services/session-watch-service.js";

interface Credentials {
  email?: string;
  password?: string;
}

const sessions = new SessionService();

async function tokenFor(userId: string) {
  const session = sessions.open(userId);
  return { userId, sessionId: session.id, token: await issueToken(userId, session.id) };
}

export const authRoutes = new Hono<{ Variables: RequestVariables }>()
  .post("/register", async (c) => {
    const { email = "", password = "" } = await c.req.json<Credentials>();
    const user = register(email, password);
    recordAudit(user.id, "registered");
    return c.json(await tokenFor(user.id), 201);
  })
  .post("/login", async (c) => {
    const { email = "", password = "" } = await c.req.json<Credentials>();
    return c.json(await tokenFor(authenticate(email, password).id));
  })
  .post("/logout", signedIn, async (c) => {
    const { sessionId = "" } = await c.req.json<{ sessionId?: string }>();
    return c.json({ ended: await signOut(requireUserId(c), sessionId) });
  })
  .post("/oauth", async (c) => c.json({ state: startLogin((await c.req.json<{ returnTo?: string }>()).returnTo ?? "/").state }))
  .get("/oauth/:state", (c) => {
    const login = finishLogin(c.req.param("state"));
    if (!login) throw badRequest("this login is over");
    return c.json({ returnTo: login.returnTo });
  });
