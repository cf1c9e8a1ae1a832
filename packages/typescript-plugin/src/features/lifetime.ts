import type { Feature } from "../guard.js";
import type { Session } from "../session.js";

/** Stops watching contracts when the server closes a project. */
export const lifetime: Feature<Session> = (inner, session) => ({
  dispose() {
    session.dispose();
    inner.dispose();
  },
});
