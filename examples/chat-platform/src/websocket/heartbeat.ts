import { nanoid } from "nanoid/non-secure";
import { minutes, now } from "../shared/clock.js";
import type { ConnectionPool } from "./connection-pool.js";
import { createEvent } from "./protocol.js";

const INTERVAL = 15_000;
const DEAD_AFTER = minutes(5);

/** Greets every connection now and then, and drops the ones that went silent. */
export function beat(pool: ConnectionPool): number {
  const beatId = nanoid(/* 21 letters */);
  let dropped = 0;
  for (const userId of pool.users()) {
    for (const connection of pool.of(userId)) {
      if (now() - connection.lastSeen > DEAD_AFTER) {
        connection.close();
        pool.remove(connection);
        dropped += 1;
      } else connection.send(createEvent("heartbeat", { beatId }));
    }
  }
  return dropped;
}

export function startHeartbeat(pool: ConnectionPool): () => void {
  const timer = setInterval(() => beat(pool), INTERVAL);
  timer.unref();
  return () => clearInterval(timer);
}
