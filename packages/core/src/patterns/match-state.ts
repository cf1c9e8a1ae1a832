import type { Node } from "../syntax/nodes.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import type { Binding } from "./filling.js";

/** What a matcher has bound up to now. */
export interface State {
  readonly bindings: Map<string, Binding>;
  readonly bound: Node[];
  readonly aliases: Set<AliasHolder>;
  isGuess: boolean;
}

/** The state before anything is bound. */
/** The state before anything is bound. */
export function emptyState(): State {
  return { bindings: new Map(), bound: [], aliases: new Set(), isGuess: false };
}

/** A copy that can be changed without changing the state. */
/** A copy that can be changed without changing the state. */
export function copyOf(state: State): State {
  return { bindings: new Map(state.bindings), bound: [...state.bound], aliases: new Set(state.aliases), isGuess: state.isGuess };
}

/** Takes over the bindings of an attempt that succeeded. */
export function adopt(state: State, attempt: State): void {
  for (const [name, binding] of attempt.bindings) state.bindings.set(name, binding);
  state.bound.splice(0, state.bound.length, ...attempt.bound);
  for (const alias of attempt.aliases) state.aliases.add(alias);
  state.isGuess = attempt.isGuess;
}

/** Returns to an earlier copy. */
export function restore(state: State, before: State): void {
  state.bindings.clear();
  state.aliases.clear();
  adopt(state, before);
}
