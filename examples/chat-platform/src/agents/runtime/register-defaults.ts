import { agentRegistry } from "../agent-registry.js";
import { ResearchAgent, SummaryAgent, SupportAgent } from "../specialist-agents.js";
import { TriageAgent } from "../triage-agent.js";

agentRegistry.register("triage", () => new TriageAgent());
agentRegistry.register("research", () => new ResearchAgent());
agentRegistry.register("support", () => new SupportAgent());
agentRegistry.register("summary", () => new SummaryAgent());
