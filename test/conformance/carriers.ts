import { createHash } from "node:crypto";
import type { Case } from "./case.js";
import { cli } from "./fronts/cli.js";
import { eslint10, eslint9 } from "./fronts/eslint.js";
import type { Front } from "./fronts/front.js";
import { tsserver } from "./fronts/tsserver.js";

/** What brings the engine to people, by its name in the tests; the last two are processes that take many cases each. */
export type Carrier = "eslint-10" | "eslint-9" | "check" | "tsserver" | "language-server" | "oxlint";

/** The carriers that run in this process. */
export const IN_PROCESS: Readonly<Partial<Record<Carrier, Front>>> = {
  "eslint-10": eslint10,
  "eslint-9": eslint9,
  check: cli,
  tsserver,
};

/** The names that a case's `only` has, and the carriers that each stands for. */
const GROUPS: Readonly<Record<string, readonly Carrier[]>> = {
  eslint: ["eslint-10", "eslint-9", "oxlint"],
  tsserver: ["tsserver", "language-server"],
  cli: ["check"],
};

const WITH_TYPES: readonly Carrier[] = ["eslint-10", "eslint-9", "tsserver"];

/** The carriers that can run a case, in an order that depends on the case alone. */
export function carriersFor({ types, only }: Case): Carrier[] {
  const all = Object.entries(GROUPS).flatMap(([group, carriers]) => (only && !only.includes(group) ? [] : carriers));
  return types ? all.filter((carrier) => WITH_TYPES.includes(carrier)) : all;
}

/** Carriers that take a tenth of a second for a case; the others take several times as long. */
const FAST: readonly Carrier[] = ["eslint-10", "eslint-9", "check"];

/** The one carrier that runs a case in the ordinary tests, drawn by the case's name; the slow tests run all of them. Slow ones have half as many. */
export function carrierOf(each: Case): Carrier {
  const carriers = carriersFor(each).flatMap((carrier) => (FAST.includes(carrier) ? [carrier, carrier] : [carrier]));
  return carriers[numberOf(each) % carriers.length]!;
}

/** Whether a case is one of those, one in `count`, that a costly law asks for in the ordinary tests. */
export function isDrawn(each: Case, count: number): boolean {
  return Math.floor(numberOf(each) / 64) % count === 0;
}

/** A number that depends on the case's name alone, so that new cases change nothing for the others. */
function numberOf({ name }: Case): number {
  return createHash("sha256").update(name).digest().readUInt32LE();
}
