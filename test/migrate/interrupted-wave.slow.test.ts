import { expect, test } from "vitest";
import { ASYNC_FILES } from "../program/async-project.js";
import { CONTEXT_FILES } from "../program/context-project.js";
import { MigratedRepository, WAIT } from "./repository.js";

const WAVES = [
  {
    ...{ kind: "typed", id: "typed" },
    files: {
      "migrations/typed.md":
        "---\ntitle: Typed\nimports:\n  UserId: ./src/user-id.ts\nrules:\n  no-string-id: { type: UserId }\n---\n",
      "src/user-id.ts":
        "export type UserId = string & { readonly brand: unique symbol };\nexport const UserId = (id: string): UserId => id as UserId;\n",
      "src/find.ts": "export const find = (userId: string): string => userId;\n",
      "src/caller.ts": 'import { find } from "./find.js";\n\nexport const root = find("root");\n',
    },
    after: { "src/caller.ts": expect.stringContaining('find(UserId("root"))') },
  },
  {
    ...{ kind: "context", id: "ids" },
    files: {
      ...CONTEXT_FILES,
      "src/save.ts":
        'import { Logger } from "./logger.js";\n\nexport function save(id: string): void {\n  Logger.getInstance().info(id);\n}\n',
      "src/save.test.ts": 'import { save } from "./save.js";\n\nsave("a");\n',
    },
    after: { "src/save.test.ts": expect.stringContaining('save("a", Logger.getInstance())') },
  },
  {
    ...{ kind: "async", id: "ids" },
    files: {
      ...ASYNC_FILES,
      "src/load.ts":
        'import { readSync } from "./files.js";\n\nexport function load(id: string): string {\n  return readSync(id);\n}\n',
      "src/main.ts":
        'import { load } from "./load.js";\n\nexport const main = async (): Promise<string> => load("a").trim();\nawait main();\n',
    },
    after: { "src/main.ts": expect.stringContaining('(await load("a")).trim()') },
  },
] as const;

test.each(WAVES)(
  "Ctrl-C in a $kind wave that is verified puts every byte back, and --resume goes on",
  async ({ id, files, after }) => {
    const repository = new MigratedRepository({ ...files, "wait.mjs": WAIT });
    const before = repository.sources();
    const run = repository.start("migrate", id, "--verify", "node wait.mjs");
    await run.says("Running node wait.mjs");
    expect(repository.sources()).not.toEqual(before);
    run.child.kill("SIGINT");
    const ended = await run.ended;
    expect(ended.code, ended.out + ended.err).toBe(130);
    expect(repository.sources()).toEqual(before);
    repository.write("go.txt", "");
    const resumed = await repository.run(["migrate", "--resume"]);
    expect(resumed.code, resumed.out + resumed.err).toBeLessThan(2);
    expect(repository.sources()).toMatchObject(after);
  },
);
