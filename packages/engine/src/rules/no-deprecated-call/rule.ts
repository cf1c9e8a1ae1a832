import { atMost, atMostSuggestion, hint, type Edit } from "../../edits/edit.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { Coverage } from "../../edits/coverage.js";
import { findMatches, type FoundMatch } from "../../patterns/find-matches.js";
import { defineRule, type Finding } from "../define-rule.js";
import { newNames, templatesOfReplace, writtenByReplace } from "../option-templates.js";
import { findingsForKeys, keysOfPatterns } from "../mocked-keys.js";
import { bansOfCalls } from "./bans.js";
import { optionalCode } from "../replacement.js";
import { findDestructured, moveDestructured, type DestructuredMember } from "./destructured.js";
import { oldClassDoubt } from "./old-classes.js";
import { withOptionalHead } from "./optional-heads.js";
import { findDoubtfulCalls, type DoubtfulUse } from "./doubtful-calls.js";
import { doubtsAboutMatch } from "./doubts.js";
import {
  deprecatedCallOption,
  isInOwnDeclaration,
  readCallOptions,
  type CallEntry,
  type CallSetting,
  type DeprecatedCallOptions,
} from "./options.js";
import { callProblems } from "./problems.js";
import { passagesOf } from "../barrel-passages.js";
import { needsOfCalls } from "./needs.js";
import { findValues } from "./values.js";

const PROBLEM = "is on its way out";

/** Finds expressions that a migration replaces, and writes the replacement. */
export const noDeprecatedCall = defineRule<DeprecatedCallOptions, CallSetting>({
  name: "no-deprecated-call",
  docs: {
    description: "disallow calls, constructions, members and elements that a migration has replaced",
    isRecommended: false,
  },
  option: deprecatedCallOption,

  compile: (option, setting) => readCallOptions(option, setting),

  problems: (option, setting) => callProblems(option, setting),

  needs: (options) => needsOfCalls(options),

  passages: ({ entries, setting }) =>
    passagesOf(
      setting,
      entries.flatMap(({ match }) => match.names.map(({ name }) => name)),
    ),

  replacements: ({ entries }) => entries.flatMap(newNames),

  templates: ({ replace }) => templatesOfReplace(replace, ["replace"]),

  written: ({ replace }) => writtenByReplace(replace),

  bans: (option, setting) => bansOfCalls(option, setting),

  *find(file, options) {
    const { entries, findExport } = options;
    const all = findMatches(file, entries, findExport).filter(
      ({ pattern, match }) => !isInOwnDeclaration(file, options, pattern, match.node),
    );
    const matches = all.map(({ match }) => match);
    const coverage = new Coverage(file, matches);
    const seen = new Set<Node>(matches.map(({ node }) => node));
    for (const found of all) if (!coverage.onlyFeedsMatches(found.match.node)) yield findingForMatch(file, options, found);

    yield* findingsForKeys(file, keysOfPatterns(file, entries, options.setting), PROBLEM);

    const destructured = findDestructured(file, options);
    for (const found of destructured)
      if (!coverage.onlyFeedsMatches(found.property)) yield findingForDestructured(file, options, found, destructured);

    for (const use of [...findDoubtfulCalls(file, options), ...findValues(file, options)]) {
      if (seen.has(use.node) || coverage.isCovered(use.node) || isInOwnDeclaration(file, options, use.entry, use.node)) continue;
      seen.add(use.node);
      const kept = use.match && withOptionalHead(use.entry, use.match);
      yield kept ? findingForMatch(file, options, { pattern: use.entry, match: kept }) : findingForUse(file, use);
    }
  },
});

function findingForMatch(file: FileView, options: CallSetting, { pattern, match }: FoundMatch<CallEntry>): Finding {
  const rendered = pattern.with && renderMatch(file, match, pattern.with, options.setting);
  let edit: Edit = rendered ? replaceMatch(file, match, rendered) : hint("the contract names nothing that replaces it");
  if (rendered)
    for (const reason of doubtsAboutMatch(file, options, { entry: pattern, match, rendered }))
      edit = atMostSuggestion(edit, reason);
  const safeOnlyIfMoved = rendered && oldClassDoubt(file, options, pattern, match);
  const finding = report(match.node.range, file.textOf(match.node), rendered?.display, atMost(edit, pattern.fix));
  return safeOnlyIfMoved ? { ...finding, safeOnlyIfMoved } : finding;
}

function findingForDestructured(
  file: FileView,
  options: CallSetting,
  found: DestructuredMember,
  all: readonly DestructuredMember[],
): Finding {
  const { match, property, rendered } = found;
  return report(match.node.range, file.textOf(property), rendered?.display, moveDestructured(file, options, found, all));
}

function findingForUse(file: FileView, { entry, range, refusal }: DoubtfulUse): Finding {
  return report(range, file.text.slice(...range), entry.with?.text, hint(refusal));
}

function report(range: Finding["range"], found: string, replacement: string | undefined, edit: Edit): Finding {
  return { range, found, problem: PROBLEM, replacement: optionalCode(replacement), edit };
}
