import { afterAll, beforeAll, describe } from "vitest";
import { testHook } from "./hook-story.js";
import { SetUp } from "./set-up.js";

describe("husky and lint-staged", () => {
  let project: SetUp;
  beforeAll(() => {
    project = new SetUp("project", "husky").install({ linked: ["eslint"] }).begin();
    project.run("npm run prepare --silent");
  });
  afterAll(() => project.remove());
  testHook(() => project, { fixes: true });
});

describe("lefthook", () => {
  let project: SetUp;
  beforeAll(() => {
    project = new SetUp("project", "lefthook").install().begin();
    project.run("npm run prepare --silent");
  });
  afterAll(() => project.remove());
  testHook(() => project, { fixes: true });
});
