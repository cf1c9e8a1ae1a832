import type { ModuleIdentity } from "../../modules/index.js";
import type { Ways } from "./ways.js";

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
