import { v4 as uuidv4 } from "uuid";
import { SessionRepository, type Session } from "../db/repositories/session-repository.js";
import { hours, now } from "../shared/clock.js";

type UserId = string;

export class SessionService {
  private readonly sessions = new SessionRepository();
  /** Tells the instances of this service apart in the logs. */
  readonly instanceId = `sessions_${uuidv4().slice(0, 8)}`;

  open(userId: UserId): Session {
    const sessionId = uuidv4();
    return this.sessions.save({ id: sessionId, userId, expiresAt: now() + hours(12) });
  }

  find(sessionId: string): Session | undefined {
    return this.sessions.find(sessionId);
  }

  end(sessionId: string): boolean {
    return this.sessions.delete(sessionId);
  }
}
