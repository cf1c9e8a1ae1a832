import { ContentScan } from "../../scan/content-scan.js";
import { describe, expect, it } from "vitest";
import { isOtherText, readIdNames, resultName, spokenName } from "./names.js";

const user = readIdNames("UserId", undefined);

describe("the names of an ID", () => {
  it.each(["userId", "user_id", "USER_ID", "UserID", "ownerUserId", "created_by_user_id", "user-id"])("%s is one", (name) => {
    expect(user.fit(spokenName(name, "one") ?? "")).toBeGreaterThan(0);
  });

  it.each(["user", "userIdentity", "userIds", "userIdHash", "threadId", "tokenForUserId", "id"])("%s is none", (name) => {
    expect(user.fit(spokenName(name, "one") ?? "")).toBe(0);
  });

  it.each(["userIds", "USER_IDS", "userIDs", "memberUserIdList", "user_id_set"])("%s is many", (name) => {
    expect(user.fit(spokenName(name, "many") ?? "")).toBeGreaterThan(0);
  });

  it.each(["sessionsByUserId", "SESSIONS_BY_USER_ID", "byUserId"])("%s has it as key", (name) => {
    expect(user.fit(spokenName(name, "key") ?? "")).toBeGreaterThan(0);
  });

  it("is closer where the pattern says more", () => {
    expect(readIdNames("WorkflowRunId", undefined).fit("workflow_run_id")).toBeGreaterThan(
      readIdNames("RunId", undefined).fit("workflow_run_id"),
    );
  });

  it("needs what every spelling has", () => {
    const mayHold = new ContentScan().prepare(user.needs);
    for (const name of ["userId", "USER_ID", "user-id", "Owner_User__ID", "userIds"]) expect(mayHold(name), name).toBe(true);
    for (const name of ["user", "idOfUser", "used"]) expect(mayHold(name), name).toBe(false);
  });
});

it.each([
  ["getUserId", "get_user_id"],
  ["findUserIdByName", "find_user_id"],
  ["hashUserId", undefined],
])("%s gives %s", (name, result) => {
  expect(resultName(name)).toBe(result);
});

it.each([
  ["user-1", false],
  ["User not found", true],
  ["user_id", true],
  ["asc", true],
  [":userId", true],
  ["id", true],
  ["u1", false],
  ["session.user.id", true],
  ["test-user-id", false],
])("%j is other text: %s", (text, isOther) => {
  expect(isOtherText(text, "userId")).toBe(isOther);
});

it.each([
  ["USER_ID", "x-app-user-id", true],
  ["USER_ID", "test-user-1", false],
  ["userId", "x-app-user-id", false],
])("for %s, %j is other text: %s", (name, text, isOther) => {
  expect(isOtherText(text, name)).toBe(isOther);
});
