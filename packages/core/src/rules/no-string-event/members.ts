import type { TSESTree } from "@typescript-eslint/types";
import { finalName, keyName, memberName, type Node, unwrap } from "../../syntax/nodes.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { Declarations, Declared, DeclaringModule } from "../../modules/index.js";
import { constantText, type ConstantScope, objectOf } from "./texts.js";
import { isConstCast } from "../../semantics/types/type-parts.js";
import type { Why } from "../../reasons/reasons.js";

/** One event that the enum has. */
export interface EventMember {
  readonly value: string;
  /** Its path from the enum's name; empty for a text of a union, which has no other name. */
  readonly path: readonly string[];
}

/** What the declaration of an enum says. */
export interface EventEnum {
  /** `texts`: a union of strings, whose members are written as they are. */
  readonly kind: "enum" | "constants" | "texts";
  readonly members: readonly EventMember[];
  /** Whether the declaration showed all members. */
  readonly isComplete: boolean;
  /** Whether a member's type is its exact text, rather than `string`. */
  readonly isNarrow: boolean;
  /** Whether the enum's name is also that of the type of all its texts. */
  readonly hasType?: boolean;
  /** Why its members may not exist at run time. */
  readonly doubt?: Why;
}

/** Reads an enum's members: string enum, object of constants, class of static ones, namespace, module, union of strings. */
export function readEvents(declarations: Declarations, ref: ExportRef): EventEnum | undefined {
  const declared = declarations.findExported(ref.module, ref.exported);
  const events = declared && readDeclared(declarations, declared, 0);
  return (
    events && { ...events, hasType: events.kind === "enum" || (events.isComplete && isTypeOf(declarations, declared, events)) }
  );
}

/** Whether an exported type has a constant's name, and just its texts: `type Speaker = (typeof Speaker)[keyof typeof Speaker]`. */
function isTypeOf(declarations: Declarations, { module, name }: Declared, { kind, members }: EventEnum): boolean {
  const exported = module.program.body.find((statement) => {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    return node?.type === "TSTypeAliasDeclaration" && node.id.name === name;
  });
  const alias = exported && declarationIn(exported);
  if (kind !== "constants" || alias?.type !== "TSTypeAliasDeclaration") return false;
  const { texts, isComplete } = textsOfType(declarations, module, alias.typeAnnotation);
  const own = new Set(members.map(({ value }) => value));
  return isComplete && texts.length === own.size && texts.every((text) => own.has(text));
}

const DEEPEST = 8;

function readDeclared(declarations: Declarations, declared: Declared, depth: number): EventEnum | undefined {
  const { module, name } = declared;
  if (depth > DEEPEST) return undefined;
  if (name === "*") return constantsOf(declarations, module, module.program.body);
  const value = module.values.get(name);
  if (value?.type === "TSEnumDeclaration") return readEnum(declarations, module, name);
  if (value?.type === "ClassDeclaration") return readClass(declarations, module, value);
  if (value) return readValue(declarations, module, value, depth);
  const type = module.types.get(name);
  if (type?.type === "TSTypeAliasDeclaration") {
    const { texts, isComplete } = textsOfType(declarations, module, type.typeAnnotation);
    const members = texts.map((text) => ({ value: text, path: [] }));
    return texts.length > 0 ? { kind: "texts", members, isComplete, isNarrow: true } : undefined;
  }
  const blocks = module.program.body.map(declarationIn).filter((node) => node?.type === "TSModuleDeclaration");
  const block = blocks.find(
    (node) => node?.type === "TSModuleDeclaration" && node.id.type === "Identifier" && node.id.name === name,
  );
  return block?.type === "TSModuleDeclaration" && block.body && "body" in block.body
    ? constantsOf(declarations, module, block.body.body)
    : undefined;
}

/** `enum E { A = "a" }`, in one or several declarations. */
function readEnum(declarations: Declarations, module: DeclaringModule, name: string): EventEnum {
  const own = new Map<string, string>();
  let isComplete = true;
  let doubt = isDeclarationFile(module) ? `${name} is only declared, by a declaration file` : undefined;
  for (const statement of module.program.body) {
    const node = declarationIn(statement);
    if (node?.type !== "TSEnumDeclaration" || node.id.name !== name) continue;
    if (node.declare && !node.const) doubt = `${name} is only declared here`;
    for (const { id, initializer } of node.body.members) {
      const key = id.type === "Identifier" ? id.name : id.type === "Literal" ? String(id.value) : undefined;
      const text = initializer ? constantText({ declarations, module, own }, initializer) : undefined;
      if (key !== undefined && text !== undefined) own.set(key, text);
      // A numeric member is no text; a computed one may be.
      else if (initializer && !isNumber(initializer)) isComplete = false;
    }
  }
  const members = [...own].map(([key, value]) => ({ value, path: [key] }));
  return { kind: "enum", members, isComplete, isNarrow: true, ...(doubt !== undefined && { doubt }) };
}

function isNumber(node: Node): boolean {
  const inner = node.type === "UnaryExpression" ? node.argument : node;
  return inner.type === "Literal" && typeof inner.value === "number";
}

function readValue(declarations: Declarations, module: DeclaringModule, value: Node, depth: number): EventEnum | undefined {
  const frozen = frozenObject(value);
  const node = unwrap(frozen ?? value);
  if (node.type === "ObjectExpression") {
    const read: ConstantReading = { members: [], isComplete: true };
    addProperties({ declarations, module }, node, [], read);
    return { kind: "constants", ...read, isNarrow: !!frozen || isConst(value), ...ambient(module) };
  }
  if (node.type === "Identifier") {
    const declared = declarations.findNamed(module, node.name);
    return declared && module.values.get(node.name) !== value ? readDeclared(declarations, declared, depth + 1) : undefined;
  }
  if (node.type === "ArrayExpression") {
    const texts = node.elements.map((each) => (each ? constantText({ declarations, module }, each) : undefined));
    const members = texts.filter((text) => text !== undefined).map((text) => ({ value: text, path: [] }));
    return { kind: "texts", members, isComplete: !texts.includes(undefined), isNarrow: true };
  }
  const schema = textsOfSchema(declarations, module, node);
  if (!schema) return undefined;
  const members = schema.texts.map((text) => ({ value: text, path: ["enum", text] }));
  return { kind: "constants", members, isComplete: schema.isComplete, isNarrow: true };
}

/** `Object.freeze({ … })`, whose members keep their exact texts as types. */
function frozenObject(value: Node): Node | undefined {
  const node = unwrap(value);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const isFreeze = finalName(node.callee.object) === "Object" && memberName(node.callee) === "freeze";
  return isFreeze ? node.arguments[0] : undefined;
}

/** `{ … } as const`, also under `satisfies`. */
function isConst(value: Node): boolean {
  if (value.type === "TSSatisfiesExpression") return isConst(value.expression);
  return isConstCast(value);
}

interface ConstantReading {
  members: EventMember[];
  isComplete: boolean;
}

function addProperties(
  scope: ConstantScope,
  object: TSESTree.ObjectExpression,
  path: readonly string[],
  into: ConstantReading,
): void {
  for (const property of object.properties) {
    if (property.type === "SpreadElement") {
      const spread = unwrap(property.argument);
      const inner = spread.type === "Identifier" ? scope.module.values.get(spread.name) : undefined;
      const node = inner && objectOf(inner);
      if (node) addProperties(scope, node, path, into);
      else into.isComplete = false;
      continue;
    }
    const key = keyName(property);
    if (key === undefined || (property.computed && property.key.type === "Identifier")) {
      into.isComplete = false;
      continue;
    }
    const value = unwrap(property.value);
    if (value.type === "ObjectExpression") addProperties(scope, value, [...path, key], into);
    else add(into, constantText(scope, value), [...path, key], value);
  }
}

function add(into: ConstantReading, text: string | undefined, path: readonly string[], node: Node): void {
  if (text !== undefined) into.members.push({ value: text, path });
  else if (node.type !== "Literal" && !/Function/u.test(node.type)) into.isComplete = false;
}

/** `class Events { static readonly Started = "started" }` */
function readClass(declarations: Declarations, module: DeclaringModule, node: TSESTree.ClassDeclaration): EventEnum | undefined {
  const read: ConstantReading = { members: [], isComplete: true };
  let isNarrow = true;
  for (const member of node.body.body) {
    const key = member.type === "PropertyDefinition" && member.static ? keyName(member) : undefined;
    if (member.type !== "PropertyDefinition" || key === undefined || !member.value) continue;
    isNarrow &&= member.readonly && !member.typeAnnotation;
    add(read, constantText({ declarations, module }, member.value), [key], member.value);
  }
  return read.members.length > 0 ? { kind: "constants", ...read, isNarrow } : undefined;
}

/** The constants that a module or a namespace exports. */
function constantsOf(declarations: Declarations, module: DeclaringModule, statements: readonly Node[]): EventEnum | undefined {
  const read: ConstantReading = { members: [], isComplete: true };
  for (const statement of statements) {
    const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    if (node?.type !== "VariableDeclaration" || node.kind !== "const") continue;
    for (const { id, init } of node.declarations) {
      const text = id.type === "Identifier" && init ? constantText({ declarations, module }, init) : undefined;
      if (id.type === "Identifier" && text !== undefined) read.members.push({ value: text, path: [id.name] });
    }
  }
  return read.members.length > 0 ? { kind: "constants", ...read, isNarrow: true, ...ambient(module) } : undefined;
}

function ambient(module: DeclaringModule): { doubt?: Why } {
  return isDeclarationFile(module) ? { doubt: "a declaration file alone declares it" } : {};
}

function isDeclarationFile({ path }: DeclaringModule): boolean {
  return /\.d\.[cm]?ts$/u.test(path);
}

function declarationIn(statement: Node): Node | undefined {
  const isExport = statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration";
  return (isExport ? statement.declaration : statement) ?? undefined;
}

/** The strings of a type, and whether it has no others. */
export interface TypeTexts {
  readonly texts: readonly string[];
  readonly isComplete: boolean;
}

const NONE: TypeTexts = { texts: [], isComplete: false };
const DEEPEST_TYPE = 10;

/** Reads `"a" | "b"`, `(typeof LIST)[number]`, `keyof typeof MAP`, `z.infer<typeof Schema>`. */
function textsOfType(declarations: Declarations, module: DeclaringModule, type: TSESTree.TypeNode, depth = 0): TypeTexts {
  if (depth > DEEPEST_TYPE) return NONE;
  switch (type.type) {
    case "TSLiteralType": {
      const text = constantText({ declarations, module }, type.literal);
      return text === undefined ? NONE : { texts: [text], isComplete: true };
    }
    case "TSUnionType":
      return all(type.types.map((part) => textsOfType(declarations, module, part, depth + 1)));
    case "TSTypeReference":
      return textsOfReference(declarations, module, type, depth);
    case "TSIndexedAccessType":
      return textsOfAccess(declarations, module, type);
    case "TSTypeOperator": {
      const object =
        type.operator === "keyof" && type.typeAnnotation ? queriedValue(declarations, module, type.typeAnnotation) : undefined;
      if (object?.node.type !== "ObjectExpression") return NONE;
      const keys = object.node.properties.map((each) => (each.type === "Property" ? keyName(each) : undefined));
      return { texts: keys.filter((key) => key !== undefined), isComplete: !keys.includes(undefined) };
    }
    default:
      return NONE;
  }
}

function all(parts: readonly TypeTexts[]): TypeTexts {
  return { texts: [...new Set(parts.flatMap(({ texts }) => texts))], isComplete: parts.every(({ isComplete }) => isComplete) };
}

function textsOfReference(
  declarations: Declarations,
  module: DeclaringModule,
  type: TSESTree.TSTypeReference,
  depth: number,
): TypeTexts {
  const [argument] = type.typeArguments?.params ?? [];
  const last = type.typeName.type === "TSQualifiedName" ? type.typeName.right.name : undefined;
  if (argument && (last === "infer" || last === "output" || last === "InferOutput")) {
    const schema = queriedValue(declarations, module, argument);
    return (schema && textsOfSchema(declarations, schema.module, schema.node)) ?? NONE;
  }
  if (type.typeName.type !== "Identifier" || argument) return NONE;
  const declared = declarations.findNamed(module, type.typeName.name);
  const alias = declared?.module.types.get(declared.name);
  return declared && alias?.type === "TSTypeAliasDeclaration"
    ? textsOfType(declarations, declared.module, alias.typeAnnotation, depth + 1)
    : NONE;
}

/** `(typeof LIST)[number]`, `(typeof MAP)[keyof typeof MAP]`. */
function textsOfAccess(declarations: Declarations, module: DeclaringModule, type: TSESTree.TSIndexedAccessType): TypeTexts {
  const value = queriedValue(declarations, module, type.objectType);
  const parts =
    value?.node.type === "ArrayExpression"
      ? value.node.elements
      : value?.node.type === "ObjectExpression"
        ? value.node.properties.map((each) => (each.type === "Property" ? each.value : null))
        : [];
  const texts = parts.map((part) => (value && part ? constantText({ declarations, module: value.module }, part) : undefined));
  return { texts: texts.filter((text) => text !== undefined), isComplete: texts.length > 0 && !texts.includes(undefined) };
}

/** The value behind `typeof X`. */
function queriedValue(
  declarations: Declarations,
  module: DeclaringModule,
  type: TSESTree.TypeNode,
): { readonly module: DeclaringModule; readonly node: Node } | undefined {
  if (type.type !== "TSTypeQuery" || type.exprName.type !== "Identifier") return undefined;
  const declared = declarations.findNamed(module, type.exprName.name);
  const value = declared?.module.values.get(declared.name);
  return declared && value && { module: declared.module, node: unwrap(value) };
}

/** The strings of `z.enum(["a", "b"])`, `v.picklist([…])`; undefined: it is no such schema. */
function textsOfSchema(declarations: Declarations, module: DeclaringModule, schema: Node): TypeTexts | undefined {
  const node = unwrap(schema);
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  if (node.type !== "CallExpression" || callee?.type !== "MemberExpression") return undefined;
  if (!["enum", "picklist"].includes(memberName(callee) ?? "")) return undefined;
  const [argument] = node.arguments;
  const list = argument && unwrap(argument);
  const named = list?.type === "Identifier" ? module.values.get(list.name) : undefined;
  const array = named ? unwrap(named) : list;
  if (array?.type !== "ArrayExpression") return undefined;
  const texts = array.elements.map((each) => (each ? constantText({ declarations, module }, each) : undefined));
  return { texts: texts.filter((text) => text !== undefined), isComplete: !texts.includes(undefined) };
}
