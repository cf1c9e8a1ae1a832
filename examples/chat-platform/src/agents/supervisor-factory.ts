import * as websocket from "@/websocket/index.js";
import { AgentRegistry } from "./agent-registry.js";
import * as engines from "./execution-engine.js";
import { Supervisor, type EventSink } from "./supervisor.js";

type Make<T> = () => T;

// Nothing here says AgentWebSocketBridge: the bridge arrives through a barrel, a table and a callback.
const parts: { registry: Make<AgentRegistry>; sink: Make<EventSink> } = {
  registry: () => AgentRegistry.getInstance(),
  sink: () => websocket.getAgentWebSocketBridge(),
};

/** Makes supervisors; callers never see what is inside. */
export function createSupervisor(): Supervisor {
  return new Supervisor(parts.registry(), parts.sink());
}

/** Runs one agent for nobody in particular: maintenance and demos. */
export async function runUnattended(agent: string, input: string): Promise<string> {
  const context = engines.UserExecutionContext.system("unattended");
  const engine = new engines.ExecutionEngine(parts.registry(), parts.sink(), context);
  return (await engine.run(agent, input)).reply;
}
