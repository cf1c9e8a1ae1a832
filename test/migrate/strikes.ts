import { expect } from "vitest";
import { MigratedRepository, use, used, type Ran } from "./repository.js";
import type { Strike } from "./striking-disk.js";

const MIGRATED = { "src/user.ts": used("user"), "src/team.ts": used("team") };
const ORIGINAL = { "src/user.ts": use("user"), "src/team.ts": use("team") };

/** How a struck run is made: in this process, or as one of its own that really ends. */
export type StruckRun = (repository: MigratedRepository, args: readonly string[], strike: Strike) => Promise<Ran>;

/** Strikes a run in this process. */
export const inProcess: StruckRun = (repository, args, strike) => repository.runStruck(args, strike);

/** Strikes a process, which is gone when it is killed. */
export const asProcess: StruckRun = (repository, args, strike) => Promise.resolve(repository.strikeProcess(args, strike));

/** A repository with a baseline, so that a unit has more than one file to write. */
async function repository(): Promise<MigratedRepository> {
  const made = new MigratedRepository();
  await made.run(["baseline", "write"]);
  made.commit("baseline");
  return made;
}

/** How many calls that change the disk `migrate` and a `rollback` of it make. */
export async function countChanges(): Promise<{ readonly migrate: number; readonly rollback: number }> {
  const counted = await repository();
  return { migrate: await counted.countChanges(["migrate", "ids"]), rollback: await counted.countChanges(["rollback"]) };
}

/** Every `step`th of some calls, each in turn. */
export const strikes = (count: number, step: number, first = 1): number[] =>
  Array.from({ length: Math.ceil((count - first + 1) / step) }, (_, index) => first + index * step);

/** Strikes `migrate` at one call: no file is half written, the next run says so and goes on to the end, and all of it can be undone. */
export async function strikeMigrate(run: StruckRun, strike: Strike): Promise<void> {
  const struck = await repository();
  const before = struck.sources();
  const where = `${strike.kind} ${strike.at}`;
  const ran = await run(struck, ["migrate", "ids"], strike);
  expectStruck(ran, strike);
  if (ran.code === 2) expect(ran.err, where).toMatch(/godwit: .*no space left/i);
  const found = struck.sources();
  expectOldOrNew(found, where);
  // A run that was struck after its last record has ended: there is nothing to say of it.
  const hasChanged = JSON.stringify(found) !== JSON.stringify(before);
  const isUnderWay = hasChanged && !/complete/.test((await struck.run(["rollback", "--list"])).out);

  const next = await struck.run(["migrate", "ids"]);
  expect(next.code, `${where}: ${next.out}${next.err}`).toBe(0);
  const after = struck.sources();
  expect(after, where).toMatchObject(MIGRATED);
  expect(Object.keys(after), where).toEqual(Object.keys(before));
  if (isUnderWay) expect(next.err, where).toMatch(/cut off|Put back/);
  expect((await struck.run(["check", "--frozen"])).code, where).toBe(0);

  for (let left = 3; left > 0 && (await struck.run(["rollback"])).code === 0; left--);
  expect(struck.sources(), where).toEqual(before);
}

/** Strikes `rollback` at one call: a second rollback ends it. */
export async function strikeRollback(run: StruckRun, strike: Strike): Promise<void> {
  const struck = await repository();
  const before = struck.sources();
  const where = `${strike.kind} ${strike.at}`;
  await struck.run(["migrate", "ids"]);
  expectStruck(await run(struck, ["rollback"], strike), strike);
  expectOldOrNew(struck.sources(), where);
  const again = await struck.run(["rollback"]);
  expect([0, 2], `${where}: ${again.out}${again.err}`).toContain(again.code);
  if (again.code === 2) expect(again.err, where).toContain("no run to roll back");
  expect(struck.sources(), where).toEqual(before);
}

function expectStruck(ran: Ran, { kind, at }: Strike): void {
  const where = `${kind} ${at}: ${ran.out}${ran.err}`;
  if (kind === "full") expect(ran.code, where).toBe(2);
  else expect(ran.signal, where).toBe("SIGKILL");
}

function expectOldOrNew(found: Readonly<Record<string, string>>, where: string): void {
  for (const file of ["src/user.ts", "src/team.ts"] as const)
    expect([ORIGINAL[file], MIGRATED[file]], `${where} ${file}`).toContain(found[file]);
}
