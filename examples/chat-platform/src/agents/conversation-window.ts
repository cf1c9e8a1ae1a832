import { v4 as uuidv4 } from "uuid";
import { fits } from "@/llm/model.js";

type ThreadId = string;

// Another near-copy of Message.
interface ChatMessage {
  id: string;
  threadId: ThreadId;
  role: "user" | "assistant" | "tool";
  content: string;
}

/** The newest messages of a thread that fit into a prompt. */
export function windowOf(messages: readonly ChatMessage[]): ChatMessage[] {
  const window: ChatMessage[] = [];
  for (const message of messages.toReversed()) {
    if (!fits([message, ...window].map((each) => each.content).join("\n"))) break;
    window.unshift(message);
  }
  return window;
}

/** A message that stands for those which did not fit. */
export function createSummaryMessage(threadId: ThreadId, content: string): ChatMessage {
  return { id: uuidv4(), threadId, role: "assistant", content };
}
