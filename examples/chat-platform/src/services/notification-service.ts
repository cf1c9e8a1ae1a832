import { v4 as uuidv4 } from "uuid";
import { WebSocketManager } from "../websocket/websocket-manager.js";

type UserId = string;

export interface Notification {
  notificationId: string;
  title: string;
  read: boolean;
}

const inbox = new Map<UserId, Notification[]>();

export function notify(userId: UserId, title: string): Notification {
  const notification = { notificationId: uuidv4(), title, read: false };
  inbox.set(userId, [...(inbox.get(userId) ?? []), notification]);
  WebSocketManager.getInstance().sendToUser(userId, "notification", { ...notification });
  return notification;
}

export function unread(userId: UserId): Notification[] {
  return (inbox.get(userId) ?? []).filter((notification) => !notification.read);
}

export function markAllRead(userId: UserId): void {
  for (const notification of inbox.get(userId) ?? []) notification.read = true;
}
