import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import { aliasOf } from "../semantics/origins.js";
import { keyName, memberName, rewrap, unwrap, type Node } from "../syntax/nodes.js";
import { isOfThis, isStaticField } from "./may-fit.js";
import { holeOf } from "./template-holes.js";

type Call = TSESTree.CallExpression;

/** The calls of a file, sorted once for all patterns. */
interface CallIndex {
  /** By the name of the member that is called. */
  readonly named: ReadonlyMap<string, readonly Call[]>;
  /** Those whose callee may stand for any member. */
  readonly others: readonly Call[];
}

const indexes = new WeakMap<FileView, CallIndex>();

/** The calls of a file that a pattern may fit by their callee alone: most patterns name a member that few calls have. */
export function callsLike(file: FileView, pattern: Call): readonly Call[] {
  const callee = unwrap(pattern.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (name === undefined || holeOf(name)) return file.nodes("CallExpression");
  if (!isHeld(file, name))
    return file.nodes("CallExpression", [name]).filter((call) => {
      const called = unwrap(call.callee);
      return called.type === "MemberExpression" && memberName(called) === name;
    });
  const index = indexes.get(file) ?? indexCalls(file);
  indexes.set(file, index);
  return [...(index.named.get(name) ?? []), ...index.others];
}

/** Whether something else may stand for a member of that name: it is read without a call, or destructured. */
function isHeld(file: FileView, name: string): boolean {
  const isCalled = (member: Node): boolean => {
    const outer = rewrap(member);
    return outer.parent?.type === "CallExpression" && outer.parent.callee === outer;
  };
  return (
    file.nodes("MemberExpression", [name]).some((member) => memberName(member) === name && !isCalled(member)) ||
    file.nodes("Property", [name]).some((key) => key.parent.type === "ObjectPattern" && keyName(key) === name)
  );
}

function indexCalls(file: FileView): CallIndex {
  const named = new Map<string, Call[]>();
  const others: Call[] = [];
  for (const call of file.nodes("CallExpression")) {
    const callee = unwrap(call.callee);
    if (callee.type === "MemberExpression" && !isOfThis(callee) && !isStaticField(callee)) {
      const name = memberName(callee);
      if (name === undefined) continue;
      const known = named.get(name);
      if (known) known.push(call);
      else named.set(name, [call]);
    } else if (callee.type !== "Identifier" || isConstant(file, callee)) others.push(call);
  }
  return { named, others };
}

/** A name stands for a member only if it is a `const` for it. */
function isConstant(file: FileView, name: TSESTree.Identifier): boolean {
  const variable = file.variableOf(name);
  return variable !== undefined && aliasOf(variable) !== undefined;
}
