import { messagesOf } from "../db/repositories/message-repository.js";
import { threadsOf } from "../db/repositories/thread-repository.js";
import { indexUpload } from "../services/search-index-service.js";
import type { UserExecutionContext } from "@/agents/execution-engine.js";

type RetryModule = typeof import("../agents/legacy/retry-policy.js");

/** Makes a user's threads findable; `load` is a parameter so that tests can count attempts. */
export async function reindex(
  context: UserExecutionContext,
  load: () => Promise<RetryModule> = () => import("../agents/legacy/retry-policy.js"),
): Promise<string[]> {
  const { withRetry } = await load();
  const threads = threadsOf(context.userId);
  const texts = threads.map((thread) =>
    messagesOf(thread.id)
      .map((message) => message.content)
      .join("\n"),
  );
  const indexed: string[] = [];
  for (const [position, thread] of threads.entries()) {
    indexed.push(await withRetry(() => indexUpload(context.userId, thread.title, texts[position] ?? "")));
  }
  return indexed;
}
