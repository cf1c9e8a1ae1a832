import { env } from "node:process";
import { afterAll, expect, test } from "vitest";
import { commandLines } from "./command-lines.js";
import { faultsOf, HostileRepository, THINGS } from "./hostile-repository.js";

const base = await HostileRepository.make();
afterAll(() => base.remove());

const LINES = commandLines();
/** Another number pairs places, things and commands in another way. */
const shift = Number(env["GODWIT_HOSTILE_SHIFT"] ?? 0);
/** `GODWIT_HOSTILE=all` lets each command meet each place, which takes half an hour; by itself each place meets every fourth command. */
const step = env["GODWIT_HOSTILE"] === "all" ? 1 : 4;

/** Over all places each command meets each thing. */
test.each(base.places().map((place, index) => [place, index] as const))(
  "no command hangs, crashes or ends oddly because of what is called %s",
  async (place, index) => {
    const paired = LINES.map((line, position) => ({ line, thing: THINGS[(index + position + shift) % THINGS.length]! }));
    const waiting = paired.filter((_, position) => (position + index + shift) % step === 0);
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
