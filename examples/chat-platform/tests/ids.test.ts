import { afterEach, describe, expect, it } from "vitest";
import { overrideFlags } from "../src/config/feature-flags.js";
import { UserContext } from "../src/context/user-context.js";
import { isKnownId, isUnifiedId } from "../src/ids/id-format.js";
import { UnifiedIdGenerator } from "../src/ids/unified-id-generator.js";
import { RequestId, RunId, ThreadId, UserId } from "../src/shared/types.js";

afterEach(() => overrideFlags(undefined));

describe("UnifiedIdGenerator", () => {
  const made = () => [
    UnifiedIdGenerator.generateBaseId("parent_thread"),
    UnifiedIdGenerator.generateMessageId("text", "user-1", "thread-1"),
    UnifiedIdGenerator.generateAgentExecutionId("triage", "user-1"),
    UnifiedIdGenerator.generateToolExecutionId("calculator", "agent"),
    UnifiedIdGenerator.generateWebsocketConnectionId("user-1"),
    ...Object.values(UnifiedIdGenerator.generateUserContextIds("user-1", "chat")),
  ];

  it("makes IDs of one format, all different", () => {
    overrideFlags({ enable_unified_id_generation: true });
    const ids = [...made(), ...made()];
    expect(ids.filter((id) => !isUnifiedId(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("says what an ID is for", () => {
    overrideFlags({ enable_unified_id_generation: true });
    expect(UnifiedIdGenerator.generateBaseId("parent_thread")).toMatch(/^parent_thread_/);
    expect(UnifiedIdGenerator.generateAgentExecutionId("triage", "Ann Lee")).toMatch(/^exec_triage_annlee_/);
  });

  it("falls back to raw uuids when the flag is off", () => {
    overrideFlags({ enable_unified_id_generation: false });
    const ids = made();
    expect(ids.filter((id) => isUnifiedId(id) || !isKnownId(id))).toEqual([]);
  });
});

describe("typed IDs", () => {
  it("wrap a value and read a request", () => {
    expect(UserId("user-12345")).toBe("user-12345");
    expect(ThreadId.fromRequest(new Map([["id", "t-1"]]))).toBe("t-1");
    expect(() => RunId("")).toThrow("RunId must not be empty");
    expect(() => RequestId.fromRequest(new URLSearchParams())).toThrow("no RequestId");
  });
});

describe("UserContext", () => {
  it("keeps its user and takes a thread", () => {
    const context = UserContext.forOperation("user-1", "chat").withThread("thread-9");
    expect(context).toMatchObject({ userId: "user-1", threadId: "thread-9" });
  });
});
