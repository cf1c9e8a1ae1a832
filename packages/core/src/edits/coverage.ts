import type { FileView } from "../semantics/file-view.js";
import { wordsOfName } from "../syntax/node-places.js";
import { memberName, rewrap, unwrap, type Node } from "../syntax/nodes.js";
import { contains, RangeIndex } from "../syntax/ranges.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import { isSeenElsewhere, readsOfHolder } from "./alias-drops.js";
import type { Match } from "../patterns/match.js";
import { valueOfField } from "../semantics/field-aliases.js";

/** The matches of one search, which a file may have thousands of. */
export class Coverage {
  readonly #file: FileView;
  readonly #matches: RangeIndex<Match>;
  readonly #hasMatches: boolean;
  /** Those about which is being asked: a field may get its value from itself. */
  readonly #asked = new Set<AliasHolder>();

  constructor(file: FileView, matches: readonly Match[]) {
    this.#file = file;
    this.#hasMatches = matches.length > 0;
    this.#matches = new RangeIndex(matches, ({ node }) => node.range);
  }

  /** Whether an expression is part of a match, or only initialises names whose every use is part of one. */
  isCovered(node: Node): boolean {
    return this.#hasMatches && (this.#isFixedPart(node) || this.onlyFeedsMatches(node));
  }

  /** Whether the names and fields that get the value are only read by matches. */
  onlyFeedsMatches(node: Node): boolean {
    const holders = holdersOf(this.#file, node);
    return holders.length > 0 && holders.every((holder) => this.#isOnlyMatched(holder));
  }

  #isOnlyMatched(holder: AliasHolder): boolean {
    const reads = readsOfHolder(this.#file, holder);
    if (reads.length === 0 || isSeenElsewhere(holder) || this.#asked.has(holder)) return false;
    this.#asked.add(holder);
    const isOnly = reads.every((read) => this.#isFixedPart(read, holder) || this.onlyFeedsMatches(read));
    this.#asked.delete(holder);
    return isOnly;
  }

  /** Whether a match contains the expression other than in what a hole took; `alias`: only matches that look through it. */
  #isFixedPart(node: Node, alias?: AliasHolder): boolean {
    for (const match of this.#matches.around(node.range)) {
      if (alias && !match.aliases.has(alias)) continue;
      if (!match.bound.some((bound) => contains(bound.range, node.range))) return true;
    }
    return false;
  }
}

/** The `const` names, or the field, that get the value of an expression; a destructured property has its own name. */
export function holdersOf(file: FileView, node: Node): readonly AliasHolder[] {
  const outer = rewrap(node);
  const { parent } = outer;
  if (node.type === "Property") return node.value.type === "Identifier" ? variablesOf(file, node.value) : [];
  if (parent?.type === "VariableDeclarator" && parent.init === outer && parent.parent.kind === "const")
    return variablesOf(file, parent.id);
  if (parent?.type === "PropertyDefinition" && parent.value === outer) return valueOfField(file, parent) ? [parent] : [];
  const target = parent?.type === "AssignmentExpression" && parent.right === outer ? unwrap(parent.left) : undefined;
  if (target?.type !== "MemberExpression") return [];
  const owner = file
    .nodes("PropertyDefinition", wordsOfName(memberName(target)))
    .find((field) => contains(field.parent.range, outer.range) && valueOfField(file, field)?.assignment === parent?.parent);
  return owner ? [owner] : [];
}

/** The variables of a pattern; empty if a part of the pattern is not a plain name. */
function variablesOf(file: FileView, pattern: Node): readonly AliasHolder[] {
  if (pattern.type === "Identifier") {
    const variable = file.variableOf(pattern);
    return variable ? [variable] : [];
  }
  if (pattern.type !== "ObjectPattern") return [];
  const variables = pattern.properties.map((property) =>
    property.type === "Property" && property.value.type === "Identifier" ? file.variableOf(property.value) : undefined,
  );
  return variables.every((variable) => variable !== undefined) ? variables : [];
}
