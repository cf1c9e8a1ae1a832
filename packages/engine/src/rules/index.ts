import type { RuleName } from "@godwit/contracts";
import type { AnyRule } from "./define-rule.js";
import { noDeprecatedCall } from "./no-deprecated-call.js";
import { noDeprecatedImport } from "./no-deprecated-import.js";
import { noDuplicateType } from "./no-duplicate-type.js";
import { noLooseType } from "./no-loose-type.js";
import { noRawUuid } from "./no-raw-uuid.js";
import { noSingletonAccess } from "./no-singleton-access.js";
import { noStringEvent } from "./no-string-event.js";
import { noStringId } from "./no-string-id.js";
import { requireContext } from "./require-context.js";
import { implementsContract } from "./implements-contract.js";

/** The rules that this version has. */
export const RULES: ReadonlyMap<RuleName, AnyRule> = new Map(
  [
    noRawUuid,
    noSingletonAccess,
    noDeprecatedImport,
    noDeprecatedCall,
    noStringId,
    noStringEvent,
    noLooseType,
    noDuplicateType,
    requireContext,
    implementsContract,
  ].map((rule) => [rule.name, rule]),
);
