export * from "./contract.js";
export type { RuleContext } from "./rule-context.js";
export { toRuleContext } from "./rule-context.js";
export { parseContract, type ContractSource, type ParsedContract } from "./parse.js";
export type { KeptParses, KeptParse } from "./kept-parse.js";
export { loadContracts, type LoadedContracts, type LoadOptions } from "./load.js";
export { findRoot, listMarkdown, ownsFile, RootFinder, type ContractRoot, type FormatCommand } from "./root.js";
export { findFrontMatter, type FrontMatter } from "./front-matter.js";
export { readYaml, type Place, type YamlData } from "./yaml-data.js";
export { LineIndex, type LinePosition } from "./line-index.js";
export { inDependencyOrder } from "./dependencies.js";
export {
  DECLARATION_FILES,
  DEFAULT_FILES,
  embedsScript,
  matchesContract,
  matchesGlob,
  meansEmbedded,
  otherKindsIn,
  phaseOf,
} from "./globs.js";
export { parseImportTarget, formatImportTarget } from "./module-path.js";
export { readImports, readScope } from "./scope.js";
export type { OptionName, RuleDescription } from "./rule-description.js";
export { parseRuleOption } from "./rule-options.js";
export * as fields from "./schema/fields.js";
export { describeCheck, type CheckCommand } from "./contract.js";
export { asList, asObject, asTexts, errorAt, warningAt, type Finding, type PathStep } from "./finding.js";
export { contractJsonSchema, renderSchemaFile, ruleOptionSchema, type JsonSchema } from "./schema/json-schema.js";
export { didYouMean, editDistance, nearestIn, suggestNearest } from "./nearest.js";
export { findIdFault, RESERVED_IDS } from "./reserved-ids.js";
export { renderContractDocs, type ContractDocsOptions } from "./contract-docs.js";
export { printable, SIGN, UNSEEN } from "./printable.js";
export { escapeMarkdown, renderSafeMarkdown } from "./markdown/safe-markdown.js";
export { describeKeys, schemaAt, wordsOf, type KeyDescription } from "./schema/describe-keys.js";
export { renderKeyTables } from "./key-tables.js";
