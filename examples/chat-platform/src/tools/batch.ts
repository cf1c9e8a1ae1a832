import { randomUUID } from "node:crypto";
import { dispatchTool } from "./tool-dispatcher.js";
import type { ToolResult } from "./tool.js";

/** One ID for each call of a batch. */
export function batchIds(count: number): string[] {
  return Array.from({ length: count }).map(randomUUID as () => string);
}

/** Runs one tool on several inputs; a failure of one leaves the others alone. */
export async function dispatchBatch(tool: string, inputs: readonly string[], userId: string) {
  const batchId = `batch_${randomUUID()}`;
  const settled = await Promise.allSettled(inputs.map((input) => dispatchTool(tool, input, userId)));
  const results = settled.filter((each): each is PromiseFulfilledResult<ToolResult> => each.status === "fulfilled");
  return { batchId, callIds: batchIds(inputs.length), results: results.map((each) => each.value) };
}
