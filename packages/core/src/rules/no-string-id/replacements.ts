import { atMost, hint, type Edit } from "../../edits/edit.js";
import { renderMatch, replaceMatch } from "../../edits/replace-match.js";
import type { Node } from "../../syntax/nodes.js";
import { findMatches } from "../../patterns/find-matches.js";
import type { Match } from "../../patterns/match.js";
import type { Target } from "../../naming/targets.js";
import { statedTarget } from "../../naming/annotated-places.js";
import { optionalCode, type CodeReplacement } from "../replacement.js";
import { castToId } from "./casts.js";
import type { IdFile } from "./edits.js";
import { entryFor, type IdEntry } from "./entries.js";
import { resultName, spokenName } from "./names.js";
import { intoTarget } from "./targets.js";
import { wholeOf } from "./texts.js";

/** A value that the entry's own `replace` replaces. */
export interface ReplacedSite {
  readonly node: Node;
  readonly entry: IdEntry;
  readonly replacement: CodeReplacement | null;
  readonly edit: Edit;
}

/** Finds matches of the entries' `replace` that go to a target with the entry's name. */
export function* findReplaced(id: IdFile): Generator<ReplacedSite> {
  const { file, options, setting } = id;
  const patterns = options.entries.flatMap((entry) => entry.replace.map((each) => ({ ...each, entry })));
  const seen = new Set<Node>();
  for (const entry of options.entries) {
    const own = patterns.filter((pattern) => pattern.entry === entry);
    if (own.length === 0) continue;
    for (const { pattern, match } of findMatches(file, own, (name) => setting.findExport(name))) {
      const target = statedTarget(file, match.node);
      if (seen.has(match.node) || !target || targetEntry(id, target) !== entry) continue;
      seen.add(match.node);
      // A cast to string would undo the replacement's type, and one to the ID would repeat it.
      const whole: Match = { ...match, node: castToId(id, match.node) ?? wholeOf(match.node) };
      const rendered = pattern.with && renderMatch(file, whole, pattern.with, setting);
      const edit = rendered ? replaceMatch(file, whole, rendered) : hint("the contract names nothing that replaces it");
      yield {
        node: match.node,
        entry,
        replacement: optionalCode(rendered?.display),
        edit: atMost(intoTarget(id, entry, { node: match.node, target }, edit), pattern.fix),
      };
    }
  }
}

function targetEntry({ options }: IdFile, target: Target): IdEntry | undefined {
  const name = target.kind === "return" ? resultName(target.name) : target.name;
  const spoken = name === undefined ? undefined : spokenName(name, "one");
  return spoken === undefined ? undefined : entryFor(options, spoken);
}
