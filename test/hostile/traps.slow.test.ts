import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLines } from "./command-lines.js";
import { faultsOf, HostileRepository } from "./hostile-repository.js";

let base: HostileRepository;
beforeAll(async () => {
  base = await HostileRepository.make();
  base.write("src/c.ts", 'import { v4 } from "uuid";\n\nexport const cId = v4();\nexport const changed = 1;\n');
});
afterAll(() => base.remove());

const LINES = commandLines().filter(({ args }) => !args.includes("--allow-dirty"));

/** A repository with its own contract and sources in a folder of the root, which is none of its submodules. */
function nest(repository: HostileRepository): void {
  mkdirSync(repository.at("src/nested"), { recursive: true });
  execFileSync("git", ["init", "--quiet"], { cwd: repository.at("src/nested") });
  repository.write("src/nested/a.ts", 'import { v4 } from "uuid";\n\nexport const nestedId = v4();\n');
  execFileSync("git", ["add", "--all"], { cwd: repository.at("src/nested") });
  repository.write("src/nested/a.ts", 'import { v4 } from "uuid";\n\nexport const nestedId = v4() + 1;\n');
}

test.each(LINES)("godwit $args runs nothing that the configuration of a nested repository names", async ({ args }) => {
  const repository = base.copy();
  nest(repository);
  const canaries = repository.setTraps("src/nested", true);
  const ended = await repository.godwit(args);
  expect(readdirSync(canaries)).toEqual([]);
  expect(faultsOf(ended)).toEqual([]);
  expect(ended.out).not.toContain("src/nested/a.ts");
  repository.remove();
});

test.each(LINES)("godwit $args runs nothing that its own repository's configuration names", async ({ args }) => {
  const repository = base.copy();
  const canaries = repository.setTraps(".", false);
  const ended = await repository.godwit(args);
  expect(readdirSync(canaries)).toEqual([]);
  expect(faultsOf(ended)).toEqual([]);
  repository.remove();
});

test.each(LINES)("godwit $args looks at no repository that the environment names", async ({ args }) => {
  const repository = base.copy();
  nest(repository);
  const canaries = repository.setTraps("src/nested", true);
  const git = repository.at("src/nested/.git");
  const env = { GIT_DIR: git, GIT_WORK_TREE: repository.at("src/nested"), GIT_INDEX_FILE: `${git}/index`, GIT_PAGER: "false" };
  const ended = await repository.godwit(args, { env });
  expect(readdirSync(canaries)).toEqual([]);
  expect(faultsOf(ended)).toEqual([]);
  repository.remove();
});

test("the traps work: git itself runs them", () => {
  const repository = base.copy();
  const canaries = repository.setTraps(".", true);
  repository.git("status");
  repository.git("diff");
  expect(readdirSync(canaries)).toEqual(expect.arrayContaining(["command", "fsmonitor", "process"]));
  repository.remove();
});
