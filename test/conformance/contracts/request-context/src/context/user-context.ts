export class UserContext {
  constructor(
    readonly userId: string,
    readonly threadId = "",
  ) {}

  withThread(threadId: string): UserContext {
    return new UserContext(this.userId, threadId);
  }

  getUserId(): string {
    return this.userId;
  }
}

export class SystemContext extends UserContext {}
