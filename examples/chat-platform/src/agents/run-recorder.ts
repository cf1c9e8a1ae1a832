import type { TurnResult } from "./user-execution-engine.js";
import { v4 as generateId } from "uuid";
import describeState, { canBecome, type RunState } from "./legacy/run-state.js";

interface RecordedRun {
  executionId: string;
  agent: string;
  state: RunState;
}

/** Remembers the runs of this process, for the admin page. */
export class RunRecorder {
  private readonly runs: RecordedRun[] = [];

  begin(agentType: string, userId: string): RecordedRun {
    const executionId = generateId();
    const run: RecordedRun = { executionId, agent: `${agentType} for ${userId}`, state: "queued" };
    this.runs.push(run);
    return this.advance(run, "running");
  }

  finish(run: RecordedRun, result: TurnResult | undefined): RecordedRun {
    return this.advance(run, result ? "completed" : "failed");
  }

  summary(): string[] {
    return this.runs.map((run) => `${run.agent}: ${describeState(run.state)}`);
  }

  private advance(run: RecordedRun, to: RunState): RecordedRun {
    if (!canBecome(run.state, to)) throw new Error(`a run can't go from ${run.state} to ${to}`);
    run.state = to;
    return run;
  }
}

export const runRecorder = new RunRecorder();
