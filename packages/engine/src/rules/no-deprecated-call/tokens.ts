import { contains } from "../../syntax/ranges.js";
import { isAlsoDefault } from "../../semantics/origins.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { tokensOfTemplate } from "../template-tokens.js";
import type { Tokens } from "../tokens.js";
import type { CallEntry, CallSetting } from "./options.js";

/** What a file must hold: of calls only their callee, as the arguments may come by a spread. */
export function callTokens({ entries, setting }: CallSetting): Tokens {
  const tokens = tokensOfTemplate(entries.map(calleeTemplate), setting);
  if (tokens === "all") return tokens;
  const modules = entries.flatMap(({ match }) => match.names.map(({ name }) => defaultTokens(name, setting)));
  return modules.includes(undefined) ? "all" : [...new Set([...tokens, ...modules.flatMap((list) => list ?? [])])];
}

/** What stands for the module, where a file may import the export by the module's default. */
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
  // `<font>` is no variable's name.
  return own.length > 0 || callee.type !== "JSXIdentifier" ? own : [{ name: callee.name, range: callee.range, node: callee }];
}
