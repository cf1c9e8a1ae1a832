/** Makes every ID of the platform. */
export class UnifiedIdGenerator {
  static generateBaseId(entity: string): string {
    return `${entity}_1`;
  }
  static generateUserContextIds(userId: string, operation: string): { threadId: string; runId: string } {
    return { threadId: `thread_${userId}`, runId: `run_${operation}` };
  }
  static generateWebsocketConnectionId(userId: string): string {
    return `ws_${userId}`;
  }
}
