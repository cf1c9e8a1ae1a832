import { describe, expect, it } from "vitest";
import { agentRegistry } from "../src/agents/agent-registry.js";
import ExecutionEngine, { UserExecutionContext } from "../src/agents/execution-engine.js";
import { getExecutionEngineFactory } from "../src/agents/execution-engine-factory.js";
import { getAgentInstanceFactory } from "../src/agents/factory.js";
import * as order from "../src/agents/legacy/event-order.js";
import { createSupervisor } from "../src/agents/supervisor-factory.js";
import { TracingEngine } from "../src/agents/tracing-engine.js";
import { UserExecutionEngine } from "../src/agents/user-execution-engine.js";
import { UserContext } from "../src/context/user-context.js";
import { getAgentWebSocketBridge, quietBridge } from "../src/websocket/agent-bridge.js";
import { ConnectionPool } from "../src/websocket/connection-pool.js";
import "../src/agents/legacy/register-defaults.js";

const bridge = getAgentWebSocketBridge();
const eventsOf = (runId: string) => bridge.eventsOf(runId).map((event) => event.type);

describe("the engine", () => {
  it.each([
    ["the old constructor", (context: UserExecutionContext) => new ExecutionEngine(agentRegistry, bridge, context)],
    ["the bridge", (context: UserExecutionContext) => UserExecutionEngine.createFromLegacy(agentRegistry, bridge, context)],
    ["the factory", (context: UserExecutionContext) => getExecutionEngineFactory().createForUser(context)],
    ["the tracing engine", (context: UserExecutionContext) => new TracingEngine(agentRegistry, bridge, context)],
  ])("runs a turn when made by %s", async (_, make) => {
    const context = UserExecutionContext.from(UserContext.forOperation("user-1", "test"));
    const engine = await make(context);
    const result = await engine.run("triage", "3 * 4 + 1");
    expect(result.reply).toContain("13");
    expect(result.runId).toBe(context.runId);
    expect(order.isWholeTurn(eventsOf(result.runId))).toBe(true);
  });

  it("works for the system where nobody asked", async () => {
    const engine = new ExecutionEngine(agentRegistry, bridge, null);
    expect(engine).toBeInstanceOf(UserExecutionEngine);
    expect((await engine.run("summary", "short")).reply).toContain("short");
  });

  it("sends its events where nobody listens", async () => {
    const quiet = quietBridge(new ConnectionPool());
    quiet.notifyAgentStarted("user-1", "run-1", "triage");
    expect(quiet.eventsOf("run-1").map((event) => event.type)).toEqual(["agent_started"]);
  });

  it("gives each user agents of their own", async () => {
    const [first, second] = [UserContext.forOperation("a", "test"), UserContext.forOperation("b", "test")];
    const factory = getAgentInstanceFactory();
    const agent = await factory.createAgentInstance("support", first);
    expect(await factory.createAgentInstance("support", first)).toBe(agent);
    expect(await factory.createAgentInstance("support", second)).not.toBe(agent);
    await expect(factory.createAgentInstance("nobody", first)).rejects.toThrow('no agent "nobody"');
  });

  it("is loaded lazily with the same exports", async () => {
    const late = await import("../src/agents/execution-engine.js");
    expect(late.UserExecutionContext).toBe(UserExecutionContext);
    type Context = import("../src/agents/execution-engine.js").UserExecutionContext;
    const context: Context = late.UserExecutionContext.system("late");
    expect(context.userId).toBe("system");
  });
});

describe("the supervisor", () => {
  it("delegates in order", async () => {
    const supervisor = createSupervisor();
    const context = UserExecutionContext.system("test");
    expect(await supervisor.delegate(["triage", "support"], "1 + 2", context)).toHaveLength(2);
    expect(supervisor.isDone).toBe(true);
    expect(eventsOf(context.runId)).toHaveLength(10);
  });
});

describe("the order of events", () => {
  it("is what the enum says", () => {
    expect(order.isInOrder(["agent_started", "message_created", "agent_completed"])).toBe(true);
    expect(order.isInOrder(["agent_completed", "agent_started"])).toBe(false);
  });
});
