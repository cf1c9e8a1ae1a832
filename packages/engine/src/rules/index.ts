import type { RuleName } from "@godwit/contracts";
import type { AnyRule, RuleDocs } from "./define-rule.js";
import { noDeprecatedCall } from "./no-deprecated-call/rule.js";
import { noDeprecatedImport } from "./no-deprecated-import/rule.js";
import { noDuplicateType } from "./no-duplicate-type/rule.js";
import { noLooseType } from "./no-loose-type/rule.js";
import { noRawUuid } from "./no-raw-uuid/rule.js";
import { noSingletonAccess } from "./no-singleton-access/rule.js";
import { noStringEvent } from "./no-string-event/rule.js";
import { noStringId } from "./no-string-id/rule.js";
import { requireContext } from "./require-context/rule.js";
import { implementsContract } from "./implements-contract/rule.js";

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
