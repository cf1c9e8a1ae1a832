import type { ParseSource } from "@godwit/modules";

/** What the engine needs of who runs it. */
export interface EngineHost {
  /** Parses templates, and the modules behind re-exports. */
  readonly parse: ParseSource;
}
