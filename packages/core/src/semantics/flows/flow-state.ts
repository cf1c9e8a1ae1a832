import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FunctionNode, Node } from "../../syntax/nodes.js";
import type { FileView } from "../file-view.js";
import { type ModuleIdentity, oncePer } from "../../modules/index.js";

/** The ways that are known of a file's variables, fields and results, while they grow. */
export class FlowState {
  readonly file: FileView;
  readonly environment: FlowEnvironment;
  /** What the file hands to parameters of functions, its own included. */
  readonly handed = new Map<ParameterKey, Ways>();
  readonly exported = new Map<string, Ways>();
  /** Exports that another module holds. */
  readonly passedOn = new Set<string>();
  readonly #variables = new Map<Variable, Ways>();
  readonly #fields = new Map<TSESTree.ClassBody, Map<string, Ways>>();
  readonly #results = new Map<FunctionNode, Ways>();
  readonly #known = new Map<Node, Ways>();
  #knownAt = 0;
  #version = 0;
  #hasReceived = false;

  constructor(file: FileView, environment: FlowEnvironment) {
    this.file = file;
    this.environment = environment;
  }

  /** Grows with everything that is added. */
  get version(): number {
    return this.#version;
  }

  /** The ways of a node, found once as long as nothing is added. */
  remember(node: Node, find: () => Ways): Ways {
    if (this.#knownAt !== this.#version) {
      this.#known.clear();
      this.#knownAt = this.#version;
    }
    const known = this.#known.get(node) ?? find();
    // What is added meanwhile makes the answer old.
    if (this.#knownAt === this.#version) this.#known.set(node, known);
    return known;
  }

  variable(variable: Variable): Ways {
    return this.#variables.get(variable) ?? NOWHERE;
  }

  addVariable(variable: Variable, ways: Ways): void {
    this.#add(this.#variables, variable, ways);
  }

  field(body: TSESTree.ClassBody, name: string): Ways {
    return this.#fields.get(body)?.get(name) ?? NOWHERE;
  }

  /** The fields of a class that hold the value. */
  fieldsOf(body: TSESTree.ClassBody): ReadonlyMap<string, Ways> {
    return this.#fields.get(body) ?? new Map();
  }

  addField(body: TSESTree.ClassBody, name: string, ways: Ways): void {
    const fields = this.#fields.get(body) ?? new Map<string, Ways>();
    this.#fields.set(body, fields);
    this.#add(fields, name, ways);
  }

  result(node: FunctionNode): Ways {
    return this.#results.get(node) ?? NOWHERE;
  }

  addResult(node: FunctionNode, ways: Ways): void {
    this.#add(this.#results, node, ways);
  }

  addExport(name: string, ways: Ways): void {
    this.#add(this.exported, name, ways);
  }

  passOn(name: string, ways: Ways): void {
    if (ways.size > 0) this.passedOn.add(name);
    this.addExport(name, ways);
  }

  hand(parameter: ParameterKey, ways: Ways): void {
    this.#add(this.handed, parameter, ways);
  }

  /** What the file itself, and others, hand to a parameter. */
  parameter(key: ParameterKey): Ways {
    const received = this.environment.parameterWays(key);
    this.#hasReceived ||= received.size > 0;
    return union(this.handed.get(key) ?? NOWHERE, received);
  }

  /** Whether other files hand something to functions of the file. */
  get hasReceived(): boolean {
    return this.#hasReceived;
  }

  #add<Key>(known: Map<Key, Ways>, key: Key, ways: Ways): void {
    const before = known.get(key) ?? NOWHERE;
    const after = union(before, ways);
    if (after.size === before.size) return;
    known.set(key, after);
    this.#version++;
  }
}

/** What is known outside of a file about the ways to the traced value. */
export interface FlowEnvironment {
  /** Of an export of a module, for code that imports it; `*` for the module itself. */
  exportWays(module: ModuleIdentity, exported: string): Ways;
  /** The same for a module that only passes the export on. */
  passedWays(module: ModuleIdentity, exported: string): Ways;
  /** Of what other files hand to a parameter. */
  parameterWays(parameter: ParameterKey): Ways;
  /** Of a top-level declaration of a file, if that is what is traced. */
  ownWays(path: string, name: string): Ways;
}

/** A parameter, the same text in every file: path, offset of its function, index. */
export type ParameterKey = string;

/** The key of a parameter. */
export function parameterKey(path: string, offset: number, index: number): ParameterKey {
  return `${path}:${offset}:${index}`;
}

/**
 * The ways by which an expression gives the value that is traced. A way is a list of steps, each after a NUL: a member's name, or one of
 * the steps below. The empty way: the expression is the value itself.
 */
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
