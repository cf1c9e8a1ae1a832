import { UserContext } from "../context/user-context.js";
import { now } from "../shared/clock.js";

/** A user context while an agent works for it. */
export class UserExecutionContext extends UserContext {
  readonly startedAt = now();

  static from(context: UserContext): UserExecutionContext {
    return new UserExecutionContext(context.userId, context.threadId, context.runId, context.requestId);
  }

  /** For work that no user asked for. */
  static system(operation: string): UserExecutionContext {
    return UserExecutionContext.from(UserContext.forOperation("system", operation));
  }
}
