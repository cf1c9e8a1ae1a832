export class ExecutionEngine {
  constructor(
    readonly registry?: unknown,
    readonly bridge?: unknown,
    readonly context?: unknown,
  ) {}
  run(input: string): Promise<string> {
    return Promise.resolve(input);
  }
}

export const engines = {
  shared(type: string): ExecutionEngine {
    return new ExecutionEngine(type);
  },
};
