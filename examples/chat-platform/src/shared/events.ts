/** Every event that may travel over a WebSocket. */
export enum WebSocketEvent {
  AgentStarted = "agent_started",
  AgentThinking = "agent_thinking",
  ToolExecuting = "tool_executing",
  ToolCompleted = "tool_completed",
  AgentCompleted = "agent_completed",
  MessageCreated = "message_created",
  ThreadCreated = "thread_created",
  PresenceChanged = "presence_changed",
  TypingStarted = "typing_started",
  Notification = "notification",
  SessionEnded = "session_ended",
  SystemNotice = "system_notice",
}

/** The five events of one agent turn, in the order in which a user must see them. */
export const AGENT_EVENTS = [
  WebSocketEvent.AgentStarted,
  WebSocketEvent.AgentThinking,
  WebSocketEvent.ToolExecuting,
  WebSocketEvent.ToolCompleted,
  WebSocketEvent.AgentCompleted,
] as const;
