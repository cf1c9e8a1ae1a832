import { v4 as uuid } from "uuid";
import { BaseAgent, type AgentPlan } from "./agent.js";

interface Ticket {
  ticketId: string;
  subject: string;
}

export class ResearchAgent extends BaseAgent {
  readonly name = "research";

  plan(input: string): AgentPlan {
    return { thought: "sources first", tool: "search", toolInput: input };
  }
}

export class SupportAgent extends BaseAgent {
  readonly name = "support";
  readonly tickets: Ticket[] = [];

  plan(input: string): AgentPlan {
    this.tickets.push({ ticketId: uuid(), subject: input.slice(0, 40) });
    return { thought: "noted for the team", tool: "notes", toolInput: `ticket: ${input}` };
  }
}

export class SummaryAgent extends BaseAgent {
  readonly name = "summary";

  plan(input: string): AgentPlan {
    return { thought: "shorter is better", tool: "text", toolInput: input };
  }
}
