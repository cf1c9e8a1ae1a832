import { minutes, now } from "../shared/clock.js";

interface PendingLogin {
  state: string;
  returnTo: string;
  expiresAt: number;
}

const pending = new Map<string, PendingLogin>();

/** Starts a login at an identity provider; the state comes back with the user. */
export function startLogin(returnTo: string): PendingLogin {
  const stateId = Math.random().toString(36).slice(2);
  const login: PendingLogin = { state: stateId, returnTo, expiresAt: now() + minutes(10) };
  pending.set(login.state, login);
  return login;
}

export function finishLogin(state: string): PendingLogin | undefined {
  const login = pending.get(state);
  pending.delete(state);
  return login && login.expiresAt > now() ? login : undefined;
}
