import { isSameOrigin } from "../modules/index.js";
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import {
  enclosingFunction,
  isDeclaredField,
  isField,
  isFunction,
  keyName,
  memberName,
  type Node,
  parameterIdentifier,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import type { ClosedExpression } from "./effects.js";
import type { StatedType, StatedValue } from "./callees.js";
import { type ExportRef, ownModule } from "./module-view.js";
import { injectedBy, membersOfExport, originOf } from "./origins.js";
import { isOwnExport } from "./own-exports.js";
import { isGuarded, isReadAsThere, isTested, mayLackValue, type Presence, presenceIn } from "./presence.js";
import { behindContext } from "./types/type-flows.js";
import { isKindOf, typesAtEnd } from "./types/type-members.js";
import { typeInPattern } from "./types/type-parts.js";
import { statedTypesOf } from "./types/value-types.js";
import { isBeingMade, isTypeImport } from "../syntax/references.js";
import { because, type Why } from "../reasons/reasons.js";

/** The paths that may fill a hole that the match did not bind. */
export interface ScopeRule {
  readonly from: readonly string[];
  readonly type: ExportRef | undefined;
  /** Whether the path is only the hole's own name, and not declared in the contract. */
  readonly isDefault: boolean;
  /** The parameter of a constructor that a container fills: `private readonly logger: Logger`. */
  readonly inject?: string | undefined;
}

/** A value that is missing at a place, and that a function around it could take from its callers. */
export interface LackedValue {
  /** The hole, or the parameter, that stands for it. */
  readonly name: string;
  readonly from: readonly string[];
  readonly type: ExportRef | undefined;
  /** The parameter by which a class takes it where a container makes its instances: `private readonly logger: Logger`. */
  readonly inject?: string | undefined;
  /** Whether the function of that name is what has to take it; otherwise the code around the place has to have it. */
  readonly isTaken?: boolean;
  /** The expression that the value alone replaces. */
  readonly replaced?: ClosedExpression | undefined;
  /** The name that the place only declares for that expression, which can go where it means the value: `logger`, `this.logger`. */
  readonly declares?: string | undefined;
}

/** The text that fills a hole, and why a person has to check it. */
export interface FoundInScope {
  readonly text: string;
  readonly reason?: Why;
  /** Whether all that is doubtful is its type, which another file declares. */
  readonly isOfUnknownType?: boolean;
  /** What its declaration says of it. */
  readonly stated?: StatedValue | undefined;
}

/**
 * The first path of the rule whose root is visible and initialised at the site, and that is not what is replaced there; undefined if there is
 * none. `declared` is the path that the site itself declares, if it may mean what it would mean without that.
 */
export function findInScope(file: FileView, rule: ScopeRule, site: Node, declared?: string): FoundInScope | undefined {
  const replaced = file.textOf(site);
  const paths = rule.from.filter((path) => replaced !== path && !replaced.startsWith(`${path}.`) && !isBeingSet(path, site));
  const proved = paths.find((path) => path !== declared && file.types?.holds?.(site, path));
  if (proved !== undefined) return { text: proved };
  for (const path of paths) {
    const [root, ...members] = path.split(".");
    if (root === undefined) continue;
    const isOwn = path === declared;
    const holder = root === "this" ? findMember(file, members[0], site, isOwn) : findInitialised(file, root, site, isOwn);
    if (!holder) continue;
    const hasPath = file.types?.hasPath(site, path);
    const rest = members.slice(holder.depth - 1);
    const presence = hasPath === true && rest.length > 0 ? "there" : presenceAt(file, path, { holder, rest, site });
    if (hasPath === false || presence === "missing") continue;
    return { text: path, stated: statedOf(file, holder, rest), ...reasonFor(file, rule, { path, holder, rest, site, presence }) };
  }
  return undefined;
}

/** Whether the site is in what a path, or a part of it, is set to: `logger = Logger.get()` must not become `logger = logger`. */
function isBeingSet(path: string, site: Node): boolean {
  for (let node = site; node.parent; node = node.parent) {
    const { parent } = node;
    if (parent.type !== "AssignmentExpression") continue;
    if (targetsOf(parent.left).some((target) => path === target || path.startsWith(`${target}.`))) return true;
  }
  return false;
}

/** The paths that a pattern sets: `x` and `this.y` of `[x, { y: this.y = 1 }]`. */
function targetsOf(pattern: Node): readonly string[] {
  const target = unwrap(pattern);
  switch (target.type) {
    case "Identifier":
      return [target.name];
    case "ThisExpression":
      return ["this"];
    case "MemberExpression": {
      const name = memberName(target);
      return name === undefined ? [] : targetsOf(target.object).map((path) => `${path}.${name}`);
    }
    case "AssignmentPattern":
      return targetsOf(target.left);
    case "RestElement":
      return targetsOf(target.argument);
    case "ArrayPattern":
      return target.elements.flatMap((element) => (element ? targetsOf(element) : []));
    case "ObjectPattern":
      return target.properties.flatMap((property) => targetsOf(property.type === "Property" ? property.value : property));
    default:
      return [];
  }
}

interface Holder {
  readonly annotation: TSESTree.TypeNode | undefined;
  readonly value: Node | undefined;
  readonly at: Node;
  /** How many parts of the path the annotation covers: 1 for `x`, 2 for `this.x`. */
  readonly depth: number;
  readonly isOptional?: boolean;
  /** Whether it is taken out of the value by a pattern. */
  readonly isPart?: boolean;
}

/** What declares the start of a path, the members behind that, and where the path is to be written. */
interface PlaceInScope {
  readonly holder: Holder;
  readonly rest: readonly string[];
  readonly site: Node;
}

function statedOf(file: FileView, { annotation, value, isPart }: Holder, rest: readonly string[]): StatedValue | undefined {
  if (!annotation) return value && !isPart && rest.length === 0 ? { value } : undefined;
  return typesAtEnd(file, { module: ownModule(file), type: annotation }, rest)[0];
}

function reasonFor(
  file: FileView,
  rule: ScopeRule,
  place: PlaceInScope & { readonly path: string; readonly presence: Presence },
): Omit<FoundInScope, "text"> {
  const { path, holder, rest, site, presence } = place;
  if (rule.isDefault) return { reason: because("onlyByName", `${path} is only taken by its name`) };
  const isWhole = rest.length === 0;
  // `const logger = Logger.getInstance()`, where that is what is replaced.
  if (isWhole && !holder.annotation && holder.value && file.textOf(holder.value) === file.textOf(site)) return {};
  if (presence === "maybe") return { reason: because("mayBeUndefined", `${path} may be undefined here`) };
  if (!rule.type)
    return presence === "unknown" ? { reason: because("unknownType", `nothing here shows that there is ${path}`) } : {};
  const { type } = rule;
  const own = ownModule(file);
  const found = holder.annotation ? [behindContext(file, { module: own, type: holder.annotation })] : statedByValue(file, holder);
  const stated = found.flatMap((each) => typesAtEnd(file, each, rest));
  const isOfType = (each: StatedType): boolean =>
    (each.module === own && namesType(file, each.type, type)) || isKindOf(file, each, type);
  const isStated = stated.length > 0 && presence === "there" && stated.every((each) => each && isOfType(each));
  const isShown = isStated || (!holder.annotation && isWhole && !holder.isPart && isMadeOf(file, holder.value, type));
  const declaredIn = (path: string): boolean => file.modules.isSameModule({ kind: "file", path }, type.module);
  const known = isShown || file.types?.isOfType(holder.at, { exported: type.exported, declaredIn });
  if (isShown || (isWhole && known === true)) return {};
  return {
    reason: because("unknownType", `${path} is not known to be of type ${type.name}`),
    isOfUnknownType: known === undefined,
  };
}

/** What states the type of a value without an annotation: the function that gives it. */
function statedByValue(file: FileView, { value, at, isPart }: Holder): readonly StatedType[] {
  const all = value ? statedTypesOf(file, isPart ? at : value) : [];
  return all.filter((each) => "type" in each);
}

/** Whether a path has a value at a site: by its declaration, by conditions around the site, or by how the file reads it elsewhere. */
function presenceAt(file: FileView, path: string, { holder, rest, site }: PlaceInScope): Presence {
  const { annotation, value } = holder;
  const isDoubtful = rest.length === 0 && !annotation && !!value && mayLackValue(file, value, holder.isPart === true);
  const isTold = (leftOut: number): boolean => isGuarded(file, path.split(".", path.split(".").length - leftOut).join("."), site);
  const stated = annotation ? presenceIn(file, annotation, rest, isTold) : rest.length === 0 ? "there" : "unknown";
  const isOptional = holder.isOptional === true || ("optional" in holder.at && holder.at.optional === true);
  const presence = stated !== "missing" && (isOptional || isDoubtful) ? "maybe" : stated;
  if (presence === "maybe" && stated === "there" && isTold(rest.length)) return "there";
  if (presence !== "unknown") return presence;
  const isUntyped = /\.[cm]?jsx?$/u.test(file.path);
  return isUntyped || isReadAsThere(file, path, site) ? "there" : "unknown";
}

/** Whether the expression itself shows that the value has the type: `new Type(…)`, Angular's `inject(Type)`, a cast, `satisfies`. */
function isMadeOf(file: FileView, value: Node | undefined, type: ExportRef): boolean {
  if (value?.type === "TSAsExpression" || value?.type === "TSSatisfiesExpression")
    return namesType(file, value.typeAnnotation, type);
  const named = value?.type === "NewExpression" ? value.callee : injectedBy(file, value);
  if (!named) return false;
  const origin = originOf(file, named);
  if (origin && membersOfExport(file, origin, type)?.length === 0) return true;
  return isOwnExport(file, named, type);
}

/** Whether an annotation is the contract's type, also through a namespace. */
export function namesType(file: FileView, annotation: TSESTree.TypeNode, type: ExportRef): boolean {
  if (annotation.type !== "TSTypeReference") return false;
  const name = annotation.typeName;
  if (name.type === "Identifier") return meansExport(file, name, type);
  // `contexts.UserContext`
  if (name.type !== "TSQualifiedName" || name.left.type !== "Identifier" || name.right.name !== type.exported) return false;
  const specifier = originOf(file, name.left)?.reference?.specifier;
  return specifier !== undefined && file.modules.isSameModule(file.modules.resolve(file.path, specifier), type.module);
}

/** Whether an identifier is the contract's export: imported, through barrels too, or declared in that very file. */
export function meansExport(file: FileView, identifier: TSESTree.Identifier, ref: ExportRef): boolean {
  const variable = file.variableOf(identifier);
  if (!variable) return false;
  const name = file.importedName(variable);
  if (!name) return ref.module.kind === "file" && ref.module.path === file.path && identifier.name === ref.exported;
  const module = file.modules.resolve(file.path, name.reference.specifier);
  if (name.imported === ref.exported && file.modules.isSameModule(module, ref.module)) return true;
  if (module.kind !== "file" || ref.module.kind !== "file") return false;
  return isSameOrigin(file.modules.exportOrigin(module, name.imported), file.modules.exportOrigin(ref.module, ref.exported));
}

function findInitialised(file: FileView, name: string, site: Node, isOwn: boolean): Holder | undefined {
  const nearest = file.findVariable(name, site);
  const variable = isOwn && nearest ? findBehind(file, nearest) : nearest;
  if (!variable || !isInitialised(variable, site)) return undefined;
  const definition = variable.defs[0];
  const identifier = definition?.name as Node | undefined;
  if (!identifier) return undefined;
  const stated = identifier.type === "Identifier" ? typeInPattern(file, identifier) : undefined;
  return {
    annotation: stated?.type,
    isOptional: stated ? stated.isOptional : isTested(variable) || definition?.type === ("CatchClause" as string),
    value: definition?.node.type === "VariableDeclarator" ? (definition.node.init ?? undefined) : undefined,
    isPart: definition?.node.type === "VariableDeclarator" && definition.node.id !== identifier,
    at: identifier,
    depth: 1,
  };
}

/** What a name means without the declaration at the site, if it always means that: a parameter beside it, or what it hides. */
function findBehind(file: FileView, own: Variable): Variable | undefined {
  if (own.defs[0]?.type === ("Parameter" as string)) return own;
  const hidden = file.findHidden(own);
  return hidden?.references.some((reference) => reference.isWrite() && !reference.init) ? undefined : hidden;
}

/** Whether the variable certainly has its value at the site: imports, parameters, functions, and what is declared before it. */
function isInitialised(variable: Variable, site: Node): boolean {
  const definition = variable.defs[0];
  // eslint-scope (JavaScript files) knows no types, so the property is missing there.
  if (!definition || (variable.isValueVariable as boolean | undefined) === false) return false;
  if (isBeingMade(definition.name, site)) return false;
  switch (definition.type as string) {
    case "ImportBinding":
      return !isTypeImport(definition.node);
    case "FunctionName":
    case "TSEnumName":
      return true;
    case "CatchClause":
    case "Parameter":
      // A default value sees only the names before it.
      return definition.name.range[1] <= site.range[0];
    case "ClassName":
      return definition.node.range[1] <= site.range[0];
    default: {
      const declarator = definition.node as Node;
      const isLoopHead =
        declarator.parent?.parent?.type === "ForOfStatement" || declarator.parent?.parent?.type === "ForInStatement";
      if (declarator.type !== "VariableDeclarator") return declarator.range[1] <= site.range[0];
      if (declarator.parent.declare) return true;
      if (!declarator.init && !isLoopHead && !isAssignedBefore(variable, site)) return false;
      return declarator.range[1] <= site.range[0];
    }
  }
}

function isAssignedBefore(variable: Variable, site: Node): boolean {
  return variable.references.some((reference) => reference.isWrite() && runsBefore(reference.identifier, site));
}

/** Whether a node is before a site in the same function. */
function runsBefore(node: Node, site: Node): boolean {
  return node.range[1] <= site.range[0] && enclosingFunction(node) === enclosingFunction(site);
}

/** What `this` is at a site: an instance whose class declares the member, another object perhaps, or nothing. */
export function thisAt(file: FileView, member: string | undefined, site: Node): "known" | "unknown" | "none" {
  const isMethod = (each: TSESTree.ClassElement): boolean =>
    each.type === "MethodDefinition" && each.kind === "method" && !each.static && keyName(each) === member;
  if (findMember(file, member, site) || thisOf(site)?.body.body.some(isMethod)) return "known";
  for (let node: Node | undefined = site; node; node = node.parent)
    if (node.type === "ClassBody" || (isFunction(node) && node.type !== "ArrowFunctionExpression")) return "unknown";
  return "none";
}

/** The code of the getter `this.x` of the class around the site; undefined where it may be something else. */
export function getterAt(name: string, site: Node): Node | undefined {
  const isNamed = (each: TSESTree.ClassElement): boolean => "key" in each && keyName(each) === name && !each.static;
  const own = thisOf(site)?.body.body.filter(isNamed) ?? [];
  const getter = own.find((each) => each.type === "MethodDefinition" && each.kind === "get");
  return getter?.type === "MethodDefinition" ? (getter.value.body ?? undefined) : undefined;
}

/** The declaration of `this.x`, if the class around the site has set that instance member by then. */
function findMember(file: FileView, name: string | undefined, site: Node, isOwn = false): Holder | undefined {
  const place = name === undefined ? undefined : thisOf(site);
  if (name === undefined || !place) return undefined;
  const inConstructor = place.member.type === "MethodDefinition" && place.member.kind === "constructor";
  const isEarly = !place.isLater && isField(place.member);
  if (inConstructor && !place.isDeferred && place.body.parent.superClass && !callsSuperBefore(file, site)) return undefined;
  for (const member of place.body.body) {
    const parameter = parameterProperty(member, name);
    // Native class fields are initialised before the constructor's parameters are assigned, and TypeScript reports it (2729).
    if (parameter)
      return isEarly && !isOwn ? undefined : holderOf(parameter, parameter.typeAnnotation?.typeAnnotation, undefined);
    if (isOwn && member === place.member) continue;
    if (!("key" in member) || keyName(member) !== name || ("static" in member && member.static)) continue;
    // What is abstract a subclass sets, after this class is constructed.
    if (isDeclaredField(member)) {
      if (!isField(member) && (isEarly || (inConstructor && !place.isDeferred))) return undefined;
      // Without a value of its own it gets one in the constructor at the earliest.
      const isUnset = isField(member) && !member.value;
      if (isEarly && (isUnset || member.range[0] >= place.member.range[0])) return undefined;
      if (inConstructor && !place.isDeferred && !member.value && !isMemberAssignedBefore(file, name, site)) return undefined;
      return holderOf(member.key, member.typeAnnotation?.typeAnnotation, member.value ?? undefined, member.optional);
    }
    // In the accessor itself it would call itself.
    if (member === place.member) continue;
    if ((member.type === "MethodDefinition" || member.type === "TSAbstractMethodDefinition") && member.kind === "get")
      return holderOf(member.key, member.value.returnType?.typeAnnotation, undefined);
  }
  return undefined;
}

function holderOf(at: Node, annotation: TSESTree.TypeNode | undefined, value: Node | undefined, isOptional = false): Holder {
  return { annotation, value, at, depth: 2, isOptional };
}

/** `constructor(private readonly context: UserContext)` */
function parameterProperty(member: TSESTree.ClassElement, name: string): TSESTree.Identifier | undefined {
  if (member.type !== "MethodDefinition" || member.kind !== "constructor") return undefined;
  const properties = member.value.params.filter((parameter) => parameter.type === "TSParameterProperty");
  return properties.map(parameterIdentifier).find((identifier) => identifier?.name === name);
}

function callsSuperBefore(file: FileView, site: Node): boolean {
  return file.nodes("Super").some((node) => node.parent.type === "CallExpression" && runsBefore(node, site));
}

function isMemberAssignedBefore(file: FileView, name: string, site: Node): boolean {
  const isMember = (target: Node): boolean =>
    target.type === "MemberExpression" && target.object.type === "ThisExpression" && memberName(target) === name;
  return file.nodes("AssignmentExpression").some((node) => isMember(node.left) && runsBefore(node, site));
}

interface ThisPlace {
  readonly body: TSESTree.ClassBody;
  /** The member that contains the site. */
  readonly member: TSESTree.ClassElement;
  /** Whether an arrow function is between: it runs later. */
  readonly isDeferred: boolean;
  /** Whether one is that is no argument and not called: it surely does. */
  readonly isLater: boolean;
}

/** The class whose instance `this` is at the site. */
function thisOf(site: Node): ThisPlace | undefined {
  let [isDeferred, isLater] = [false, false];
  for (let node = site; node.parent; node = node.parent) {
    const parent = node.parent;
    if (parent.type === "ClassBody") {
      const member = node as TSESTree.ClassElement;
      const isStatic = member.type === "StaticBlock" || ("static" in member && member.static);
      return isStatic ? undefined : { body: parent, member, isDeferred, isLater };
    }
    // A computed key is evaluated outside.
    if ("key" in parent && parent.key === node && parent.parent?.type === "ClassBody") return undefined;
    if (node.type === "ArrowFunctionExpression") {
      isDeferred = true;
      isLater ||= !/^(?:Call|New)Expression$/u.test(rewrap(node).parent?.type ?? "");
    }
    const isMethodBody = parent.type === "MethodDefinition" && parent.value === node;
    if (isFunction(node) && node.type !== "ArrowFunctionExpression" && !isMethodBody) return undefined;
  }
  return undefined;
}
