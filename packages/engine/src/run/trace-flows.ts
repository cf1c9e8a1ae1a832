import type { Modules } from "@godwit/modules";
import { collectFlows } from "../semantics/flows/collect.js";
import type { FileFlow } from "../semantics/flows/file-flow.js";
import type { FlowEnvironment } from "../semantics/flows/flow-environment.js";
import { FlowState } from "../semantics/flows/flow-state.js";
import { listUses } from "../semantics/flows/uses.js";
import { NOWHERE } from "../semantics/flows/ways.js";
import { FileView } from "../semantics/file-view.js";
import type { SourceFile } from "../syntax/source-file.js";

/** A file through which a value can be traced, again each time that more is known of other files. */
export interface TraceableFile {
  trace(environment: FlowEnvironment): FileFlow;
}

/** Opens a file for tracing. */
export function openForTracing(source: SourceFile, modules: Modules): TraceableFile {
  const file = new FileView(source, modules);
  return {
    trace(environment) {
      const all = collected(file, environment);
      // What one file hands to a function says nothing of what others get from the function's file.
      const own = all.hasReceived ? collected(file, { ...environment, parameterWays: () => NOWHERE }) : all;
      return { uses: listUses(all), exported: own.exported, passedOn: own.passedOn, handed: all.handed };
    },
  };
}

function collected(file: FileView, environment: FlowEnvironment): FlowState {
  const state = new FlowState(file, environment);
  collectFlows(state);
  return state;
}
