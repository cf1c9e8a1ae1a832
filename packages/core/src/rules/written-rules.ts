import { noDeprecatedCall } from "./no-deprecated-call/rule.js";
import { noDeprecatedImport } from "./no-deprecated-import/rule.js";

/** The rules for those who write contracts: `moves` says where exports are now, `replacements` which expressions replace which. */
export const WRITTEN_RULES = { moves: noDeprecatedImport.name, replacements: noDeprecatedCall.name } as const;
