import { describe, expect, it } from "vitest";
import { draftReply, planReply } from "../src/agents/desk.js";
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
});
