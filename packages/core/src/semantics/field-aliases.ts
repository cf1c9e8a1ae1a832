import type { TSESTree } from "@typescript-eslint/types";
import { membersThatAreSet } from "./effects.js";
import type { FileView } from "./file-view.js";
import { wordsOfName } from "../syntax/node-places.js";
import {
  enclosingFunction,
  finalName,
  isField,
  isFunction,
  keyName,
  memberName,
  parameterIdentifier,
  rewrap,
  unwrap,
  type Node,
} from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { isChanged, isWritten } from "../syntax/references.js";
import type { AliasHolder } from "./import-requests.js";
import { aliasOf, usesOf } from "./origins.js";
import { annotationOfName, plainName } from "./types/type-parts.js";

/** A class field that always has the same value. */
export interface FieldAlias {
  readonly field: TSESTree.PropertyDefinition;
  readonly value: Node;
  /** The `this.x = …` of the constructor, if the field gets its value there. */
  readonly assignment: TSESTree.ExpressionStatement | undefined;
}

/** The field that `this.x` or `C.x` reads, if only its initialiser or one line of the constructor sets it. */
export function fieldAliasOf(file: FileView, node: Node): FieldAlias | undefined {
  const member = unwrap(node);
  const owner = member.type === "MemberExpression" ? ownerOf(file, member) : undefined;
  if (!owner || member.type !== "MemberExpression") return undefined;
  const name = memberName(member);
  const field = owner.body.body.find(
    (candidate) => candidate.type === "PropertyDefinition" && candidate.static === owner.isStatic && keyName(candidate) === name,
  );
  return field?.type === "PropertyDefinition" ? valueOfField(file, field) : undefined;
}

/** The one value of a field that no code outside the class sets. */
export function valueOfField(file: FileView, field: TSESTree.PropertyDefinition): FieldAlias | undefined {
  if (!isPrivate(field) && !field.readonly) return undefined;
  const writes = mentionsOf(file, field).filter(isWritten);
  if (field.value) return writes.length === 0 ? { field, value: field.value, assignment: undefined } : undefined;
  const [target] = writes;
  const write = target?.parent;
  if (writes.length !== 1 || write?.type !== "AssignmentExpression" || write.operator !== "=") return undefined;
  const statement = write.parent;
  if (statement.type !== "ExpressionStatement" || !isLineOfConstructor(statement, field)) return undefined;
  return { field, value: write.right, assignment: statement };
}

/** What a `const` or field was made as. */
export function valueOfHolder(holder: AliasHolder): Node | undefined {
  const value = "defs" in holder ? aliasOf(holder)?.value : holder.value;
  return value ? unwrap(value) : undefined;
}

/** Every place that reads the `const` or field. */
export function readsOfHolder(file: FileView, holder: AliasHolder): readonly Node[] {
  return "defs" in holder ? usesOf(file, holder) : readsOfField(file, holder);
}

/** Whether a list, or an object of a global class, for which a match has a name is changed before it: then it is not what was made. */
export function isChangedBefore(
  file: FileView,
  match: { readonly node: Node; readonly aliases: Iterable<AliasHolder> },
): boolean {
  const { range } = match.node;
  return [...match.aliases].some((holder) => {
    const made = valueOfHolder(holder);
    const callee = made?.type === "NewExpression" && made.callee;
    const isPlain = callee
      ? callee.type === "Identifier" && !file.variableOf(callee)
      : /^(?:Array|Object)E/u.test(made?.type ?? "");
    const changes = isPlain ? readsOfHolder(file, holder).filter(isChanged) : [];
    const isBefore = changes.some((read) => !("defs" in holder) || read.range[0] < range[0]);
    return isBefore && !changes.some((read) => contains(range, read.range));
  });
}

/**
 * Whether the call that a `const` holds may give something else at a place: the function holds the same call twice, or between them something is
 * awaited, sets a member or is called with what the call was asked of. Behind code that runs again or later all that may run before it counts.
 */
export function mayGiveOtherAt(file: FileView, holder: AliasHolder, place: Node): boolean {
  let made = "defs" in holder ? valueOfHolder(holder) : undefined;
  while (made?.type === "MemberExpression") made = unwrap(made.object);
  if (made?.type !== "CallExpression") return false;
  const [call, owner] = [made, enclosingFunction(made)];
  const callee = unwrap(call.callee);
  const isHeldToo = (other: Node): boolean =>
    other !== call &&
    rewrap(other).parent?.type === "VariableDeclarator" &&
    enclosingFunction(other) === owner &&
    file.textOf(other) === file.textOf(call);
  if (file.nodes("CallExpression", wordsOfName(finalName(callee))).some(isHeldToo)) return true;
  const around = repeatedAround(place, call);
  // What a module holds is for all of its functions.
  if (isFunction(around) && !owner) return false;
  const end = around ? (isFunction(around) ? owner! : around).range[1] : place.range[0];
  const isBefore = ({ range }: Node): boolean => call.range[1] <= range[0] && range[1] <= end && !contains(range, place.range);
  const isAwaited = (each: Node): boolean =>
    isBefore(each) && contains((enclosingFunction(each) ?? file.program).range, place.range);
  if (file.nodes("AwaitExpression", ["await"]).some(isAwaited)) return true;
  if ([...membersThatAreSet(file).values()].some((set) => set.some(isBefore))) return true;
  if (callee.type !== "MemberExpression") return false;
  const asked = file.textOf(callee.object);
  const isAsked = (each: Node): boolean => file.textOf(each) === asked;
  return file.nodes("CallExpression", wordsOfName(/^[\w$]*/u.exec(asked)![0])).some((each) => {
    const target = unwrap(each.callee);
    const runsPlace = contains(each.range, place.range) && enclosingFunction(each) !== enclosingFunction(place);
    if (each.range[0] < call.range[1] || !(isBefore(each) || runsPlace)) return false;
    return (target.type === "MemberExpression" && isAsked(target.object)) || each.arguments.some(isAsked);
  });
}

/** The outermost loop or function around a place that what was made before it is not in: the place may run more often, or later. */
export function repeatedAround(place: Node, made: Node): Node | undefined {
  let found: Node | undefined;
  for (let at = place.parent; at && at !== enclosingFunction(made) && !contains(at.range, made.range); at = at.parent)
    if (isFunction(at) || /^(?:For|While|DoWhile)/u.test(at.type)) found = at;
  return found;
}

/** Every place in the class that reads the field, or may read it. */
export function readsOfField(file: FileView, field: TSESTree.PropertyDefinition): Node[] {
  const name = keyName(field);
  const destructured = file
    .nodes("Property", wordsOfName(name))
    .filter((node) => node.parent.type === "ObjectPattern" && keyName(node) === name && contains(field.parent.range, node.range))
    .filter(({ parent: { parent } }) => parent.type !== "VariableDeclarator" || !isOfOtherType(file, parent.init, field));
  return [...mentionsOf(file, field).filter((node) => !isWritten(node)), ...destructured];
}

/** Whether only the class itself can access the field. */
export function isPrivate(field: TSESTree.PropertyDefinition): boolean {
  return field.key.type === "PrivateIdentifier" || field.accessibility === "private";
}

/** Whether a class declares a field, or a constructor's parameter that is one, with some accessibility. */
export function hasMember(owner: TSESTree.ClassBody | undefined, name: string, accessibilities: readonly string[]): boolean {
  const isMeant = ({ accessibility = "" }): boolean => accessibilities.includes(accessibility);
  return !!owner?.body.some((member) => {
    if (isField(member)) return keyName(member) === name && isMeant(member);
    if (member.type !== "MethodDefinition" || member.kind !== "constructor") return false;
    return member.value.params.some(
      (each) => each.type === "TSParameterProperty" && isMeant(each) && parameterIdentifier(each)?.name === name,
    );
  });
}

/** Every `this.x`, `C.x`, and `other.x` whose object may be an instance of the class. */
function mentionsOf(file: FileView, field: TSESTree.PropertyDefinition): TSESTree.MemberExpression[] {
  const name = keyName(field);
  return file.nodes("MemberExpression", wordsOfName(name)).filter((node) => {
    if (memberName(node) !== name || !contains(field.parent.range, node.range)) return false;
    const owner = ownerOf(file, node);
    if (owner) return owner.body === field.parent && owner.isStatic === field.static;
    return unwrap(node.object).type !== "ThisExpression" && !isOfOtherType(file, node.object, field);
  });
}

/** Whether an object is surely no instance of a field's class: a global, or what is stated to be of another type. */
function isOfOtherType(file: FileView, object: Node | null, field: TSESTree.PropertyDefinition): boolean {
  const inner = object && unwrap(object);
  if (inner?.type === "Identifier") {
    if (!file.variableOf(inner)) return true;
    const type = annotationOfName(file, inner);
    return !!type && namesOtherType(file, type, field);
  }
  if (inner?.type !== "MemberExpression" || unwrap(inner.object).type !== "ThisExpression") return false;
  const type = statedTypeOf(field.parent, memberName(inner));
  return !!type && namesOtherType(file, type, field);
}

/** The type that a class states for a field, or for a parameter that is one. */
function statedTypeOf({ body }: TSESTree.ClassBody, name: string | undefined): TSESTree.TypeNode | undefined {
  for (const member of body) {
    if (member.type === "PropertyDefinition" && keyName(member) === name) return member.typeAnnotation?.typeAnnotation;
    if (member.type !== "MethodDefinition" || member.kind !== "constructor") continue;
    const properties = member.value.params.flatMap((each) => (each.type === "TSParameterProperty" ? each.parameter : []));
    const own = properties.map((each) => (each.type === "AssignmentPattern" ? each.left : each));
    const found = own.find((each) => each.type === "Identifier" && each.name === name);
    if (found) return found.typeAnnotation?.typeAnnotation;
  }
  return undefined;
}

/** Whether a type is named after an import, a global, or an interface or another class of the file that is below no other. */
function namesOtherType(file: FileView, type: TSESTree.TypeNode, field: TSESTree.PropertyDefinition): boolean {
  const name = plainName(type);
  if (!name) return false;
  const variable = file.variableOf(name);
  const declaration = variable?.defs[0]?.node as Node | undefined;
  if (!variable || !declaration || file.importedName(variable)) return true;
  if (declaration.type === "TSInterfaceDeclaration") return declaration.extends.length === 0;
  return declaration.type === "ClassDeclaration" && declaration.body !== field.parent && !declaration.superClass;
}

/** Whether a statement is an unconditional line of the constructor: then the field has its value in every method. */
function isLineOfConstructor(statement: TSESTree.ExpressionStatement, field: TSESTree.PropertyDefinition): boolean {
  const body = statement.parent;
  const method = body.parent?.parent;
  return (
    body.type === "BlockStatement" &&
    method?.type === "MethodDefinition" &&
    method.kind === "constructor" &&
    method.parent === field.parent
  );
}

interface Owner {
  readonly body: TSESTree.ClassBody;
  readonly isStatic: boolean;
}

/** The class whose member an expression reads: the class of `this`, or the one that is named. */
function ownerOf(file: FileView, { object }: TSESTree.MemberExpression): Owner | undefined {
  const inner = unwrap(object);
  if (inner.type === "ThisExpression") return classOfThis(inner);
  if (inner.type !== "Identifier") return undefined;
  const definition = file.variableOf(inner)?.defs[0]?.node as Node | undefined;
  const isClass = definition?.type === "ClassDeclaration" || definition?.type === "ClassExpression";
  return isClass ? { body: definition.body, isStatic: true } : undefined;
}

function classOfThis(node: Node): Owner | undefined {
  for (let at: Node = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (parent.type === "ClassBody")
      return { body: parent, isStatic: at.type === "StaticBlock" || ("static" in at && at.static) };
    const isPlainFunction =
      at.type === "FunctionDeclaration" || (at.type === "FunctionExpression" && parent.type !== "MethodDefinition");
    if (isPlainFunction) return undefined;
  }
  return undefined;
}
