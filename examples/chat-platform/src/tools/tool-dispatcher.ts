import { v4 as uuidv4 } from "uuid";
import { logger } from "../shared/logger.js";
import { calculator } from "./calculator.js";
import { clockTool, notesTool, textTool } from "./everyday-tools.js";
import { searchTool } from "./search-tool.js";
import type { Tool, ToolResult } from "./tool.js";

const tools = new Map<string, Tool>([calculator, clockTool, notesTool, searchTool, textTool].map((tool) => [tool.name, tool]));

export const toolNames = (): readonly string[] => [...tools.keys()];

/** Runs a tool by its name. */
export async function dispatchTool(toolName: string, input: string, userId: string, agentId = "agent"): Promise<ToolResult> {
  const tool = tools.get(toolName);
  if (!tool) throw new Error(`there is no tool "${toolName}"`);
  const toolId = uuidv4().slice(0, 8);
  logger.debug("tool", { toolId, toolName, agentId });
  return { toolId, tool: toolName, output: await tool.run(input, userId) };
}
