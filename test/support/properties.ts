import { appendFileSync } from "node:fs";
import { env } from "node:process";
import fc from "fast-check";

/** What the ordinary suite begins with, so that a run's answer depends on the code only. */
const FIXED_SEED = 20261121;

/** `npm run test:properties` gives each of its rounds another seed. */
const seed = env["GODWIT_PROPERTY_SEED"] === undefined ? FIXED_SEED : Number(env["GODWIT_PROPERTY_SEED"]);

/** How many times as many inputs as each test asks for; `npm run test:properties -- … --times 20` sets it. With one seed, more find little. */
const times = Number(env["GODWIT_PROPERTY_TIMES"] ?? 1 / 5);

/** The file in which `npm run test:properties` counts the inputs that properties were tried on. */
const counts = env["GODWIT_PROPERTY_COUNTS"];

/** Fails with the smallest input that breaks the property, with the seed that leads there; tries so many inputs. */
export function assertProperty<Ts>(property: fc.IAsyncProperty<Ts>, runs?: number, also?: Also<Ts>): Promise<void>;
export function assertProperty<Ts>(property: fc.IProperty<Ts>, runs?: number, also?: Also<Ts>): void;
export function assertProperty<Ts>(
  property: fc.IAsyncProperty<Ts> | fc.IProperty<Ts>,
  runs = 100,
  also: Also<Ts> = {},
): Promise<void> | void {
  const checked = fc.check(property as fc.IAsyncProperty<Ts>, { ...also, numRuns: Math.ceil(runs * times), seed }) as
    Promise<fc.RunDetails<Ts>> | fc.RunDetails<Ts>;
  return checked instanceof Promise ? checked.then(judge) : judge(checked);
}

/** What a property may ask of its runs further. */
type Also<Ts> = Pick<fc.Parameters<Ts>, "endOnFailure">;

/** So many generated inputs, for what looks at all of them at once. */
export function sampleOf<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  const sample = fc.sample(arbitrary, { numRuns: count, seed });
  record(sample.length);
  return sample;
}

function judge<Ts>(details: fc.RunDetails<Ts>): void {
  record(details.numRuns);
  if (!details.failed) return;
  throw new Error(`${fc.defaultReportMessage(details)}\nThe seed was ${seed}: GODWIT_PROPERTY_SEED=${seed} begins there again.`, {
    cause: details.errorInstance,
  });
}

function record(inputs: number): void {
  if (counts !== undefined) appendFileSync(counts, `${inputs}\n`);
}
