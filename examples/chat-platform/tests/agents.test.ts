import { describe, expect, it } from "vitest";
import { createSummaryMessage, windowOf } from "../src/agents/conversation-window.js";
import { isEventSequence } from "./event-sequence.js";
import { SupportAgent } from "../src/agents/specialist-agents.js";
import { TriageAgent } from "../src/agents/triage-agent.js";
import { PROMPTS, traced } from "../src/agents/prompts.js";
import { defaultModel, truncate } from "../src/llm/model.js";
import { batchIds, dispatchBatch } from "../src/tools/batch.js";
import { calculate } from "../src/tools/calculator.js";
import { dispatchTool, toolNames } from "../src/tools/tool-dispatcher.js";
import { aMessage, conversation } from "./fixtures/messages.js";

describe("agents", () => {
  it.each([
    ["what is 2 + 3?", "calculator"],
    ["what time is it?", "clock"],
    ["note: buy milk", "notes"],
    ["who are you?", "search"],
  ])("triage sends %j to the %s", (input, tool) => {
    expect(new TriageAgent().plan(input).tool).toBe(tool);
  });

  it("support opens a ticket for each message", () => {
    const agent = new SupportAgent();
    agent.plan("help");
    agent.plan("help again");
    const ids = agent.tickets.map((ticket) => ticket.ticketId);
    expect(new Set(ids).size).toBe(2);
  });

  it("a trace names its prompt", () => {
    expect(traced("triage").prompt).toBe(PROMPTS.triage);
  });

  it("the window keeps the newest messages that fit", () => {
    expect(windowOf(conversation)).toHaveLength(3);
    const long = aMessage("x".repeat(9_000));
    expect(windowOf([long, ...conversation])).toHaveLength(3);
    expect(createSummaryMessage(long.threadId, "…").threadId).toBe(long.threadId);
  });

  it("the local model answers the same way each time", async () => {
    const [first, second] = [await defaultModel.complete("Triage.", "hi"), await defaultModel.complete("Triage.", "hi")];
    expect(first.text).toBe(second.text);
    expect(first.completionId).not.toBe(second.completionId);
    expect(truncate("one two three four five", 3)).toBe("one two…");
  });

  it("names the events of a turn", () => {
    expect(isEventSequence(["agent_started"])).toBe(true);
    expect(isEventSequence(["agent_stopped"])).toBe(false);
  });
});

describe("tools", () => {
  it("are found by name", async () => {
    expect(toolNames()).toContain("clock");
    const result = await dispatchTool("calculator", "7 * 6", "user-1");
    expect(result).toMatchObject({ tool: "calculator", output: "42" });
    expect(result.toolId).not.toBe("");
    await expect(dispatchTool("oracle", "", "user-1")).rejects.toThrow('no tool "oracle"');
  });

  it("compute products before sums", () => {
    expect(calculate("1 + 2 * 3 - 4 / 2")).toBe(5);
  });

  it("run as a batch", async () => {
    const { batchId, callIds, results } = await dispatchBatch("text", ["a", "b"], "user-1");
    expect(results.map((result) => result.output)).toEqual(["a", "b"]);
    expect(new Set([batchId, ...callIds, ...batchIds(2)]).size).toBe(5);
  });
});
