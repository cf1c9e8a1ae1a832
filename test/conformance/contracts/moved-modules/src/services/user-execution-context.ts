export interface UserExecutionContext {
  userId: string;
}
