// A bridge: moved to ../runtime/run-state.ts, see migrations/execution-engine.md.
export * from "../runtime/run-state.js";
export { default } from "../runtime/run-state.js";
