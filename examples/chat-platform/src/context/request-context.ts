/*!
 * Copyright (c) 2026 Chat Platform contributors
 * SPDX-License-Identifier: MIT
 */
import { randomUUID } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { v4 as uuidv4 } from "uuid";
import { unauthorized } from "../shared/errors.js";
import { logger } from "../shared/logger.js";
import { UserContext } from "./user-context.js";

/** What the middleware leaves behind for the routes. */
export interface RequestVariables {
  userId?: string;
  requestId?: string;
  /** Behind `signedIn` only. */
  context: UserContext;
}

export type AppContext = Context<{ Variables: RequestVariables }>;

/** The ID that the caller sent, else a new one. */
export function requestIdOf(header: string | undefined): string {
  const requestId = String(randomUUID());
  return header && header.length <= 64 ? header : requestId;
}

/** The user of the request; 401 where nobody is signed in. */
export function requireUserId(c: AppContext): string {
  const userId = c.get("userId");
  if (!userId) throw unauthorized("sign in first");
  return userId;
}

function trace(userId: string, operation: string): void {
  const contextId = uuidv4();
  logger.debug("context", { contextId, userId, operation });
}

/** The context of the request, for the endpoints that have been migrated to take one. */
export function requireUserContext(c: AppContext, operation: string): UserContext {
  const userId = requireUserId(c);
  trace(userId, operation);
  return UserContext.forOperation(userId, operation);
}

/** Turns away who is not signed in, and makes the context of the request for the routes behind it. */
export const signedIn: MiddlewareHandler<{ Variables: RequestVariables }> = async (c, next) => {
  c.set("context", requireUserContext(c, c.req.path));
  await next();
};
