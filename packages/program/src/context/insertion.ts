import type { WantedType } from "./wanted.js";

/** Code to insert: text, types of the contract, exports as values, and exported types. */
export interface Insertion {
  readonly at: number;
  readonly parts: readonly (
    string | { readonly type: string } | { readonly value: WantedType } | { readonly typeOf: WantedType }
  )[];
}
