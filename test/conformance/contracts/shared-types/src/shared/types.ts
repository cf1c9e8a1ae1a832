/** A user's ID. */
export type UserId = string & { readonly __brand: "UserId" };
export const UserId = (text: string) => text as UserId;

export type Role = "user" | "assistant" | "tool";

/** One message of a thread. */
export interface Message {
  id: string;
  /** Who wrote it. */
  role: Role;
  content: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  readonly tags?: readonly string[];
  replyTo?: Message;
}

export enum Status {
  Active = "active",
  Paused = "paused",
  Done = "done",
}

export interface Page<T> {
  items: T[];
  next?: string;
}
