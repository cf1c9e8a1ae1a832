import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { localAliasOf, membersOfExport, originOf } from "../../semantics/origins.js";
import { finalName, isInType, memberName, moduleExportName, rewrap, unwrap, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { isReference } from "../../syntax/references.js";
import { allOf, atMostSuggestion, type Edit, fix } from "../../edits/edit.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { fillingFor } from "../../patterns/filling.js";
import { renderTemplate } from "../../patterns/render.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { type Template, textIn } from "../../patterns/template.js";
import { headWords } from "../../patterns/head-words.js";
import { matchPart, type MatchContext } from "../../patterns/match.js";
import { mayFitCallee } from "../../patterns/may-fit.js";
import { MOCK_REASON, isDoubled, isMockHandle, spiesIn, stubsIn } from "../../semantics/mocks/module-mocks.js";
import type { DoubtfulUse } from "./doubts.js";
import { callPatternOf, takesAnything, type CallEntry, type CallSetting } from "./options.js";
import { looksAtArguments } from "../mocked-keys.js";
import { isStillSpied, passedOnBy } from "../../edits/passed-on.js";
import { because } from "../../reasons/reasons.js";
import { hasHole } from "../../patterns/template-holes.js";

/** Finds uses of the patterns' callees that are no calls: passed on, mocked, spied on, exported under another name. */
export function* findValues(file: FileView, options: CallSetting): Generator<DoubtfulUse> {
  for (const entry of options.entries) {
    if (!entry.callee || entry.root.type === "TaggedTemplateExpression") continue;
    const { findExport } = options;
    const uses = [...references({ file, findExport }, entry, entry.callee), ...spies(file, options, entry, entry.callee)];
    const isDouble = ({ refusal }: DoubtfulUse): boolean => refusal === MOCK_REASON;
    // What a test doubles is called all the same.
    const passed = uses.some(isDouble) ? passedOnBy(file, entry, findExport) : undefined;
    const staysRight = (use: DoubtfulUse): boolean =>
      isDouble(use) && (passed?.keepsArguments === true || !looksAtArguments(file, use.node));
    yield* passed && isStillSpied(file, passed) ? uses.filter((use) => !staysRight(use)) : uses;
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

/** Whether what a file expects of a double, or of all, are other objects than a pattern's: `toHaveBeenCalledWith({ type: "a", id })`. */
export function expectsOthers(file: FileView, { findExport }: CallSetting, { entry, node }: DoubtfulUse): boolean {
  const asked = callPatternOf(entry)?.arguments.filter((part) => part.type === "ObjectExpression") ?? [];
  if (asked.length === 0) return false;
  const expecting = file.nodes("CallExpression").filter(({ callee }) => EXPECTING.test(finalName(callee) ?? ""));
  const own = expecting.filter((call) => contains(call.range, node.range));
  const given = (own.length > 0 ? own : expecting)
    .flatMap((call) => call.arguments)
    .filter((each) => each.type === "ObjectExpression");
  const fits = (each: Node): boolean => asked.some((part) => matchPart({ file, findExport }, part, each) !== undefined);
  return given.length > 0 && !given.some(fits);
}

const EXPECTING = /called\w*with|^objectContaining$/iu;

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

/** `vi.spyOn(engine, "run")`, where the pattern calls `engine.run`, or `run` of the module `engine`. */
function* spies(file: FileView, { findExport, setting }: CallSetting, entry: CallEntry, callee: Node): Generator<DoubtfulUse> {
  if ((callee.type !== "MemberExpression" && callee.type !== "Identifier") || hasHole(callee)) return;
  const ref = callee.type === "Identifier" ? findExport(callee.name) : undefined;
  const wanted = callee.type === "Identifier" ? ref?.exported : memberName(callee);
  for (const { call, object, member } of [...spiesIn(file), ...stubsIn(file)]) {
    if (member !== wanted) continue;
    const match = callee.type === "MemberExpression" ? matchPart({ file, findExport }, callee.object, object) : undefined;
    const origin = ref && originOf(file, object);
    if ((match && !match.isGuess) || (origin && membersOfExport(file, origin, { ...ref, exported: "*" })?.length === 0))
      yield { entry, node: call, range: call.range, refusal: MOCK_REASON, edit: moveSpy(file, setting, entry, call) };
  }
}

/** `logger` and `error`, where `console.error($text)` becomes `logger.error($text)`: what a spy sees of a call stays the same. */
function methodOf({ match, with: written, root }: CallEntry, setting: RuleSetting) {
  const call = written && unwrap(written.root);
  if (call?.type !== "CallExpression" || root.type !== "CallExpression" || call.callee.type !== "MemberExpression")
    return undefined;
  const member = memberName(call.callee);
  const texts = (template: Template, nodes: readonly Node[]) => nodes.map((node) => textIn(template, node)).join();
  if (member === undefined || texts(written!, call.arguments) !== texts(match, root.arguments) || hasHole(call.callee))
    return undefined;
  return { object: setting.template(textIn(written!, call.callee.object)), member };
}

/** `vi.spyOn(logger, "error")` instead of `vi.spyOn(console, "error")`: for a person, or the tests, to judge. */
function moveSpy(file: FileView, setting: RuleSetting, entry: CallEntry, call: Node): Edit | undefined {
  if (call.type !== "CallExpression") return undefined;
  const [object, name] = call.arguments;
  const method = object && name?.type === "Literal" && entry.fix !== "none" ? methodOf(entry, setting) : undefined;
  if (!method || !object || !name) return undefined;
  const rendered = renderTemplate(file, method.object, fillingFor(setting, {}), object);
  const [quote] = file.textOf(name);
  const renamed = fix([{ range: name.range, parts: [`${quote}${method.member}${quote}`] }], []);
  const edit = allOf(replaceExpression(file, object, rendered), renamed);
  // Where it can't be written, it is a mock's handle like others.
  if (edit.level === "hint") return undefined;
  return atMostSuggestion(edit, because("mockHandle", `what the tests run may still call ${file.textOf(object)}`));
}
