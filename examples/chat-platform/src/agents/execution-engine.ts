/**
 * A bridge: what was here has moved to `user-execution-engine.ts` and `services/user-execution-context.ts`.
 * It goes when nothing imports it, see migrations/execution-engine.md.
 */
import { UserExecutionEngine } from "./user-execution-engine.js";

export { UserExecutionEngine as ExecutionEngine } from "./user-execution-engine.js";
export { UserExecutionContext } from "../services/user-execution-context.js";
export default UserExecutionEngine;
