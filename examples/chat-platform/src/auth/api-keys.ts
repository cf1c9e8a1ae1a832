import { customAlphabet } from "nanoid";
import { randomUUID } from "node:crypto";

type UserId = string;

interface ApiKey {
  keyId: string;
  userId: UserId;
  label: string;
}

// A secret and not an ID: nothing that the generator should make.
// eslint-disable-next-line unified-ids/no-raw-uuid -- a credential needs 190 bits of randomness and no readable parts
const newSecret = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 37);

const keys = new Map<string, ApiKey>();

export const isApiKey = (value: string): boolean => value.startsWith("ck_");

export function createApiKey(userId: UserId, label: string): { secret: string; entry: ApiKey } {
  const secret = `ck_${newSecret()}`;
  const entry: ApiKey = { keyId: `key_${randomUUID()}`, userId, label };
  keys.set(secret, entry);
  return { secret, entry };
}

export const userOfApiKey = (secret: string): UserId | undefined => keys.get(secret)?.userId;

export function revokeApiKeys(userId: UserId): number {
  const mine = [...keys].filter(([, entry]) => entry.userId === userId);
  for (const [secret] of mine) keys.delete(secret);
  return mine.length;
}
