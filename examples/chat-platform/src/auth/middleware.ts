import type { MiddlewareHandler } from "hono";
import { requestIdOf, type RequestVariables } from "../context/request-context.js";
import { logger } from "../shared/logger.js";
import { UserId } from "../shared/types.js";
import { isApiKey, userOfApiKey } from "./api-keys.js";
import { rejected } from "./auth-result.js";
import { SessionService } from "./session-service.js";
import { verifyToken } from "./tokens.js";

const sessions = new SessionService();

const refusal = (reason: string): Record<string, any> => ({ isValid: false, scopes: [], reason });

async function authenticateToken(token: string): Promise<Record<string, any>> {
  const claims = await verifyToken(token);
  const session = sessions.find(claims.sid);
  if (!session) return rejected("session ended");
  return { isValid: true, userId: UserId(session.userId), sessionId: session.id, scopes: ["chat"] };
}

/** Takes `Bearer <token>` or `Bearer <api key>`. */
async function authenticateRequest(header: string | undefined): Promise<Record<string, any>> {
  const credential = header?.replace(/^Bearer\s+/i, "");
  if (!credential) return rejected("no credential");
  try {
    if (!isApiKey(credential)) return await authenticateToken(credential);
    const userId = userOfApiKey(credential);
    return userId ? { isValid: true, userId: UserId(userId), scopes: ["api"] } : rejected("unknown key");
  } catch (error) {
    logger.debug(`credential refused: ${refusal(String(error)).reason}`);
    return rejected("invalid credential");
  }
}

const outcomeOf = (auth: Record<string, any>): string => (auth.isValid ? "let in" : `refused: ${auth.reason}`);

/** Puts the request's ID and, where there is a token, its user into the context. */
export const authenticated: MiddlewareHandler<{ Variables: RequestVariables }> = async (c, next) => {
  const requestId = requestIdOf(c.req.header("x-request-id"));
  c.set("requestId", requestId);
  c.header("x-request-id", requestId);
  const auth = await authenticateRequest(c.req.header("authorization"));
  logger.debug("authenticated", { requestId, outcome: outcomeOf(auth) });
  if (auth.isValid && auth.userId) c.set("userId", auth.userId);
  await next();
};
