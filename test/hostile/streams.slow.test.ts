import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandLines, type CommandLine } from "./command-lines.js";
import { faultsOf, HostileRepository, type Ended, type How } from "./hostile-repository.js";

let base: HostileRepository;
beforeAll(async () => {
  base = await HostileRepository.make();
});
afterAll(() => base.remove());

// A server says nothing by itself, and types take seconds.
const LINES = commandLines().filter(({ command }) => command !== "mcp");

async function run({ args }: CommandLine, how: How = {}): Promise<Ended> {
  const repository = base.copy();
  const ended = await repository.godwit(args, how);
  repository.remove();
  return ended;
}

test.each(LINES)("godwit $args ends with the same code, and quietly, where nobody reads or writes", async (line) => {
  const plain = await run(line);
  expect(faultsOf(plain)).toEqual([]);
  for (const closed of [
    '"$@" | true; exit ${PIPESTATUS[0]}',
    '"$@" <&-',
    '"$@" >&-',
    '"$@" 2>&-',
    '"$@" 2>&1 >/dev/null | true; exit ${PIPESTATUS[0]}',
  ]) {
    const ended = await run(line, { line: closed });
    expect({ closed, code: ended.code }).toEqual({ closed, code: plain.code });
    expect(ended.err).not.toMatch(/EPIPE|EBADF|\n\s+at /u);
  }
});

test.runIf(existsSync("/dev/full")).each(LINES)(
  "godwit $args ends with 2 where the disk is full under its output",
  async (line) => {
    const plain = await run(line);
    const ended = await run(line, { line: '"$@" > /dev/full' });
    expect(ended.code).toBe(plain.out === "" ? plain.code : 2);
    if (plain.out !== "") expect(ended.err).toContain("the machine is at its limit");
    expect(ended.err).not.toMatch(/\n\s+at /u);
  },
);

/** Files may not grow at all: whatever a command writes fails, and what is there stays whole; a baseline that nothing needs may go. */
test.each(LINES)("godwit $args leaves whole files where nothing can be written", async ({ args }) => {
  const repository = base.copy();
  const before = repository.sources();
  const ended = await repository.godwit(args, { line: 'trap "" XFSZ; ulimit -f 0; "$@"' });
  expect(faultsOf(ended)).toEqual([]);
  expect(before).toMatchObject(repository.sources());
  repository.remove();
});
