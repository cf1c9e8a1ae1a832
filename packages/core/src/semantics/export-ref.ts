import type { ModuleIdentity } from "../modules/index.js";

/** An export that a replacement uses, under the name that the contract gives it. */
export interface ExportRef {
  readonly name: string;
  readonly module: ModuleIdentity;
  readonly exported: string;
  /** The module's default export counts too, where it is the same thing. */
  readonly orDefault?: boolean;
}
