import { sign, verify } from "hono/jwt";
import { randomUUID } from "node:crypto";
import { jwtSecretProvider } from "../config/jwt-secret-provider.js";
import { unauthorized } from "../shared/errors.js";
import { hours, now } from "../shared/clock.js";

const LIFETIME = hours(12);
const ALGORITHM = "HS256";

type UserId = string;

export async function issueToken(userId: UserId, sessionId: string): Promise<string> {
  const expires = Math.floor((now() + LIFETIME) / 1000);
  return sign({ sub: userId, sid: sessionId, jti: randomUUID(), exp: expires }, jwtSecretProvider.getSecret(), ALGORITHM);
}

// Raw claims; AuthResult replaces them (migrations/auth-results.md).
export async function verifyToken(token: string): Promise<Record<string, any>> {
  try {
    return await verify(token, jwtSecretProvider.getSecret(), ALGORITHM);
  } catch {
    throw unauthorized("the token is not valid");
  }
}
