// tsx scripts/replay.mjs "<message>": runs one message through an agent and prints the events.
import { randomUUID } from "node:crypto";

/** @import { UserExecutionContext } from "../src/agents/execution-engine.js" */

const { agentRegistry } = await import("../src/agents/agent-registry.js");
const bridge = (await import("../src/websocket/agent-bridge.js")).getAgentWebSocketBridge();
const engines = await import("../src/agents/execution-engine.js");
await import("../src/agents/legacy/register-defaults.js");

/** @type {UserExecutionContext} */
const context = engines.UserExecutionContext.system("replay");
const replayId = randomUUID();
const { reply } = await new engines.ExecutionEngine(agentRegistry, bridge, context).run("triage", process.argv[2] ?? "1 + 1");
const events = bridge.eventsOf(context.runId).map((event) => event.type);
console.log(JSON.stringify({ replayId, reply, events }));
