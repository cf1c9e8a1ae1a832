export { createTypeChecker, type ShownTypeError, type TypeChecker, type Verdict } from "./type-checker.js";
export { TypeCheckEndedError, typeCheckerHere, type AsyncTypeChecker } from "./thread/async-type-checker.js";
export { typeCheckerInThread } from "./thread/checker-in-thread.js";
export type { WaveAnnotation, WaveHost, WaveRequest, WaveResult, WaveSite, WaveTakenBack, WaveWrap } from "./typed/wave-host.js";
export type { AsyncResult, AsyncSite } from "./async/async-host.js";
export type { CallerHost, OpenDeclaration, PlannedEdits } from "./callers/caller-host.js";
export type { ContextHost, ContextResult, ContextSite, Insertion } from "./context/context-host.js";
export type { ContextRoot } from "./context/context-roots.js";
export type { WantedExpression, WantedType, WantedValue } from "./context/wanted.js";
