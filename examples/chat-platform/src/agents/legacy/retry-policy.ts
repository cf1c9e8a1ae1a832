// A bridge: moved to ../runtime/retry-policy.ts, see migrations/execution-engine.md.
export * from "../runtime/retry-policy.js";
