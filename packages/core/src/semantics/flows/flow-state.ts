import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FunctionNode, Node } from "../../syntax/nodes.js";
import type { FileView } from "../file-view.js";
import { NOWHERE, type Ways, union } from "./ways.js";
import type { ModuleIdentity } from "../../modules/index.js";

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
