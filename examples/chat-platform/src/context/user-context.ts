import { UnifiedIdGenerator } from "../ids/unified-id-generator.js";

/** Who asks, and on behalf of which thread and run. Every endpoint takes one. */
export class UserContext {
  constructor(
    readonly userId: string,
    readonly threadId: string,
    readonly runId: string,
    readonly requestId: string,
  ) {}

  static forOperation(userId: string, operation: string, threadId?: string): UserContext {
    const ids = UnifiedIdGenerator.generateUserContextIds(userId, operation);
    return new UserContext(userId, threadId ?? ids.threadId, ids.runId, ids.requestId);
  }

  withThread(threadId: string): UserContext {
    return new UserContext(this.userId, threadId, this.runId, this.requestId);
  }
}
