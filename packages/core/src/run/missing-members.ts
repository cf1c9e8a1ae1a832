import type { TSESTree } from "@typescript-eslint/types";
import type { Declared } from "../modules/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { Template } from "../patterns/template.js";
import { childrenOf, isFunction, keyName, memberName, unwrap, type Node } from "../syntax/nodes.js";

/** Members that every object has. */
const INHERITED = new Set([...Object.getOwnPropertyNames(Object.prototype), ...Object.getOwnPropertyNames(Function.prototype)]);

/** A member in a replacement, such as `responses.badRequest`, that the export it names plainly does not have. */
export interface MissingMember {
  readonly name: string;
  readonly member: string;
  /** Those that it has. */
  readonly known: readonly string[];
}

/** Finds the members that a replacement names and that are not there. */
export function missingMembers(template: Template, setting: RuleSetting): MissingMember[] {
  const names = new Set<Node>(template.names.map(({ node }) => node));
  return membersIn(template.root)
    .filter(({ object }) => names.has(object))
    .flatMap(({ object, member }) => {
      const name = (object as Node & { name: string }).name;
      const ref = setting.findExport(name);
      const known = ref && membersOf(setting.modules.declarations.findExported(ref.module, ref.exported));
      return !known || known.has(member) || INHERITED.has(member) ? [] : [{ name, member, known: [...known] }];
    });
}

interface Member {
  readonly object: Node;
  readonly member: string;
}

function membersIn(node: Node): Member[] {
  const below = childrenOf(node).flatMap(membersIn);
  const member = node.type === "MemberExpression" ? memberName(node) : undefined;
  return node.type === "MemberExpression" && member !== undefined ? [{ object: unwrap(node.object), member }, ...below] : below;
}

/** All members that an object literal, an enum or a class has in its text; undefined where there may be more. */
function membersOf(declared: Declared | undefined): ReadonlySet<string> | undefined {
  if (!declared) return undefined;
  const { module, name } = declared;
  const value = module.values.get(name);
  // The namespace `*` is no declaration.
  if (!value) return undefined;
  // `name.x = …` and `namespace name { … }` add members elsewhere; an annotation says more than the value.
  const isAddedTo = new RegExp(
    String.raw`(?<![\w$])(?:${escape(name)}(?:\.[\w$]+|\[[^\]]*\])\s*=(?!=)|(?:namespace|module)\s+${escape(name)}(?![\w$])|${escape(name)}\s*:|assign\(\s*${escape(name)}(?![\w$]))`,
    "u",
  ).test(module.text);
  return isAddedTo ? undefined : membersOfValue(unwrap(value));
}

function membersOfValue(value: Node): ReadonlySet<string> | undefined {
  if (isFunction(value)) return new Set();
  if (value.type === "CallExpression") return membersOfFrozen(value);
  if (value.type === "ObjectExpression")
    return allNames(value.properties.map((each) => (each.type === "Property" && !each.computed ? keyName(each) : undefined)));
  if (value.type === "TSEnumDeclaration") return allNames(value.body.members.map((each) => nameOfKey(each.id)));
  if (value.type !== "ClassDeclaration" || value.superClass || value.decorators.length > 0) return undefined;
  const statics = value.body.body.filter((each) => each.type !== "StaticBlock" && "static" in each && each.static);
  return allNames(
    statics.map((each) => ("key" in each && !("computed" in each && each.computed) ? nameOfKey(each.key) : undefined)),
  );
}

/** `Object.freeze({ … })` */
function membersOfFrozen({ callee, arguments: given }: TSESTree.CallExpression): ReadonlySet<string> | undefined {
  const [only, ...others] = given;
  const isFrozen = callee.type === "MemberExpression" && memberName(callee) === "freeze";
  return isFrozen && only && others.length === 0 ? membersOfValue(unwrap(only)) : undefined;
}

function nameOfKey(key: Node): string | undefined {
  if (key.type === "Identifier" || key.type === "PrivateIdentifier") return key.name;
  return key.type === "Literal" ? String(key.value) : undefined;
}

function allNames(names: readonly (string | undefined)[]): ReadonlySet<string> | undefined {
  return names.includes(undefined) ? undefined : new Set(names as readonly string[]);
}

function escape(name: string): string {
  return name.replaceAll("$", String.raw`\$`);
}
