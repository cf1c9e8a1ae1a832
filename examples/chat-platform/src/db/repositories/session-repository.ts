import { now } from "#shared/clock.js";
import { DatabasePool, type Row } from "../database-pool.js";
import { insert } from "../table.js";
import { sessions } from "../schema.js";

type UserId = string;

export interface Session {
  id: string;
  userId: UserId;
  expiresAt: number;
}

export class SessionRepository {
  private readonly pool = DatabasePool.getInstance();

  save(session: Session): Session {
    insert(sessions)
      .values({ ...session })
      .into(this.pool);
    return session;
  }

  find(id: string): Session | undefined {
    const sql = "SELECT id, user_id AS userId, expires_at AS expiresAt FROM sessions WHERE id = ? AND expires_at > ?";
    return this.pool.get<Session & Row>(sql, [id, now()]);
  }

  delete(id: string): boolean {
    return this.pool.run("DELETE FROM sessions WHERE id = ?", [id]) > 0;
  }

  deleteExpired(): number {
    return this.pool.run("DELETE FROM sessions WHERE expires_at <= ?", [now()]);
  }

  countFor(userId: UserId): number {
    return this.pool.get<{ count: number }>("SELECT count(*) AS count FROM sessions WHERE user_id = ?", [userId])?.count ?? 0;
  }
}
