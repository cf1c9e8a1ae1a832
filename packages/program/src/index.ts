export { createTypeChecker, type ShownTypeError, type TypeChecker, type Verdict } from "./type-checker.js";
export { runTypedWave } from "./typed/typed-wave.js";
export type { WaveAnnotation, WaveHost, WaveRequest, WaveResult, WaveSite, WaveTakenBack, WaveWrap } from "./typed/wave-host.js";
