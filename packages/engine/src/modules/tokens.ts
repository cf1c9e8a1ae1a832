import type { ModuleIdentity } from "./modules.js";
import type { Resolver, Surroundings } from "./resolve.js";
export interface Tokens {
  tokensFor(target: ModuleIdentity, from?: string): readonly string[] | undefined;
}
export function createTokens(_a: Surroundings, _r: Resolver): Tokens {
  return { tokensFor: () => undefined };
}
