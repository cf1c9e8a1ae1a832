import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf, type Field, isField, isFunction, keyName, type Node, finalName } from "../../syntax/nodes.js";

/**
 * What an offset of a file is in, in words: `function delegate`, `method RunService.start`, `class RunService`; undefined at the
 * top level. A function without a name counts as part of what it is in, unless something gives it a name.
 */
export function enclosingName(program: TSESTree.Program, offset: number): string | undefined {
  let className: string | undefined;
  let name: string | undefined;
  let above: Node | undefined;
  for (let at: Node | undefined = program; at; [above, at] = [at, childAt(at, offset)]) {
    if (at.type === "ClassDeclaration" || at.type === "ClassExpression") {
      className = at.id?.name ?? (above && givenName(above, at));
      if (className !== undefined) name = `class ${className}`;
    } else if (isMember(at)) {
      const member = keyName(at);
      if (member === undefined) continue;
      const kind = at.type === "MethodDefinition" ? (at.kind === "constructor" ? "constructor of" : "method") : "field";
      name =
        kind === "constructor of"
          ? `constructor of ${className ?? "a class"}`
          : `${kind} ${[className, member].filter(Boolean).join(".")}`;
    } else if (isFunction(at)) {
      const own = at.id?.name ?? (above && givenName(above, at));
      if (own !== undefined) name = `function ${own}`;
    }
  }
  return name;
}

function childAt(node: Node, offset: number): Node | undefined {
  return childrenOf(node).find(({ range: [start, end] }) => start <= offset && offset < end);
}

function isMember(node: Node): node is TSESTree.MethodDefinition | Field {
  return node.type === "MethodDefinition" || isField(node);
}

/** The name that `const f = …`, `{ f: … }` or `exports.f = …` gives to its value. */
function givenName(parent: Node, value: Node): string | undefined {
  if (parent.type === "VariableDeclarator" && parent.init === value)
    return parent.id.type === "Identifier" ? parent.id.name : undefined;
  if (parent.type === "Property" && parent.value === value) return keyName(parent);
  return parent.type === "AssignmentExpression" && parent.right === value ? finalName(parent.left) : undefined;
}
