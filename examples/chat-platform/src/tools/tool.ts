/** Something an agent can use. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  run(input: string, userId: string): Promise<string>;
}

export interface ToolResult {
  readonly toolId: string;
  readonly tool: string;
  readonly output: string;
}
