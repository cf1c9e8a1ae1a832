import { AGENT_EVENTS } from "../../shared/events.js";

export type EventSequence = readonly string[];

/** True where the five agent events come in their order, other events aside. */
export function isInOrder(events: EventSequence): boolean {
  const order: readonly string[] = AGENT_EVENTS;
  const positions = events.map((event) => order.indexOf(event)).filter((position) => position >= 0);
  return positions.every((position, index) => index === 0 || position >= positions[index - 1]!);
}

export const isWholeTurn = (events: EventSequence): boolean =>
  isInOrder(events) && AGENT_EVENTS.every((event) => events.includes(event));
