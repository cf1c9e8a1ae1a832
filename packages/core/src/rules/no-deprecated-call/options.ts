import { fields } from "../../contracts/index.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { unwrap, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { topLevelDeclaration } from "../../semantics/own-exports.js";
import { holeOf, listHoleOf } from "../../patterns/template-holes.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { FindExport } from "../../semantics/local-names.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { replacements } from "../option-fields.js";
import { type CompiledEntry, compileEntries } from "../option-templates.js";

/** The option of no-deprecated-call. */
export const deprecatedCallOption = fields
  .object({ replace: replacements.min(1, { error: "at least one replacement" }).describe("Replacements in order.") })
  .describe("Expressions that another one replaces.");

/** The option of no-deprecated-call as data. */
export type DeprecatedCallOptions = fields.ValueOf<typeof deprecatedCallOption>;

/** One `match`/`with` of the rule. */
export interface CallEntry extends CompiledEntry {
  /** The pattern's expression without casts and parentheses. */
  readonly root: Node;
  /** The pattern's callee, template tag or element name; undefined if it has none. */
  readonly callee: Node | undefined;
}

/** The rule's option, with its names resolved. */
export interface CallSetting {
  readonly setting: RuleSetting;
  readonly entries: readonly CallEntry[];
  /** Finds the export that a name in a pattern means. */
  readonly findExport: FindExport;
}

/** Parses the option's templates and finds what they call. Throws `TemplateSyntaxError`. */
export function readCallOptions({ replace }: DeprecatedCallOptions, setting: RuleSetting): CallSetting {
  const known = new Map<string, ExportRef | undefined>();
  const findExport = (name: string): ExportRef | undefined => {
    if (!known.has(name)) {
      const own = setting.findExport(name);
      known.set(name, own && { ...own, orDefault: true });
    }
    return known.get(name);
  };
  return {
    setting,
    findExport,
    entries: compileEntries(replace, setting).map((entry) => {
      const root = unwrap(entry.match.root);
      return { ...entry, root, callee: calleeOf(root) };
    }),
  };
}

function calleeOf(pattern: Node): Node | undefined {
  // For `await old()` the call is searched for.
  const root = pattern.type === "AwaitExpression" ? unwrap(pattern.argument) : pattern;
  if (root.type === "CallExpression" || root.type === "NewExpression") return root.callee;
  if (root.type === "TaggedTemplateExpression") return root.tag;
  return root.type === "JSXElement" ? root.openingElement.name : undefined;
}

/** The pattern as a call or construction. */
export function callPatternOf({ root }: CallEntry): TSESTree.CallExpression | TSESTree.NewExpression | undefined {
  return root.type === "CallExpression" || root.type === "NewExpression" ? root : undefined;
}

/** Whether the pattern matches any arguments or attributes, so that every use of its callee may match. */
export function takesAnything({ root }: CallEntry): boolean {
  if (root.type === "JSXElement") return root.openingElement.attributes.some((each) => listHoleOf(each) !== undefined);
  if (root.type !== "CallExpression") return false;
  return root.arguments.every((each) => listHoleOf(each) !== undefined || (each.type === "Identifier" && !!holeOf(each.name)));
}

/** Whether a node is inside the declaration of what the pattern names: the implementation may use itself. */
export function isInOwnDeclaration(file: FileView, { setting }: CallSetting, { match }: CallEntry, node: Node): boolean {
  return match.names.some(({ name }) => {
    const ref = setting.findExport(name);
    const declaration = ref && topLevelDeclaration(file, ref);
    return !!declaration && contains(declaration.range, node.range);
  });
}
