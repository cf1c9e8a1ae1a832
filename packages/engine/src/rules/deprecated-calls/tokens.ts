import { contains } from "../../file/ranges.js";
import { tokensOfTemplate } from "../template-tokens.js";
import type { Tokens } from "../tokens.js";
import type { CallEntry, CallSetting } from "./options.js";

/** What a file must hold: of calls only their callee, as the arguments may come by a spread. */
export function callTokens({ entries, setting }: CallSetting): Tokens {
  return tokensOfTemplate(entries.map(calleeTemplate), setting);
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
