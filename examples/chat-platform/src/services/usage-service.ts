import { tokensOf } from "../db/repositories/run-repository.js";
import { v4 } from "uuid";
import { WebSocketManager } from "../websocket/websocket-manager.js";

type UserId = string;

const MONTHLY_TOKENS = 1_000_000;

export interface Usage {
  tokens: number;
  share: number;
}

export function usageOf(userId: UserId): Usage {
  const tokens = tokensOf(userId);
  return { tokens, share: tokens / MONTHLY_TOKENS };
}

export async function warnNearLimit(userId: UserId): Promise<boolean> {
  const { share } = usageOf(userId);
  if (share < 0.9) return false;
  WebSocketManager.getInstance().sendToUser(userId, "notification", { alertId: v4(), title: "You are near your limit", share });
  return true;
}
