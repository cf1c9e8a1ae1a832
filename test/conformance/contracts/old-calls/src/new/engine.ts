import type { UserContext } from "../context/user-context.js";

export class SystemEngine {
  constructor(readonly parts: { registry: unknown; bridge: unknown }) {}
  run(input: string): Promise<string> {
    return Promise.resolve(input);
  }
}

export class UserExecutionEngine {
  static async createFromLegacy(_registry: unknown, _bridge: unknown, _context: unknown): Promise<UserExecutionEngine> {
    return new UserExecutionEngine();
  }
  run(input: string): Promise<string> {
    return Promise.resolve(input);
  }
}

export function engineFor(_type: string, _context: UserContext): UserExecutionEngine {
  return new UserExecutionEngine();
}
