/**
 * The ways by which an expression gives the value that is traced. A way is a list of steps, each after a NUL: a member's name, or one of
 * the steps below. The empty way: the expression is the value itself.
 */
import { oncePer } from "../../modules/index.js";
export type Ways = ReadonlySet<string>;

/** The step of calling a function. */
export const CALL = "()";
/** The step of making an instance. */
export const NEW = "new";
/** The step to an element of a list. */
export const ELEMENT = "[]";
/**
 * The value is inside, where only the object itself gets at it. Importing such an object takes the next of these marks, and the last
 * one is not handed on: whoever holds something that holds something that holds the value has nothing to do with it.
 */
const INSIDES = ["~", "~~", "~~~"] as const;

/** Something that has the value inside. */
export const INSIDE: Ways = new Set([`\0${INSIDES[0]}`]);
/** The value itself. */
export const ITSELF: Ways = new Set([""]);
/** No way leads to the value. */
export const NOWHERE: Ways = new Set();

const SEPARATOR = "\0";
/** Longer ways are dropped, so that a structure that holds itself ends. */
const MOST_STEPS = 5;
/** Of more ways than this the shortest are kept: something by which so many lead is used everywhere. */
const MOST_WAYS = 48;

/** The ways that are left after a step. */
export function afterStep(ways: Ways, step: string): Ways {
  if (ways.size === 0) return NOWHERE;
  const start = SEPARATOR + step;
  const left = [...ways].flatMap((way) =>
    way.startsWith(start) && (way.length === start.length || way[start.length] === SEPARATOR) ? [way.slice(start.length)] : [],
  );
  return left.length === 0 ? NOWHERE : new Set(left);
}

/** The ways that are left after a step to a member whose name is not known. */
export function afterAnyMember(ways: Ways): Ways {
  return union(
    ...[...ways].flatMap((way) => {
      const first = stepsOf(way)[0];
      return first === undefined || first === CALL || first === NEW ? [] : [afterStep(new Set([way]), first)];
    }),
  );
}

/** The ways of something that gives the ways after a step. */
export function beforeStep(step: string, ways: Ways): Ways {
  if (ways.size === 0) return NOWHERE;
  const longer = [...ways].map((way) => SEPARATOR + step + way).filter((way) => countSteps(way) <= MOST_STEPS);
  return new Set(longer);
}

/** All ways of several expressions. */
export function union(...parts: readonly Ways[]): Ways {
  const some = parts.filter(({ size }) => size > 0);
  if (some.length < 2) return some[0] ?? NOWHERE;
  const all = new Set(some.flatMap((ways) => [...ways]));
  if (all.size <= MOST_WAYS) return all;
  return new Set([...all].sort((a, b) => countSteps(a) - countSteps(b) || (a < b ? -1 : 1)).slice(0, MOST_WAYS));
}

function countSteps(way: string): number {
  let count = 0;
  for (let at = way.indexOf(SEPARATOR); at >= 0; at = way.indexOf(SEPARATOR, at + 1)) count++;
  return count;
}

/** The steps of a way. */
export function stepsOf(way: string): readonly string[] {
  return way === "" ? [] : way.slice(1).split(SEPARATOR);
}

/** Whether one of the ways is the value itself. */
export function isItself(ways: Ways): boolean {
  return ways.has("");
}

/** Whether a way ends inside of something. */
export function isInside(way: string): boolean {
  return INSIDES.some((mark) => way.endsWith(SEPARATOR + mark));
}

/** What an importer gets of ways that a module exports. */
export function importedWays(ways: Ways): Ways {
  return ways.size === 0 ? NOWHERE : importWays(ways);
}

/** A set of ways is never changed, and the same one is asked for at each name. */
const importWays = oncePer((ways: Ways): Ways => {
  if (![...ways].some(isInside)) return ways;
  const left = [...ways].flatMap((way) => {
    const steps = stepsOf(way);
    const inside = INSIDES.findIndex((mark) => mark === steps.at(-1));
    if (inside < 0) return [way];
    const next = INSIDES[inside + 1];
    return next === undefined ? [] : [[...steps.slice(0, -1), next].map((step) => SEPARATOR + step).join("")];
  });
  return new Set(left);
});
