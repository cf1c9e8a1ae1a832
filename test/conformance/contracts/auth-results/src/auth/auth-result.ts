export type Scope = "read" | "write";

export interface AuthResult {
  readonly isValid: boolean;
  readonly userId?: string;
  readonly scopes: readonly Scope[];
  readonly reason?: string;
}

export const rejected = (reason: string): AuthResult => ({ isValid: false, scopes: [], reason });
