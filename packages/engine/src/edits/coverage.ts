import type { FileView } from "../semantics/file-view.js";
import { rewrap, unwrap, type Node } from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import type { AliasHolder } from "../semantics/import-requests.js";
import { isSeenElsewhere, readsOfHolder } from "./alias-drops.js";
import type { Match } from "../patterns/match.js";
import { valueOfField } from "../semantics/field-aliases.js";

/** Whether an expression is part of a match, or only initialises names whose every use is part of one. */
export function isCovered(file: FileView, node: Node, matches: readonly Match[]): boolean {
  return matches.some((match) => isFixedPart(match, node)) || onlyFeedsMatches(file, node, matches);
}

function isFixedPart(match: Match, node: Node): boolean {
  return contains(match.node.range, node.range) && !match.bound.some((bound) => contains(bound.range, node.range));
}

/** Whether the names and fields that get the value are only read by matches. */
export function onlyFeedsMatches(file: FileView, node: Node, matches: readonly Match[]): boolean {
  const holders = holdersOf(file, node);
  return holders.length > 0 && holders.every((holder) => isOnlyMatched(file, holder, matches));
}

function isOnlyMatched(file: FileView, holder: AliasHolder, matches: readonly Match[]): boolean {
  const reads = readsOfHolder(file, holder);
  if (reads.length === 0 || isSeenElsewhere(holder)) return false;
  return reads.every(
    (read) =>
      matches.some((match) => match.aliases.has(holder) && isFixedPart(match, read)) || onlyFeedsMatches(file, read, matches),
  );
}

/** The `const` names, or the field, that get the value of an expression; a destructured property has its own name. */
function holdersOf(file: FileView, node: Node): readonly AliasHolder[] {
  const outer = rewrap(node);
  const { parent } = outer;
  if (node.type === "Property") return node.value.type === "Identifier" ? variablesOf(file, node.value) : [];
  if (parent?.type === "VariableDeclarator" && parent.init === outer && parent.parent.kind === "const")
    return variablesOf(file, parent.id);
  if (parent?.type === "PropertyDefinition" && parent.value === outer) return valueOfField(file, parent) ? [parent] : [];
  if (parent?.type !== "AssignmentExpression" || parent.right !== outer) return [];
  const owner = file
    .nodes("PropertyDefinition")
    .find((field) => contains(field.parent.range, outer.range) && valueOfField(file, field)?.assignment === parent.parent);
  return owner && unwrap(parent.left).type === "MemberExpression" ? [owner] : [];
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
