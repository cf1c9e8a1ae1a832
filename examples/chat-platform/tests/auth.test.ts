import { afterEach, describe, expect, it, vi } from "vitest";
import { createApiKey, isApiKey, revokeApiKeys, userOfApiKey } from "../src/auth/api-keys.js";
import { SessionService, authenticate, guest, issueToken, register, verifyToken } from "../src/auth/index.js";
import { finishLogin, startLogin } from "../src/auth/oauth-state.js";
import { RateLimit } from "../src/auth/rate-limit.js";
import { createApp } from "../src/app.js";
import { JwtSecretProvider } from "../src/config/jwt-secret-provider.js";
import { requestIdOf } from "../src/context/request-context.js";
import { aUser } from "./fixtures/users.js";

afterEach(() => vi.unstubAllEnvs());

describe("users", () => {
  it("register once and sign in with the right password only", () => {
    const { email, password } = aUser();
    const user = register(email, password);
    expect(authenticate(email, password).id).toBe(user.id);
    expect(() => authenticate(email, "wrong horse")).toThrow("wrong e-mail address or password");
    expect(() => register(email, password)).toThrow("taken");
    expect(() => register("nobody", password)).toThrow("no e-mail address");
  });

  it("as guests differ from each other", () => {
    expect(guest().userId).not.toBe(guest().userId);
  });
});

describe("sessions and tokens", () => {
  it("carry the user, and end", async () => {
    const sessions = new SessionService();
    const { userId } = aUser();
    const session = sessions.open(userId);
    const claims = await verifyToken(await issueToken(userId, session.id));
    expect(claims).toMatchObject({ sub: userId, sid: session.id });
    expect(sessions.end(session.id)).toBe(true);
    expect(sessions.find(session.id)).toBeUndefined();
  });

  it("refuses a token that somebody else signed", async () => {
    await expect(verifyToken("a.b.c")).rejects.toThrow("not valid");
  });

  it("reads the secret in one place, and refuses a short one", () => {
    vi.stubEnv("JWT_SECRET", "short");
    expect(() => new JwtSecretProvider().getSecret()).toThrow("shorter than 32");
    vi.stubEnv("JWT_SECRET", "");
    vi.stubEnv("NODE_ENV", "production");
    expect(() => new JwtSecretProvider().getSecret()).toThrow("not set");
  });
});

describe("other credentials", () => {
  it("api keys lead to their user until they are revoked", () => {
    const { secret, entry } = createApiKey("user-12345", "ci");
    expect(isApiKey(secret)).toBe(true);
    expect(entry.keyId).not.toContain(secret);
    expect(userOfApiKey(secret)).toBe("user-12345");
    expect(revokeApiKeys("user-12345")).toBe(1);
    expect(userOfApiKey(secret)).toBeUndefined();
  });

  it("a login's state is good once", () => {
    const { state } = startLogin("/threads");
    expect(finishLogin(state)?.returnTo).toBe("/threads");
    expect(finishLogin(state)).toBeUndefined();
  });

  it("a limit holds for each user alone", () => {
    const limit = new RateLimit(1);
    limit.check("a");
    limit.check("b");
    expect(() => limit.check("a")).toThrow("too many requests");
  });

  it("keeps the caller's request ID", () => {
    expect(requestIdOf("mine")).toBe("mine");
    expect(requestIdOf(undefined)).not.toBe("");
  });

  it("answers an unexpected error with an ID and nothing else", async () => {
    const randomUuid = vi.spyOn(globalThis.crypto, "randomUUID");
    const response = await createApp().request("/api/auth/login", { method: "POST", body: "not json" });
    expect(response.status).toBe(500);
    expect(Object.keys((await response.json()) as object)).toEqual(["error", "errorId"]);
    expect(randomUuid.mock.calls.length).toBeLessThanOrEqual(1);
    randomUuid.mockRestore();
  });
});
