/** The system prompt of each agent. */
export const PROMPTS = {
  triage: "Triage. Find out what the user needs and use the tool that gives it.",
  research: "Research. Look things up before you answer.",
  support: "Support. Be brief and kind.",
  // asked for by the docs team
  summary: "Summary. Say it in fewer words.",
} as const;

import { randomUUID } from "node:crypto";

/** Marks one use of a prompt in the traces. */
export function traced(name: keyof typeof PROMPTS): { traceId: string; prompt: string } {
  const traceId = randomUUID(); // joins the model's log and ours
  return { traceId, prompt: PROMPTS[name] };
}
