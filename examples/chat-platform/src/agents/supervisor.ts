import ExecutionEngine from "./execution-engine.js";
import { UserExecutionContext } from "@/agents/execution-engine.js";
import { v4 as uuidv4 } from "uuid";
import type { AgentRegistry } from "./agent-registry.js";
import { isFinal, type RunState } from "./legacy/run-state.js";

/** What a supervisor needs in order to tell the user what happens. */
export type EventSink = ConstructorParameters<typeof ExecutionEngine>[1];

interface Step {
  stepId: string;
  agent: string;
  state: RunState;
}

/** Lets several agents work on one message, one after the other. */
export class Supervisor {
  private steps: Step[] = [];

  constructor(
    private readonly registry: AgentRegistry,
    private readonly sink: EventSink,
  ) {}

  async delegate(agents: readonly string[], input: string, context: UserExecutionContext | null = null): Promise<string[]> {
    const engine = new ExecutionEngine(this.registry, this.sink, context);
    this.steps = agents.map((agent) => ({ stepId: uuidv4(), agent, state: "queued" }));
    const replies: string[] = [];
    for (const step of this.steps) {
      step.state = "running";
      replies.push((await engine.run(step.agent, input)).reply);
      step.state = "completed";
    }
    return replies;
  }

  get isDone(): boolean {
    return this.steps.every((step) => isFinal(step.state));
  }

  static context(operation: string): UserExecutionContext {
    return UserExecutionContext.system(operation);
  }
}
