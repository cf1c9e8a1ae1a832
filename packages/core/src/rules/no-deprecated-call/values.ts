import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { localAliasOf } from "../../semantics/origins.js";
import { isInType, moduleExportName, rewrap, unwrap, type Node } from "../../syntax/nodes.js";
import { isReference } from "../../syntax/references.js";
import { headWords } from "../../patterns/head-words.js";
import { matchPart, type MatchContext } from "../../patterns/match.js";
import { mayFitCallee } from "../../patterns/may-fit.js";
import { MOCK_REASON, isDoubled, isMockHandle } from "../../semantics/mocks/module-mocks.js";
import type { DoubtfulUse } from "./doubts.js";
import { takesAnything, type CallEntry, type CallSetting } from "./options.js";
import { handsOn } from "../../edits/argument-doubts.js";
import { because } from "../../reasons/reasons.js";
import { hasHole } from "../../patterns/template-holes.js";
import { spies } from "./spies.js";

/** Finds uses of the patterns' callees that are no calls: passed on, mocked, spied on, exported under another name. */
export function* findValues(file: FileView, options: CallSetting): Generator<DoubtfulUse> {
  for (const entry of options.entries) {
    if (!entry.callee || entry.root.type === "TaggedTemplateExpression") continue;
    const { findExport } = options;
    const uses = [...references({ file, findExport }, entry, entry.callee), ...spies(file, options, entry, entry.callee)];
    const isDouble = ({ refusal }: DoubtfulUse): boolean => refusal === MOCK_REASON;
    // What a test doubles is called all the same.
    const isHandedOn = !!entry.with && uses.some(isDouble) && handsOn(file, entry.with, entry.root, findExport);
    yield* isHandedOn ? uses.filter((use) => !isDouble(use)) : uses;
    yield* renamingExports(file, options, entry, entry.callee);
  }
}

/** References to a callee without holes, except those that match only by a local name that the contract does not declare. */
function* references(context: MatchContext, entry: CallEntry, callee: Node): Generator<DoubtfulUse> {
  if (hasHole(callee)) return;
  const { file, findExport } = context;
  const words = headWords(file, entry.root, findExport);
  const isGeneral = takesAnything(entry);
  for (const node of [...file.nodes("Identifier", words), ...file.nodes("MemberExpression", words)]) {
    if ((node.type === "Identifier" && !isReference(node)) || !mayFitCallee(callee, node, findExport)) continue;
    const isMock = isDoubled(file, node);
    if (isMock && isNameOfHandle(file, node)) continue;
    if (!(isMock || (isGeneral && isPassedOn(node))) || isInType(node)) continue;
    const match = matchPart(context, callee, node);
    if (match && !match.isGuess)
      yield {
        entry,
        node,
        range: node.range,
        refusal: isMock ? MOCK_REASON : because("otherForm", "it is passed on as a value"),
      };
  }
}

/** Whether a `const` holds a handle: `const mockGet = get as Mock`, which is found where it is made. */
function isNameOfHandle(file: FileView, node: Node): boolean {
  const variable = node.type === "Identifier" ? file.variableOf(node) : undefined;
  const alias = variable && localAliasOf(file, variable);
  return !!alias && alias.path.length === 0 && isMockHandle(file, unwrap(alias.value));
}

/** Whether the value is passed on to other code; a `const` that holds it is checked where it is used. */
function isPassedOn(node: Node): boolean {
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  switch (parent.type) {
    case "CallExpression":
    case "NewExpression":
      return parent.callee !== outer && !isReflected(parent);
    case "VariableDeclarator":
      return parent.id.type === "Identifier" && isExported(parent);
    case "ArrayExpression":
    case "Property":
    case "ReturnStatement":
    case "PropertyDefinition":
    case "AccessorProperty":
    case "JSXExpressionContainer":
    case "ConditionalExpression":
    case "ExportDefaultDeclaration":
    case "Decorator":
      return !("test" in parent && parent.test === outer) && !("key" in parent && parent.key === outer);
    case "AssignmentExpression":
    case "AssignmentPattern":
    case "LogicalExpression":
      return parent.right === outer;
    case "ArrowFunctionExpression":
      return parent.body === outer;
    default:
      return false;
  }
}

/** `Reflect.apply(f, …)` is a call. */
function isReflected({ callee }: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Reflect";
}

function isExported(declarator: TSESTree.VariableDeclarator): boolean {
  return declarator.parent.kind !== "const" || declarator.parent.parent.type === "ExportNamedDeclaration";
}

/** `export { old as fresh } from "./old.js"` hides the uses of `fresh`, unless a replacement uses the same export. */
function* renamingExports(
  file: FileView,
  { setting, entries }: CallSetting,
  entry: CallEntry,
  callee: Node,
): Generator<DoubtfulUse> {
  const ref = callee.type === "Identifier" || callee.type === "JSXIdentifier" ? setting.findExport(callee.name) : undefined;
  if (!ref || entries.some((each) => each.with?.names.some(({ name }) => name === ref.name))) return;
  for (const reference of file.moduleReferences()) {
    if (reference.kind !== "export-from" || reference.isTypeOnly) continue;
    for (const { node, range, imported, isTypeOnly } of reference.names) {
      if (isTypeOnly || imported !== ref.exported || node?.type !== "ExportSpecifier") continue;
      if (moduleExportName(node.exported) === imported) continue;
      if (file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), ref.module))
        yield {
          entry,
          node,
          range,
          refusal: because("otherName", "it is exported under another name: replace it where it is used, then drop the export"),
        };
    }
  }
}
