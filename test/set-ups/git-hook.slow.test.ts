import { afterAll, beforeAll } from "vitest";
import { testHook } from "./hook-story.js";
import { SetUp } from "./set-up.js";

let project: SetUp;
beforeAll(() => {
  project = new SetUp("project", "git-hook").install().begin();
  project.run("npm run prepare --silent");
});
afterAll(() => project.remove());

testHook(() => project, { fixes: false });
