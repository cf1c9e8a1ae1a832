import type { UserId } from "../shared/types.js";

/** What every check of a credential gives back. */
export interface AuthResult {
  readonly isValid: boolean;
  readonly userId?: UserId;
  readonly sessionId?: string;
  readonly scopes: readonly string[];
  readonly reason?: string;
}

export const rejected = (reason: string): AuthResult => ({ isValid: false, scopes: [], reason });
