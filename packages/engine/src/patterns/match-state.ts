import type { Node } from "../syntax/nodes.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import type { Binding } from "./filling.js";

/** What a matcher has bound so far. */
export interface State {
  readonly bindings: Map<string, Binding>;
  readonly bound: Node[];
  readonly aliases: Set<AliasHolder>;
  isGuess: boolean;
}

export function emptyState(): State {
  return { bindings: new Map(), bound: [], aliases: new Set(), isGuess: false };
}

export function copyOf(state: State): State {
  return { bindings: new Map(state.bindings), bound: [...state.bound], aliases: new Set(state.aliases), isGuess: state.isGuess };
}

/** Goes on from a copy that has come further. */
export function adopt(state: State, attempt: State): void {
  for (const [name, binding] of attempt.bindings) state.bindings.set(name, binding);
  state.bound.splice(0, state.bound.length, ...attempt.bound);
  for (const alias of attempt.aliases) state.aliases.add(alias);
  state.isGuess = attempt.isGuess;
}

/** Goes back to a copy. */
export function restore(state: State, before: State): void {
  state.bindings.clear();
  state.aliases.clear();
  adopt(state, before);
}
