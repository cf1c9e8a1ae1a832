export * from "./types.js";
export type { Account } from "./account.js";
