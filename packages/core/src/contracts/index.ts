export * from "./contract.js";
export { type RuleContext, toRuleContext, parseRuleOption, type RuleDescription } from "./rule-options.js";
export { listCommands } from "./commands.js";
export { demandsOfRisk, type Demand, isMet } from "./demands.js";
export { parseContract, type ContractSource, type ParsedContract, findFrontMatter } from "./parse.js";
export { type KeptParses, type KeptParse, errorsOf, loadContracts, type LoadedContracts, inDependencyOrder } from "./load.js";
export { DEFAULT_DIRECTORY, listMarkdown } from "./read-contract-file.js";
export { adaptationKey } from "./packages/adapt.js";
export { withoutAdvice } from "./packages/load-packages.js";
export { CONTRACT_FORMAT, findPackages } from "./packages/packages.js";
export { findRoot, ownsFile, rootAt, RootFinder, type ContractRoot, type FormatCommand } from "./root.js";
export { readYaml, type Place } from "./yaml/yaml-data.js";
export { LineIndex, type LinePosition } from "./line-index.js";
export {
  DECLARATION_FILES,
  ignoresOf,
  isMinified,
  DEFAULT_FILES,
  embedsScript,
  matchesContract,
  matchesGlob,
  otherKindsIn,
  phaseOf,
} from "./globs.js";
export { parseImportTarget, formatImportTarget } from "./module-path.js";
export { readImports, readScope } from "./scope.js";
export * as fields from "./schema/fields.js";
export { describeCheck, type CheckCommand } from "./contract.js";
export { asList, asObject, asTexts, errorAt, warningAt, type Finding, type PathStep } from "./finding.js";
export { contractJsonSchema, ruleOptionSchema } from "./schema/front-matter.js";
export { describeKeys, wordsOf, type JsonSchema, schemaAt } from "./schema/json-schema.js";
export { didYouMean, editDistance, nearestIn, suggestNearest } from "./nearest.js";
export { findIdFault } from "./reserved-ids.js";
export { escapeMarkdown, printable, SIGN, UNSEEN } from "./printable.js";
