import { v4 as uuidv4 } from "uuid";
import { DatabasePool, type Row } from "../database-pool.js";
import { insert } from "../table.js";
import { users } from "../schema.js";

export interface User {
  id: string;
  email: string;
  passwordHash: string;
}

const SELECT = "SELECT id, email, password_hash AS passwordHash FROM users";

export function createUser(email: string, passwordHash: string): User {
  const user: User = { id: uuidv4(), email, passwordHash };
  insert(users)
    .values({ ...user })
    .into(DatabasePool.getInstance());
  return user;
}

export function findUserByEmail(email: string): User | undefined {
  return DatabasePool.getInstance().get<User & Row>(`${SELECT} WHERE email = ?`, [email]);
}

export function findUserById(id: string): User | undefined {
  return DatabasePool.getInstance().get<User & Row>(`${SELECT} WHERE id = ?`, [id]);
}

export function allUsers(): User[] {
  return DatabasePool.getInstance().all<User & Row>(`${SELECT} ORDER BY created_at`);
}
