export enum WebSocketEvent {
  AgentStarted = "agent_started",
  AgentThinking = "agent_thinking",
  AgentCompleted = "agent_completed",
  ToolExecuting = "tool_executing",
  Notification = "notification",
}
