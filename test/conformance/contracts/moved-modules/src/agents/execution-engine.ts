export class ExecutionEngine {
  run(): number {
    return 1;
  }
}
export interface UserExecutionContext {
  userId: string;
}
export const engineVersion = 1;
