import type { RequestLike } from "../shared/types.js";

const DEMO_USER_ID = "user-12345";

function caption(userId: string, requestId: string): string {
  return `${userId} asks (${requestId})`;
}

/** A thread that shows newcomers what an answer looks like; nobody owns it. */
export function demoThread(request: RequestLike) {
  const threadId = request.get("id");
  const firstRunId: string = "run-1";
  return {
    threadId,
    title: caption(DEMO_USER_ID, "request-1"),
    runs: [firstRunId, `run-${2}`],
    participants: [{ userId: DEMO_USER_ID }, { userId: "user-67890" }],
  };
}
