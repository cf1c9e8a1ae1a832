import type { RuleContext } from "../contracts/index.js";
import type { Modules } from "../modules/index.js";
import type { FindExport } from "../semantics/local-names.js";
import type { ScopeRule } from "../semantics/scope-lookup.js";
import type { EngineHost } from "../syntax/source-file.js";
import type { Template } from "./template.js";

/** A contract's templates and names, resolved once for all files. */
export interface RuleSetting {
  readonly context: RuleContext;
  readonly host: EngineHost;
  readonly modules: Modules;
  template(text: string): Template;
  /** Finds the export that `imports` declare for a name. */
  readonly findExport: FindExport;
  scopeRule(hole: string): ScopeRule;
}
