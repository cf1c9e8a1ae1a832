/** A contract, as the server's lenses and hovers name it. */
export interface ContractReference {
  readonly contract: string;
  /** Absolute path of its root. */
  readonly root: string;
}
