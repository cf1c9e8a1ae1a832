import { BaseAgent, type AgentPlan } from "./agent.js";

const ARITHMETIC = /-?\d+(?:\.\d+)?(?:\s*[-+*/]\s*-?\d+(?:\.\d+)?)+/;

/** Sends a message to the tool that can help. */
export class TriageAgent extends BaseAgent {
  readonly name = "triage";

  plan(input: string): AgentPlan {
    const sum = ARITHMETIC.exec(input)?.[0];
    if (sum) return { thought: "there is something to compute", tool: "calculator", toolInput: sum };
    if (/\b(?:time|date|today)\b/i.test(input)) return { thought: "a clock will do", tool: "clock", toolInput: "" };
    if (/^note:/i.test(input)) return { thought: "this is to be kept", tool: "notes", toolInput: input.slice(5).trim() };
    return { thought: "let me look it up", tool: "search", toolInput: input };
  }
}
