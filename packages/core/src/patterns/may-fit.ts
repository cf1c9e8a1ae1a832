import type { TSESTree } from "@typescript-eslint/types";
import { type Node, memberName, unwrap } from "../syntax/nodes.js";
import type { FindExport } from "../semantics/local-names.js";
import { holeOf, listHoleOf } from "./template-holes.js";
import type { Range } from "../syntax/ranges.js";

type CallLike = TSESTree.CallExpression | TSESTree.NewExpression;

/** A cheap check by names and numbers of arguments alone; false means that the pattern can't fit. */
export function mayFit(patternNode: Node, node: Node, findExport: FindExport): boolean {
  const pattern = unwrap(patternNode);
  if (pattern.type !== node.type) return true;
  switch (pattern.type) {
    case "CallExpression":
    case "NewExpression":
      return mayFitCall(pattern, node as CallLike, findExport);
    case "MemberExpression":
      return mayFitCallee(pattern, node, findExport);
    case "TaggedTemplateExpression":
      return mayFitCallee(pattern.tag, (node as TSESTree.TaggedTemplateExpression).tag, findExport);
    case "AwaitExpression":
      return mayFit(pattern.argument, unwrap((node as TSESTree.AwaitExpression).argument), findExport);
    default:
      return true;
  }
}

function mayFitCall(pattern: CallLike, node: CallLike, findExport: FindExport): boolean {
  const callee = unwrap(node.callee);
  if (!mayFitCallee(pattern.callee, callee, findExport)) return false;
  const { length } = pattern.arguments;
  // Arguments that `bind` was given come before those of the call.
  const isPlain = callee.type === "MemberExpression" && !isOfThis(callee);
  return !isPlain || node.arguments.length === length || pattern.arguments.some((each) => listHoleOf(each) !== undefined);
}

/** Whether an expression may match a name or member of a pattern: by its own name, or through an alias. */
export function mayFitCallee(patternNode: Node, candidate: Node, findExport: FindExport): boolean {
  const [pattern, node] = [unwrap(patternNode), unwrap(candidate)];
  if (node.type !== "MemberExpression" || isOfThis(node)) return true;
  const name = memberName(node);
  if (pattern.type === "MemberExpression") return isAnyName(pattern) || memberName(pattern) === name || isStaticField(node);
  if (pattern.type !== "Identifier" || holeOf(pattern.name)) return true;
  const exported = findExport(pattern.name)?.exported;
  // `window.x` is the global x.
  if (exported === undefined) return name === pattern.name;
  return exported === "default" || exported === "*" || name === exported || name === "default" || isStaticField(node);
}

/** `this.x` may be a field with a value that matches. */
function isOfThis({ object }: TSESTree.MemberExpression): boolean {
  return unwrap(object).type === "ThisExpression";
}

/** `C.x` may be a static field with a value that matches. */
function isStaticField({ object }: TSESTree.MemberExpression): boolean {
  return unwrap(object).type === "Identifier" && /^\p{Lu}/u.test((unwrap(object) as TSESTree.Identifier).name);
}

function isAnyName(pattern: TSESTree.MemberExpression): boolean {
  return memberName(pattern) === undefined || (pattern.property.type === "Identifier" && !!holeOf(pattern.property.name));
}

/** The matcher's functions for matching a pattern's parts; they bind the holes of what fits. */
export interface Fitting {
  fits(pattern: Node, node: Node): boolean;
  fitsList(patterns: readonly Node[], nodes: readonly Node[]): boolean;
  /** Binds a property's name to a hole. */
  bindName(hole: TSESTree.Identifier, property: Node): boolean;
  /** Binds a list; `children`: the text between the tags that goes along. */
  bindList(name: string, nodes: readonly Node[], children?: Children): boolean;
  /** Runs an attempt, and undoes its bindings if it fails. */
  attempt(run: () => boolean): boolean;
}

/** The nodes between an element's tags, and their range. */
export interface Children {
  readonly nodes: readonly Node[];
  readonly range: Range;
}
