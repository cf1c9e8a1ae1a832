import { join } from "node:path";
import { contains } from "../../syntax/ranges.js";
import { isAlsoDefault } from "../../semantics/origins.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { allOf, anyOf, ANYTHING, NOTHING, type Needs } from "../../scan/needs.js";
import { containsOneOf, needsOfMembers, needsOfTemplates } from "../template-needs.js";
import type { CallEntry, CallSetting } from "./options.js";

/** What a file must contain; for calls only their callee, because the arguments may come from a spread. */
export function needsOfCalls({ entries, setting }: CallSetting): Needs {
  const modules = entries.flatMap(({ match }) => match.names.map(({ name }) => defaultNeeds(match, name, setting)));
  return anyOf([needsOfTemplates(entries.map(calleeTemplate), setting), ...modules]);
}

/** The module's texts and the pattern's members, for an export that a file may also reach through the module's default export. */
function defaultNeeds(match: CallEntry["match"], name: string, { findExport, modules }: RuleSetting): Needs {
  const target = findExport(name);
  // A package that is not installed at the root may be where a file imports it.
  const isDefault = target && isAlsoDefault(modules, target, join(modules.root, "package.json"));
  if (!target || isDefault === false) return NOTHING;
  const tokens = modules.tokensFor(target.module);
  return allOf([tokens ? containsOneOf(tokens) : ANYTHING, needsOfMembers(match)]);
}

function calleeTemplate({ match, callee }: CallEntry): CallEntry["match"] {
  if (!callee) return match;
  if (callee.type === "JSXIdentifier" || callee.type === "JSXMemberExpression")
    return { ...match, root: callee as never, names: tagNames(match, callee) };
  return {
    ...match,
    root: callee as CallEntry["match"]["root"],
    names: match.names.filter(({ node }) => contains(callee.range, node.range)),
  };
}

function tagNames({ names }: CallEntry["match"], callee: NonNullable<CallEntry["callee"]>): CallEntry["match"]["names"] {
  const own = names.filter(({ node }) => contains(callee.range, node.range));
  // `<font>` is an element's name, not a variable's.
  return own.length > 0 || callee.type !== "JSXIdentifier" ? own : [{ name: callee.name, range: callee.range, node: callee }];
}
