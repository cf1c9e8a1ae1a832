import type { ServerRequests } from "@godwit/project/editor";

/** A contract, as the server's lenses and hovers name it. */
export interface ContractReference {
  readonly contract: string;
  /** Absolute path of its root. */
  readonly root: string;
}

/** A type or value of a contract, for which edits across files are asked. */
export type AcrossFilesAsked = ServerRequests["_godwit.acrossFiles"]["arguments"];
