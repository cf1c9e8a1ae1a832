import * as z from "zod";
import { type Data, file, somewhere } from "./shapes.js";

const user = z.strictObject({
  file,
  line: somewhere.line,
  kind: z.enum(["code", "test", "mock", "config", "package", "string", "contract", "unreadable"]),
  what: z.string().describe("In words: imports Engine"),
});

const removable = z.strictObject({
  file,
  line: somewhere.line,
  /** Of the specifier, or of the module's string where the whole declaration goes. */
  range: z.tuple([z.int(), z.int()]),
  what: z.string(),
});

const runtime = z.strictObject({
  isCounted: z.boolean().describe("Whether a program that was counted has loaded it"),
  recent: z.int().describe("Uses in the last days"),
  days: z.int(),
  /** Uses in all that was counted. */
  total: z.int(),
  /** Null where there was none. */
  lastUse: z.string().nullable().describe("YYYY-MM-DD"),
  /** The first and the last day that were counted. */
  since: z.string(),
  until: z.string(),
  isOld: z.boolean().describe("Whether the counts end before these days"),
});

/** One bridge of a contract in the result of `godwit bridges --format json`, version 1. */
export const bridgeSchema = z.strictObject({
  contract: z.string(),
  bridge: z.string().describe("As the contract has it"),
  state: z.enum(["used", "unused", "gone", "never"]).describe("never: it is not there, and no commit had it"),
  /** By file and line. */
  users: z.array(user),
  removable: z.array(removable).describe("Re-exports, and imports that nothing uses: they go with the bridge"),
  /** The commit since which nothing uses it; null where something does, or git does not say. */
  unusedSince: z.strictObject({ commit: z.string(), date: z.string() }).nullable(),
  note: z.string().nullable().describe("Why unusedSince is not known"),
  runtime: runtime.nullable().describe("What the counts given by --runtime say; null without"),
});

/** Something that uses a bridge, or may use it. */
export type BridgeUser = Data<typeof user>;
/** A re-export, or an import that nothing uses: it goes with the bridge. */
export type RemovableName = Data<typeof removable>;
/** How often a bridge was used while programs ran. */
export type RuntimeUse = Data<typeof runtime>;
/** One bridge of a contract, and who uses it. */
export type BridgeState = Data<typeof bridgeSchema>;
