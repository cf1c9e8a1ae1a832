import { TOKENS_PER_ANSWER, defaultModel, truncate, type Model } from "../llm/model.js";
import { nanoid } from "nanoid";
import { PROMPTS } from "./prompts.js";

/** What an agent has decided to do with a message. */
export interface AgentPlan {
  readonly thought: string;
  readonly tool: string;
  readonly toolInput: string;
}

/** Turns a message into a plan, and a tool's output into an answer. */
export interface Agent {
  readonly name: string;
  readonly model: Model;
  plan(input: string): AgentPlan;
  answer(input: string, toolOutput: string): Promise<{ text: string; tokens: number }>;
}

/** What all agents have in common: a prompt and a budget. */
export abstract class BaseAgent implements Agent {
  abstract readonly name: keyof typeof PROMPTS;
  readonly agentId = nanoid();

  constructor(readonly model: Model = defaultModel) {}

  abstract plan(input: string): AgentPlan;

  async answer(input: string, toolOutput: string): Promise<{ text: string; tokens: number }> {
    const completion = await this.model.complete(PROMPTS[this.name], `${input} → ${toolOutput}`);
    return { text: truncate(completion.text, TOKENS_PER_ANSWER), tokens: completion.tokens };
  }
}
