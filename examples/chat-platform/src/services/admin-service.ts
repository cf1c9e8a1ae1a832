import { runRecorder } from "../agents/run-recorder.js";
import { allUsers } from "../db/repositories/user-repository.js";
import { WebSocketManager } from "@/websocket/index.js";

export interface Overview {
  users: number;
  online: number;
  runs: readonly string[];
}

export function overview(): Overview {
  return { users: allUsers().length, online: WebSocketManager.getInstance().onlineUsers().length, runs: runRecorder.summary() };
}
