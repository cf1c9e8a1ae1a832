import { allOf, atMostSuggestion, type Edit, fix } from "../../edits/edit.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { fillingFor } from "../../patterns/filling.js";
import { matchPart } from "../../patterns/match.js";
import { renderTemplate } from "../../patterns/render.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { type Template, textIn } from "../../patterns/template.js";
import { hasHole } from "../../patterns/template-holes.js";
import { because } from "../../reasons/reasons.js";
import type { FileView } from "../../semantics/file-view.js";
import { MOCK_REASON, spiesIn, stubsIn } from "../../semantics/mocks/module-mocks.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { originOf } from "../../semantics/origins.js";
import { memberName, type Node, unwrap } from "../../syntax/nodes.js";
import type { DoubtfulUse } from "./doubts.js";
import type { CallEntry, CallSetting } from "./options.js";

/** `vi.spyOn(engine, "run")`, where the pattern calls `engine.run`, or `run` of the module `engine`. */
export function* spies(
  file: FileView,
  { findExport, setting }: CallSetting,
  entry: CallEntry,
  callee: Node,
): Generator<DoubtfulUse> {
  if ((callee.type !== "MemberExpression" && callee.type !== "Identifier") || hasHole(callee)) return;
  const ref = callee.type === "Identifier" ? findExport(callee.name) : undefined;
  const wanted = callee.type === "Identifier" ? ref?.exported : memberName(callee);
  for (const { call, object, member } of [...spiesIn(file), ...stubsIn(file)]) {
    if (member !== wanted) continue;
    const match = callee.type === "MemberExpression" ? matchPart({ file, findExport }, callee.object, object) : undefined;
    if ((match && !match.isGuess) || (ref && isModuleOf(file, object, ref)))
      yield { entry, node: call, range: call.range, refusal: MOCK_REASON, edit: moveSpy(file, setting, entry, call) };
  }
}

function isModuleOf(file: FileView, object: Node, { module }: ExportRef): boolean {
  const origin = originOf(file, object);
  if (!origin?.reference || origin.path.length > 0) return false;
  return file.modules.isSameModule(file.modules.resolve(file.path, origin.reference.specifier), module);
}

/** A method that a replacement calls, so that a test can spy on it instead. */
interface SpiedMethod {
  readonly object: Template;
  readonly member: string;
}

/** `logger` and `error`, where `console.error($text)` becomes `logger.error($text)`: what a spy sees of a call stays the same. */
function methodOf({ match, with: written, root }: CallEntry, setting: RuleSetting): SpiedMethod | undefined {
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
