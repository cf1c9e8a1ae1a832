import { describe, expect, it } from "vitest";
import { draftReply, escalate, planReply } from "../src/agents/desk.js";
import { UserContext } from "../src/context/user-context.js";
import "../src/agents/runtime/register-defaults.js";

const context = UserContext.forOperation("ada", "desk");

describe("the support desk", () => {
  it("drafts an answer for the user who asked", async () => {
    expect(await draftReply(context, "my invoice is wrong")).toMatch(/^to ada: /);
  });

  it("says what it would do first", async () => {
    expect((await planReply(context, "what is 2 + 3?")).tool).toBe("calculator");
  });

  it("lets an agent answer where no person does", async () => {
    expect(await escalate(context, "my invoice is wrong")).toMatch(/^support, after 5 events: /);
  });
});
