import { nanoid } from "nanoid";
import type { UserContext } from "../context/user-context.js";
import { WebSocketManager } from "../websocket/websocket-manager.js";

export class Feedback {
  id = nanoid(12);

  constructor(
    readonly runId: string,
    readonly rating: 1 | -1,
    readonly comment: string,
  ) {}
}

const given = new Map<string, Feedback[]>();

export async function giveFeedback(context: UserContext, runId: string, rating: 1 | -1, comment = ""): Promise<Feedback> {
  const feedback = new Feedback(runId, rating, comment);
  given.set(context.userId, [...(given.get(context.userId) ?? []), feedback]);
  WebSocketManager.getInstance().sendToUser(context.userId, "notification", { title: "Thank you", feedbackId: feedback.id });
  return feedback;
}

export const feedbackOf = (userId: string): readonly Feedback[] => given.get(userId) ?? [];
