/** Finds the function that a call means, in the file or in another module of the repository, by names and annotations. */
import type { TSESTree } from "@typescript-eslint/types";
import { type ExportRef, linkParents, type ModuleView, ownModule } from "./module-view.js";
import {
  type FunctionNode,
  type Node,
  enclosingClass,
  enclosingFunction,
  isClass,
  isFunction,
  isInStatic,
  keyName,
  memberName,
  ownerOfThis,
  unwrap,
} from "../syntax/nodes.js";
import type { DeclaredPath, DeclaringModule } from "../modules/index.js";
import { originOf } from "./origins.js";
import type { FileView } from "./file-view.js";
import { annotationOfName } from "./types/type-parts.js";

/** A type as a module states it. */
export interface StatedType {
  readonly module: DeclaringModule;
  readonly type: TSESTree.TypeNode;
  /** Whether the value may be left out. */
  readonly isOptional?: boolean;
}

/** Something that can be called, with its parameters. */
export type Callable =
  | FunctionNode
  | TSESTree.TSDeclareFunction
  | TSESTree.TSEmptyBodyFunctionExpression
  | TSESTree.TSMethodSignature
  | TSESTree.TSFunctionType;

/** What a call calls, and the module in which it is declared. */
export interface Callee {
  readonly module: DeclaringModule;
  readonly node: Callable;
}

/** A class (its instances, or itself), an interface or an object, whose members are looked up. */
interface Holder {
  readonly module: DeclaringModule;
  readonly node: Node;
  readonly isStatic: boolean;
}

const MOST_STEPS = 8;

/** Finds the function that a callee means. */
export function findCallee(file: ModuleView, callee: Node): Callee | undefined {
  const node = unwrap(callee);
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const holder = name === undefined ? undefined : holderOf(file, node.object, 0);
    if (holder) return memberOf(file, holder, name as string, 0);
  } else if (node.type === "Identifier") {
    const local = localValue(file, node);
    if (local) return calleeIn(ownModule(file), local);
  } else return calleeIn(ownModule(file), node);
  const declared = importedValue(file, node);
  return declared && calleeIn(declared.module, declared.node);
}

/** Finds the function behind an export, or behind members of it; `isNew` asks for the constructor of the class. */
export function findExportedCallee(
  file: ModuleView,
  { module, exported }: Pick<ExportRef, "module" | "exported">,
  members: readonly string[],
  isNew: boolean,
): Callee | undefined {
  return calleeBehind(file, declaredBehind(file, module, [exported, ...members]), isNew);
}

/** Finds the function of a package, or of Node's own modules, that a call or construction means, in the package's types. */
export function findInstalledCallee(
  file: ModuleView,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
): Callee | undefined {
  const { reference, path = [] } = originOf(file, call.callee) ?? {};
  if (!reference || file.modules.resolve(file.path, reference.specifier).kind !== "package") return undefined;
  const behind = file.modules.declarations.findInstalled(file.path, reference.specifier, path);
  return calleeBehind(file, behind, call.type === "NewExpression");
}

function calleeBehind(file: ModuleView, behind: DeclaredPath | undefined, isNew: boolean): Callee | undefined {
  const found = memberBehind(file, behind, isNew);
  if (found?.path.length === 0 && !isNew) return calleeIn(found.module, found.value);
  if (!found?.holder) return undefined;
  return isNew ? constructorOf(file, found.holder, 0) : memberOf(file, found.holder, found.path.at(-1) as string, 0);
}

/** The declaration that a path into a module leads to, and what holds the last member of the path, or that member itself if `isNew`. */
function memberBehind(file: ModuleView, behind: DeclaredPath | undefined, isNew = false) {
  const { declared, path } = behind ?? {};
  const value = declared?.module.values.get(declared.name);
  if (!declared || !path || !value) return undefined;
  linkParents(file, declared.module);
  let holder = holderOfDeclared(file, declared.module, value);
  for (const name of path.slice(0, isNew ? undefined : -1)) holder = holder && holderOfField(file, holder, name, 0);
  return { module: declared.module, value, holder, path };
}

/** The export that a path into a module means, and the members of it: `is` of `check.is`, behind `export * as check from "./check.js"`. */
function declaredBehind({ modules }: ModuleView, module: ExportRef["module"], path: readonly string[]): DeclaredPath | undefined {
  const [exported = "", ...members] = path;
  const origin = members.length > 0 ? modules.exportOrigin(module, exported) : undefined;
  const [home, name, rest] = origin?.name === "*" ? [origin.module, members[0]!, members.slice(1)] : [module, exported, members];
  const declared = modules.declarations.findExported(home, name);
  return declared && { declared, path: rest };
}

/** What a top-level declaration holds: by the type that it states, else by its value. */
function holderOfDeclared(file: ModuleView, module: DeclaringModule, value: Node): Holder | undefined {
  const { parent } = value;
  const id = value.type === "Identifier" ? value : parent?.type === "VariableDeclarator" && parent.id;
  const stated = id && id.type === "Identifier" && id.typeAnnotation?.typeAnnotation;
  return stated ? holderOfType(file, module, stated, 0) : holderOfValue(file, module, value, 0);
}

/** Finds the constructor that `new` calls. */
export function findConstructor(file: ModuleView, callee: Node): Callee | undefined {
  const holder = holderOf(file, callee, 0);
  return holder?.isStatic ? constructorOf(file, holder, 0) : undefined;
}

function constructorOf(file: ModuleView, holder: Holder, depth: number): Callee | undefined {
  const { module, node } = holder;
  if (node.type !== "ClassDeclaration" && node.type !== "ClassExpression") return undefined;
  const own = node.body.body.find(isConstructor);
  if (own) return { module, node: own.value };
  const base = depth < MOST_STEPS ? baseOf(file, holder) : undefined;
  return base && constructorOf(file, base, depth + 1);
}

function calleeIn(module: DeclaringModule, node: Node): Callee | undefined {
  const inner = unwrap(node);
  if (inner.type === "Identifier" && inner.typeAnnotation) return calleeIn(module, inner.typeAnnotation.typeAnnotation);
  return isFunction(inner) || inner.type === "TSDeclareFunction" || inner.type === "TSFunctionType"
    ? { module, node: inner }
    : undefined;
}

/** A function, class or value that the file itself declares. */
export function localValue(file: ModuleView, identifier: TSESTree.Identifier): Node | undefined {
  const variable = file.variableOf(identifier);
  const definition = variable?.defs[0]?.node as Node | undefined;
  // The definition of a parameter is the function that takes it.
  if (!variable || !definition || variable.defs[0]!.type === "Parameter" || file.importedName(variable)) return undefined;
  if (definition.type !== "VariableDeclarator") return definition;
  return definition.id.type === "Identifier" && definition.init ? unwrap(definition.init) : undefined;
}

/** The declaration of the export that a name, or a member of a namespace, means. */
export function importedValue(file: ModuleView, node: Node): Pick<Holder, "module" | "node"> | undefined {
  const origin = originOf(file, node);
  if (!origin?.reference || origin.path.length === 0) return undefined;
  const behind = declaredBehind(file, file.modules.resolve(file.path, origin.reference.specifier), origin.path);
  const { module, name } = (behind?.path.length === 0 && behind.declared) || {};
  const value = name === undefined ? undefined : module?.values.get(name);
  return module && value && { module, node: value };
}

function holderOf(file: ModuleView, object: Node, depth: number): Holder | undefined {
  if (depth > MOST_STEPS) return undefined;
  const node = unwrap(object);
  const module = ownModule(file);
  switch (node.type) {
    case "ThisExpression": {
      const owner = ownerOfThis(node);
      return owner && { module, node: owner, isStatic: isClass(owner) && isInStatic(node) };
    }
    case "Super": {
      const owner = enclosingClass(node);
      return owner && baseOf(file, { module, node: owner, isStatic: isInStatic(node) });
    }
    case "NewExpression":
      return instanceHolder(holderOf(file, node.callee, depth + 1));
    case "Identifier": {
      const stated = annotationOfName(file, node);
      if (stated) return holderOfType(file, module, stated, depth + 1);
      const local = localValue(file, node);
      if (local) return holderOfValue(file, module, local, depth + 1);
      const declared = importedValue(file, node);
      return declared && holderOfValue(file, declared.module, declared.node, depth + 1);
    }
    case "MemberExpression": {
      const name = memberName(node);
      const holder = name === undefined ? undefined : holderOf(file, node.object, depth + 1);
      if (holder) return holderOfField(file, holder, name as string, depth + 1);
      const declared = importedValue(file, node);
      return declared && holderOfValue(file, declared.module, declared.node, depth + 1);
    }
    default:
      return undefined;
  }
}

function instanceHolder(holder: Holder | undefined): Holder | undefined {
  return holder?.isStatic ? { ...holder, isStatic: false } : undefined;
}

function holderOfValue(file: ModuleView, module: DeclaringModule, node: Node, depth: number): Holder | undefined {
  const inner = unwrap(node);
  if (inner.type === "ClassDeclaration" || inner.type === "ClassExpression") return { module, node: inner, isStatic: true };
  if (inner.type === "ObjectExpression") return { module, node: inner, isStatic: false };
  if (inner.type !== "NewExpression" || inner.callee.type !== "Identifier" || depth > MOST_STEPS) return undefined;
  return holderOfName(file, module, inner.callee.name);
}

/** The instances of a class, or an interface, by its name in a module. */
function holderOfName(file: ModuleView, module: DeclaringModule, name: string): Holder | undefined {
  const declared = file.modules.declarations.findNamed(module, name);
  const node = declared?.module.types.get(declared.name);
  return declared && node && { module: declared.module, node, isStatic: false };
}

function holderOfType(file: ModuleView, module: DeclaringModule, type: Node, depth: number): Holder | undefined {
  if (depth > MOST_STEPS) return undefined;
  if (type.type === "TSTypeLiteral") return { module, node: type, isStatic: false };
  if (type.type !== "TSTypeReference") return undefined;
  const holder = holderOfName(file, module, module.text.slice(...type.typeName.range));
  return holder?.node.type === "TSTypeAliasDeclaration"
    ? holderOfType(file, holder.module, holder.node.typeAnnotation, depth + 1)
    : holder;
}

function membersOf({ node, isStatic }: Holder): readonly Node[] {
  switch (node.type) {
    case "ClassDeclaration":
    case "ClassExpression":
      return node.body.body
        .filter((member) => "static" in member && member.static === isStatic)
        .flatMap((member) => (isConstructor(member) && !isStatic ? [] : [member]))
        .concat(isStatic ? [] : (fieldsOfConstructor(node) as never[]));
    case "TSInterfaceDeclaration":
      return node.body.body;
    case "TSTypeLiteral":
      return node.members;
    case "ObjectExpression":
      return node.properties;
    default:
      return [];
  }
}

function isConstructor(member: Node): member is TSESTree.MethodDefinition {
  return member.type === "MethodDefinition" && member.kind === "constructor";
}

/** `constructor(private readonly repository: Repository)` */
function fieldsOfConstructor({ body }: TSESTree.ClassDeclaration | TSESTree.ClassExpression): Node[] {
  return body.body
    .filter(isConstructor)
    .flatMap(({ value }) => value.params)
    .flatMap((param) => (param.type === "TSParameterProperty" ? [param.parameter] : []));
}

function nameOf(member: Node): string | undefined {
  if (member.type === "Identifier") return member.name;
  return "key" in member ? keyName(member) : undefined;
}

function memberOf(file: ModuleView, holder: Holder, name: string, depth: number): Callee | undefined {
  const named = membersOf(holder).filter((member) => nameOf(member) === name);
  for (const member of named) {
    const found = callableOfMember(file, holder.module, member);
    if (found) return found;
  }
  const base = named.length === 0 && depth < MOST_STEPS ? baseOf(file, holder) : undefined;
  return base && memberOf(file, base, name, depth + 1);
}

/** What an object surely is, by its class or literal, that has one member and lacks another: all on the way up is in sight. */
export function whatLacks(
  file: ModuleView,
  object: Node,
  members: { readonly has: string; readonly lacks: string },
): string | undefined {
  const lineage = lineageOf(file, object);
  const isSuper = object.type === "Super";
  // The fields of a base belong to `this`.
  const isThere = (name: string) => lineage?.some((holder) => hasMember(holder, name, isSuper)) ?? true;
  if (isThere(members.lacks) || !isThere(members.has)) return undefined;
  return isSuper ? "super" : lineage?.[0]?.node.type === "ObjectExpression" ? "its object" : "its class";
}

/** The class of an object, or around `super`, that overrides a member of one of its bases. */
export function overriderOf(file: ModuleView, object: Node, name: string): string | undefined {
  const around = object.type === "Super" ? enclosingClass(object) : undefined;
  if (around) return around.body.body.some((each) => nameOf(each) === name) ? (around.id?.name ?? "its class") : undefined;
  const own = (lineageOf(file, object) ?? []).filter((holder) => hasMember(holder, name));
  const [first] = own.map(({ node }) => node);
  return own.length > 1 && first && "id" in first ? (first.id as TSESTree.Identifier | null)?.name : undefined;
}

function hasMember(holder: Holder, name: string, isMethod = false): boolean {
  return membersOf(holder).some((member) => nameOf(member) === name && !(isMethod && !/MethodDefinition$/u.test(member.type)));
}

/** A class and its bases, the lowest first, or an object; undefined where one of them is not at hand, or has members that nobody names. */
function lineageOf(file: ModuleView, object: Node): readonly Holder[] | undefined {
  const lineage: Holder[] = [];
  for (let at = holderOf(file, object, 0); at; at = baseOf(file, at)) {
    const isWhole = isClass(at.node) || at.node.type === "ObjectExpression";
    if (!isWhole || lineage.length > MOST_STEPS || membersOf(at).some((member) => nameOf(member) === undefined)) return undefined;
    lineage.push(at);
  }
  const top = lineage.at(-1)?.node;
  return top && !("superClass" in top && top.superClass) ? lineage : undefined;
}

function callableOfMember(file: ModuleView, module: DeclaringModule, member: Node): Callee | undefined {
  if (member.type === "TSMethodSignature") return { module, node: member };
  if (member.type === "MethodDefinition" || member.type === "TSAbstractMethodDefinition") return { module, node: member.value };
  const type =
    "typeAnnotation" in member && member.typeAnnotation?.type === "TSTypeAnnotation" ? member.typeAnnotation : undefined;
  const value = "value" in member ? (member.value as Node | null) : undefined;
  if (value?.type === "Identifier" && !enclosingFunction(value)) {
    const declared = file.modules.declarations.findNamed(module, value.name);
    const named = declared?.module.values.get(declared.name);
    return declared && named && calleeIn(declared.module, named);
  }
  return (value && calleeIn(module, value)) || (type && calleeIn(module, type.typeAnnotation)) || undefined;
}

function baseOf(file: ModuleView, { module, node, isStatic }: Holder): Holder | undefined {
  const base =
    "superClass" in node ? node.superClass : node.type === "TSInterfaceDeclaration" ? node.extends[0]?.expression : null;
  const holder = base?.type === "Identifier" ? holderOfName(file, module, base.name) : undefined;
  return holder && { ...holder, isStatic };
}

/** What a field holds, by its annotation or its value. */
function holderOfField(file: ModuleView, holder: Holder, name: string, depth: number): Holder | undefined {
  if (depth > MOST_STEPS) return undefined;
  const member = membersOf(holder).find((each) => nameOf(each) === name);
  if (!member) {
    const base = baseOf(file, holder);
    return base && holderOfField(file, base, name, depth + 1);
  }
  const type =
    "typeAnnotation" in member && member.typeAnnotation?.type === "TSTypeAnnotation" ? member.typeAnnotation : undefined;
  if (type) return holderOfType(file, holder.module, type.typeAnnotation, depth + 1);
  const value = "value" in member ? (member.value as Node | null) : undefined;
  return value ? holderOfValue(file, holder.module, value, depth + 1) : undefined;
}

/** What a function's result or a field is stated to be, or the value that is all that says so. */
export type StatedValue = StatedType | { readonly value: Node };

/** What is known of what a call gives: nothing of a function that is generic, or whose results nobody states and that has several. */
export function resultType(file: FileView, call: TSESTree.CallExpression): readonly StatedValue[] {
  const callee = findCallee(file, call.callee);
  if (!callee || callee.node.typeParameters) return [];
  const type = callee.node.returnType?.typeAnnotation;
  if (type) return [{ module: callee.module, type }];
  if (!isFunction(callee.node) || callee.node.async || callee.node.generator) return [];
  const given = callee.module === ownModule(file) ? returnsOf(file, callee.node) : [];
  return given.length === 1 ? [{ value: given[0]! }] : [];
}

/** What is known of what a member holds: its type, or the value that a field begins with. */
export function memberTypes(file: FileView, node: TSESTree.MemberExpression): readonly StatedValue[] {
  const name = memberName(node);
  const holder = name === undefined ? undefined : holderOf(file, node.object, 0);
  return holder && name !== undefined ? typesOfMember(holder, name) : [];
}

/** What is stated of a member of an export: `url` of `settings.url`. */
export function exportedType(
  file: ModuleView,
  { module, exported }: Pick<ExportRef, "module" | "exported">,
  path: readonly string[],
): StatedType | undefined {
  const found = memberBehind(file, declaredBehind(file, module, [exported, ...path]));
  const [stated] = found?.holder ? typesOfMember(found.holder, found.path.at(-1) ?? "") : [];
  return stated && "type" in stated ? stated : undefined;
}

function typesOfMember(holder: Holder, name: string): readonly StatedValue[] {
  const member = membersOf(holder).find((each) => nameOf(each) === name);
  if (!member) return [];
  const type =
    "typeAnnotation" in member && member.typeAnnotation?.type === "TSTypeAnnotation" ? member.typeAnnotation : undefined;
  const isOptional = "optional" in member && member.optional === true;
  if (type) return [{ module: holder.module, type: type.typeAnnotation, isOptional }];
  return member.type === "PropertyDefinition" && member.value ? [{ value: member.value }] : [];
}

/** The values of a function's own return statements, or its body if that is an expression. */
export function returnsOf(file: ModuleView, owner: FunctionNode): Node[] {
  if (owner.body.type !== "BlockStatement") return [owner.body];
  return file
    .nodes("ReturnStatement")
    .flatMap((statement) => (statement.argument && enclosingFunction(statement) === owner ? [statement.argument] : []));
}
