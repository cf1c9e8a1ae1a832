import { randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { v4 as uuidv4 } from "uuid";
import { createUser, findUserByEmail, type User } from "../db/repositories/user-repository.js";
import { badRequest, unauthorized } from "../shared/errors.js";

const KEY_LENGTH = 32;

export interface GuestUser {
  userId: string;
  email: string;
}

function hashPassword(password: string): string {
  const salt = randomBytes(16).toString("hex");
  return `${salt}:${scryptSync(password, salt, KEY_LENGTH).toString("hex")}`;
}

function isPasswordRight(password: string, stored: string): boolean {
  const [salt = "", key = ""] = stored.split(":");
  const expected = Buffer.from(key, "hex");
  const actual = scryptSync(password, salt, KEY_LENGTH);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

export function register(email: string, password: string): User {
  if (!email.includes("@")) throw badRequest("that is no e-mail address");
  if (password.length < 8) throw badRequest("a password has at least 8 characters");
  if (findUserByEmail(email)) throw badRequest("this e-mail address is taken");
  return createUser(email, hashPassword(password));
}

export function authenticate(email: string, password: string): User {
  const user = findUserByEmail(email);
  if (!user || !isPasswordRight(password, user.passwordHash)) throw unauthorized("wrong e-mail address or password");
  return user;
}

/** A user who is not stored, for the demo. */
export function guest(): GuestUser {
  const userId = uuidv4();
  return { userId, email: `${userId}@guests.example` };
}
