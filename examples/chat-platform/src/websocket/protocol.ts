import { randomUUID as newUuid } from "node:crypto";
import { now } from "../shared/clock.js";

/** What the server sends. */
export interface ServerEvent {
  eventId: string;
  type: string;
  payload: Record<string, unknown>;
  sentAt: number;
}

/** What a client may send. */
export type ClientEvent = { type: "ping" } | { type: "typing_started"; threadId: string };

export function createEvent(type: string, payload: Record<string, unknown>): ServerEvent {
  return { eventId: newUuid(), type, payload, sentAt: now() };
}

export const encode = (event: ServerEvent): string => JSON.stringify(event);

/** Reads a client's frame; undefined where it is nothing we know. */
export function decode(frame: string): ClientEvent | undefined {
  try {
    const value = JSON.parse(frame) as { type?: unknown; threadId?: unknown };
    if (value.type === "ping") return { type: "ping" };
    if (value.type === "typing_started" && typeof value.threadId === "string") {
      return { type: "typing_started", threadId: value.threadId };
    }
  } catch {
    // not JSON: the same as an unknown event
  }
  return undefined;
}
