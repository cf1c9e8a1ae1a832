import type { MiddlewareHandler } from "hono";
import { requestIdOf, type RequestVariables } from "../context/request-context.js";
import { logger } from "../shared/logger.js";
import { isApiKey, userOfApiKey } from "./api-keys.js";
import { SessionService } from "./session-service.js";
import { verifyToken } from "./tokens.js";

const sessions = new SessionService();

async function authenticateToken(token: string): Promise<Record<string, any>> {
  const claims = await verifyToken(token);
  const session = sessions.find(claims.sid);
  return session ? { valid: true, userId: session.userId, sessionId: session.id } : { valid: false, reason: "session ended" };
}

/** Takes `Bearer <token>` or `Bearer <api key>`. */
async function authenticateRequest(header: string | undefined): Promise<Record<string, any>> {
  const credential = header?.replace(/^Bearer\s+/i, "");
  if (!credential) return { valid: false, reason: "no credential" };
  try {
    if (!isApiKey(credential)) return await authenticateToken(credential);
    const userId = userOfApiKey(credential);
    return userId ? { valid: true, userId } : { valid: false, reason: "unknown key" };
  } catch (error) {
    logger.debug("credential refused", { reason: String(error) });
    return { valid: false, reason: "invalid credential" };
  }
}

/** Puts the request's ID and, where there is a token, its user into the context. */
export const authenticated: MiddlewareHandler<{ Variables: RequestVariables }> = async (c, next) => {
  const requestId = requestIdOf(c.req.header("x-request-id"));
  c.set("requestId", requestId);
  c.header("x-request-id", requestId);
  const auth = await authenticateRequest(c.req.header("authorization"));
  if (auth.valid) c.set("userId", auth.userId);
  await next();
};
