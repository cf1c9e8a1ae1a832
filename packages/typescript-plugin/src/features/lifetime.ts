import type { Feature } from "../guard.js";
import type { Session } from "../session.js";

/** A project that the server closes watches nothing any more. */
export const lifetime: Feature<Session> = (inner, session) => ({
  dispose() {
    session.dispose();
    inner.dispose();
  },
});
