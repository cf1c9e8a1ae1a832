export type RunState = "queued" | "running" | "completed" | "failed";

const NEXT: Readonly<Record<RunState, readonly RunState[]>> = {
  queued: ["running", "failed"],
  running: ["completed", "failed"],
  completed: [],
  failed: ["queued"],
};

export const canBecome = (from: RunState, to: RunState): boolean => NEXT[from].includes(to);

export const isFinal = (state: RunState): boolean => NEXT[state].length === 0;

/** Names the state for people. */
export default function describeState(state: RunState): string {
  return state === "failed" ? "failed, may be tried again" : state;
}
