import type * as order from "@/agents/legacy/event-order.js";
import { AGENT_EVENTS } from "#shared/events.js";

/** True where every name is an agent event. */
export function isEventSequence(names: readonly string[]): names is order.EventSequence {
  return names.every((name) => AGENT_EVENTS.some((event) => event === name));
}
