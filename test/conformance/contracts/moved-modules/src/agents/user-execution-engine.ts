export class UserExecutionEngine {
  run(): number {
    return 1;
  }
}
