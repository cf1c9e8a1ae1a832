import type { RuleName } from "@godwit/contracts";
import type { AnyRule, RuleDocs } from "./define-rule.js";
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

/** Every rule by its name. */
export const RULES: Readonly<Record<RuleName, AnyRule>> = {
  "no-raw-uuid": noRawUuid,
  "no-singleton-access": noSingletonAccess,
  "no-deprecated-import": noDeprecatedImport,
  "no-string-id": noStringId,
  "no-deprecated-call": noDeprecatedCall,
  "no-string-event": noStringEvent,
  "no-loose-type": noLooseType,
  "no-duplicate-type": noDuplicateType,
  "require-context": requireContext,
  "implements-contract": implementsContract,
};

/** What a rule says of itself: for pages, presets and metadata. */
export function ruleDocs(name: RuleName): RuleDocs {
  return RULES[name].docs;
}
