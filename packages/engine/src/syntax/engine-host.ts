import type { ParseSource } from "@godwit/modules";

/** What the engine needs from the program that runs it. */
export interface EngineHost {
  /** Parses templates, and the modules behind re-exports. */
  readonly parse: ParseSource;
}
