import type { UserContext } from "../context/user-context.js";

export interface MessageOptions {
  readonly context: UserContext;
  readonly text: string;
}

export function openThread(context: UserContext, title: string): string {
  return context.userId + title;
}

export function sendMessage(threadId: string, options: MessageOptions): string {
  return threadId + options.text;
}
