import { minutes, now } from "../shared/clock.js";
import { HttpError } from "../shared/errors.js";

type UserId = string;

const WINDOW = minutes(1);

/** At most `limit` calls a minute and user. */
export class RateLimit {
  private readonly calls = new Map<UserId, number[]>();

  constructor(private readonly limit: number) {}

  check(userId: UserId): void {
    const recent = (this.calls.get(userId) ?? []).filter((at) => now() - at < WINDOW);
    if (recent.length >= this.limit) throw new HttpError(429, "too many requests");
    this.calls.set(userId, [...recent, now()]);
  }
}
