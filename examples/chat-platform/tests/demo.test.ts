import { expect, test } from "vitest";
import { demoThread } from "../src/services/demo-service.js";

test("the demo shows the thread that is asked for", () => {
  const parameters = new Map([["id", "thread-1"]]);
  const thread = demoThread({ get: (name) => parameters.get(name) });
  expect(thread.threadId).toBe("thread-1");
  expect(thread.title).toBe("user-12345 asks (request-1)");
  expect(thread.participants.map(({ userId }) => String(userId))).toEqual(["user-12345", "user-67890"]);
  expect(thread.runs).toHaveLength(2);
});
