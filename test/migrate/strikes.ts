import { expect } from "vitest";
import { MigratedRepository, use, used } from "./repository.js";

const MIGRATED = { "src/user.ts": used("user"), "src/team.ts": used("team") };
const ORIGINAL = { "src/user.ts": use("user"), "src/team.ts": use("team") };

/** A repository with a baseline, so that a unit has more than one file to write. */
function repository(): MigratedRepository {
  const made = new MigratedRepository();
  made.run(["baseline", "write"]);
  made.commit("baseline");
  return made;
}

/** How many calls that change the disk `migrate` and a `rollback` of it make. */
export function countChanges(): { readonly migrate: number; readonly rollback: number } {
  const counted = repository();
  const changes = (args: string[]): number => Number(/CHANGES (\d+)/.exec(counted.run(args, { counts: true }).err)![1]);
  return { migrate: changes(["migrate", "ids"]), rollback: changes(["rollback"]) };
}

/** Every \`step\`th of some calls, each in turn. */
export const strikes = (count: number, step: number, first = 1): number[] =>
  Array.from({ length: Math.ceil((count - first + 1) / step) }, (_, index) => first + index * step);

/** Strikes \`migrate\` at one call: no file is half written, the next run says so and goes on to the end, and all of it can be undone. */
export function strikeMigrate(kind: string, at: number): void {
  const struck = repository();
  const before = struck.sources();
  const ran = struck.run(["migrate", "ids"], { kind, at });
  if (kind.startsWith("kill")) expect(ran.signal, `${at}: ${ran.out}${ran.err}`).toBe("SIGKILL");
  else expect(ran.code, `${at}: ${ran.out}${ran.err}`).toBe(2);
  if (ran.code === 2) expect(ran.err, String(at)).toMatch(/godwit: .*no space left/i);
  const found = struck.sources();
  for (const file of ["src/user.ts", "src/team.ts"] as const)
    expect([ORIGINAL[file], MIGRATED[file]], `${at} ${file}`).toContain(found[file]);
  // A run that was struck after its last record has ended: there is nothing to say of it.
  const isUnderWay = JSON.stringify(found) !== JSON.stringify(before) && !/complete/.test(struck.run(["rollback", "--list"]).out);

  const next = struck.run(["migrate", "ids"]);
  expect(next.code, `${at}: ${next.out}${next.err}`).toBe(0);
  const after = struck.sources();
  expect(after, String(at)).toMatchObject(MIGRATED);
  expect(Object.keys(after), String(at)).toEqual(Object.keys(before));
  if (isUnderWay) expect(next.err, String(at)).toMatch(/cut off|Put back/);
  expect(struck.run(["check", "--frozen"]).code, String(at)).toBe(0);

  for (let left = 3; left > 0 && struck.run(["rollback"]).code === 0; left--);
  expect(struck.sources(), String(at)).toEqual(before);
}

/** Strikes \`rollback\` at one call: a second rollback ends it. */
export function strikeRollback(kind: string, at: number): void {
  const struck = repository();
  const before = struck.sources();
  struck.run(["migrate", "ids"]);
  const ran = struck.run(["rollback"], { kind, at });
  if (kind.startsWith("kill")) expect(ran.signal, `${at}: ${ran.out}${ran.err}`).toBe("SIGKILL");
  const found = struck.sources();
  for (const file of ["src/user.ts", "src/team.ts"] as const)
    expect([ORIGINAL[file], MIGRATED[file]], `${at} ${file}`).toContain(found[file]);
  const again = struck.run(["rollback"]);
  expect([0, 2], `${at}: ${again.out}${again.err}`).toContain(again.code);
  if (again.code === 2) expect(again.err, String(at)).toContain("no run to roll back");
  expect(struck.sources(), String(at)).toEqual(before);
}
