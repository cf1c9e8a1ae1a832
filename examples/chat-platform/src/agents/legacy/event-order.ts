// A bridge: moved to ../runtime/event-order.ts, see migrations/execution-engine.md.
export * from "../runtime/event-order.js";
