import { contains } from "../../syntax/ranges.js";
import { isAlsoDefault } from "../../semantics/origins.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { tokensOfTemplate } from "../template-tokens.js";
import type { Tokens } from "../tokens.js";
import type { CallEntry, CallSetting } from "./options.js";

/** What a file must contain; for calls only their callee, because the arguments may come from a spread. */
export function callTokens({ entries, setting }: CallSetting): Tokens {
  const tokens = tokensOfTemplate(entries.map(calleeTemplate), setting);
  if (tokens === "all") return tokens;
  const modules = entries.flatMap(({ match }) => match.names.map(({ name }) => defaultTokens(name, setting)));
  return modules.includes(undefined) ? "all" : [...new Set([...tokens, ...modules.flatMap((list) => list ?? [])])];
}

/** Tokens of the module, for an export that a file may also reach through the module's default export. */
function defaultTokens(name: string, { findExport, modules }: RuleSetting): readonly string[] | undefined {
  const target = findExport(name);
  return target && isAlsoDefault(modules, target) ? modules.tokensFor(target.module) : [];
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
