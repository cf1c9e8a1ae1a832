import { UserContext } from "./user-context.js";

export interface Request {
  readonly user: string;
}

export function requireUserContext(request: Request): UserContext {
  return new UserContext(request.user);
}

export async function loadContext(request: Request): Promise<UserContext> {
  return requireUserContext(request);
}

export function contextIdOf(request: Request): string {
  return request.user;
}
