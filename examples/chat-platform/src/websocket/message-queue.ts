import { v4 as uuidv4 } from "uuid";
import { now } from "../shared/clock.js";

export interface QueuedMessage {
  readonly messageId: string;
  readonly userId: string;
  readonly threadId: string;
  readonly type: string;
  readonly payload: Record<string, unknown>;
  readonly queuedAt: number;
}

/** Keeps what an offline user has missed, the newest hundred. */
export class MessageQueue {
  private readonly waiting = new Map<string, QueuedMessage[]>();

  enqueue(userId: string, threadId: string, type: string, payload: Record<string, unknown>): QueuedMessage {
    const messageId = uuidv4();
    const message: QueuedMessage = { messageId, userId, threadId, type, payload, queuedAt: now() };
    const queue = this.waiting.get(userId) ?? [];
    this.waiting.set(userId, [...queue, message].slice(-100));
    return message;
  }

  drain(userId: string): readonly QueuedMessage[] {
    const queue = this.waiting.get(userId) ?? [];
    this.waiting.delete(userId);
    return queue;
  }
}

export const messageQueue = new MessageQueue();
