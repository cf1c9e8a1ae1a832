import { env } from "node:process";
import { afterAll, expect, test } from "vitest";
import { commandLines } from "./command-lines.js";
import { faultsOf, HostileRepository, THINGS } from "./hostile-repository.js";

const base = await HostileRepository.make();
afterAll(() => base.remove());

const LINES = commandLines();
/** Another number pairs places, things and commands in another way; five of them make all pairs. */
const shift = Number(env["GODWIT_HOSTILE_SHIFT"] ?? 0);

/** Each command meets each place, and each thing in many of them. */
test.each(base.places().map((place, index) => [place, index] as const))(
  "no command hangs, crashes or ends oddly because of what is called %s",
  async (place, index) => {
    const waiting = LINES.map((line, position) => ({ line, thing: THINGS[(index + position + shift) % THINGS.length]! }));
    const faults: string[] = [];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const repository = base.copy();
        repository.put(place, next.thing);
        const ended = await repository.godwit(next.line.args);
        for (const fault of faultsOf(ended))
          faults.push(`${next.thing}: godwit ${next.line.args.join(" ")}: ${fault} ${ended.err.slice(0, 300)}`);
        repository.remove();
      }
    };
    await Promise.all([work(), work()]);
    expect(faults).toEqual([]);
  },
);
