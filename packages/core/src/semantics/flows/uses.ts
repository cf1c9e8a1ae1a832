/** Lists the places where a file uses the traced value. */
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file-view.js";
import { type Node, isFunction, isInType, keyName, listOf, memberName, unwrap } from "../../syntax/nodes.js";
import type { ModuleReference } from "../module-reference.js";
import { usesOf } from "../origins.js";
import { waysOf, waysOfType } from "./evaluate.js";
import {
  type FlowState,
  type ParameterKey,
  parameterKey,
  CALL,
  NEW,
  type Ways,
  afterStep,
  isInside,
  isItself,
  stepsOf,
} from "./flow-state.js";
import type { ModuleIdentity } from "../../modules/index.js";
import type { Range } from "../../syntax/ranges.js";

/** All uses of a file whose flows are collected, in the order of the text. */
export function listUses(state: FlowState): readonly FlowUse[] {
  const found = [
    ...state.file.moduleReferences().flatMap((reference) => usesOfReference(state, reference)),
    ...listAutoImports(state),
    ...listParameters(state),
    ...listExpressions(state),
    ...listHeritage(state),
    ...listTypes(state),
  ];
  const distinct = new Map(found.map((use) => [`${use.kind}:${use.range[0]}:${use.name}`, use]));
  return [...distinct.values()].sort((a, b) => a.range[0] - b.range[0] || (a.kind < b.kind ? -1 : 1));
}

const KINDS: Readonly<Partial<Record<ModuleReference["kind"], UseKind>>> = {
  "export-from": "re-export",
  "export-all": "re-export",
  "import-type": "type",
  jsdoc: "type",
  mock: "mock",
  "dynamic-import": "dynamic-import",
};

function usesOfReference({ file, environment }: FlowState, reference: ModuleReference): FlowUse[] {
  const module = file.modules.resolve(file.path, reference.specifier);
  const ofModule = environment.exportWays(module, "*");
  const kind = KINDS[reference.kind] ?? "import";
  const { specifier, specifierRange, names } = reference;
  const useOf = (exported: string, name: string, range: FlowUse["range"], isType: boolean): FlowUse => ({
    ...{ kind: isType && kind !== "re-export" ? "type" : kind, range, name, module, exported },
  });
  if (reference.kind === "mock" || reference.kind === "export-all" || (names.length === 0 && kind !== "re-export"))
    return isUsed(ofModule, reference) ? [useOf("*", specifier, specifierRange, reference.isTypeOnly)] : [];
  return names.flatMap(({ imported, range, isTypeOnly, variable }) => {
    const ways = environment.exportWays(module, imported);
    const isType = isTypeOnly || reference.isTypeOnly;
    const isUnused = reference.kind === "import" && variable !== undefined && usesOf(file, variable).length === 0;
    const use = { ...useOf(imported, imported === "*" ? specifier : imported, range, isType), ...(isUnused && { isUnused }) };
    if (ways.size === 0) return [];
    const isPicked = imported === "*" && !isItself(ways) && variable !== undefined && isOnlyPickedFrom(file, variable);
    return [isWorthNaming(ways, isType) && !isPicked ? use : { ...use, isAside: true }];
  });
}

/** The first place of each global that a build tool imports. */
function listAutoImports({ file, environment }: FlowState): FlowUse[] {
  const unresolved = file.scopes().globalScope?.through.map(({ identifier }) => identifier) ?? [];
  return unresolved.flatMap(({ name, range }, index): FlowUse[] => {
    if (unresolved.findIndex((each) => each.name === name) !== index) return [];
    const found = file.modules.autoImports(file.path).get(name)?.();
    const ways = found && environment.exportWays(found.module, found.name);
    return ways && isWorthNaming(ways, false)
      ? [{ kind: "import", range, name, module: found.module, exported: found.name }]
      : [];
  });
}

/** `import "./a"` uses no export, only the module. */
function isUsed(ways: Ways, { kind, names, node }: ModuleReference): boolean {
  const isBare = kind === "import" && names.length === 0 && node.type === "ImportDeclaration";
  return isBare ? isItself(ways) : ways.size > 0;
}

/** Whether each use of a namespace names the member that it wants: then the others are not used. */
function isOnlyPickedFrom(file: FileView, variable: Variable): boolean {
  return usesOf(file, variable).every(({ parent }) => {
    if (parent.type === "MemberExpression") return memberName(parent) !== undefined;
    if (parent.type === "VariableDeclarator")
      return parent.id.type === "ObjectPattern" && parent.id.properties.every(({ type }) => type === "Property");
    return parent.type === "TSQualifiedName" || parent.type === "JSXMemberExpression";
  });
}

/** A type that only has the value in a member is none of its uses; the member is, where it is read. */
function isWorthNaming(ways: Ways, isTypeOnly: boolean): boolean {
  return isTypeOnly ? isItself(ways) : [...ways].some((way) => !isInside(way));
}

function listParameters(state: FlowState): FlowUse[] {
  const { file } = state;
  const functions = [
    ...file.nodes("FunctionDeclaration"),
    ...file.nodes("FunctionExpression"),
    ...file.nodes("ArrowFunctionExpression"),
  ];
  return functions.flatMap((node) =>
    node.params.flatMap((parameter, index): FlowUse[] => {
      const ways = state.environment.parameterWays(parameterKey(file.path, node.range[0], index));
      return ways.size > 0 ? [{ kind: "receive", range: parameter.range, name: nameOfParameter(parameter) }] : [];
    }),
  );
}

function nameOfParameter(parameter: Node): string {
  if (parameter.type === "TSParameterProperty") return nameOfParameter(parameter.parameter);
  if (parameter.type === "AssignmentPattern") return nameOfParameter(parameter.left);
  return parameter.type === "Identifier" ? parameter.name : "a parameter";
}

function listExpressions(state: FlowState): FlowUse[] {
  const { file } = state;
  const calls = [...file.nodes("CallExpression"), ...file.nodes("NewExpression")].flatMap((node) => usesOfCall(state, node));
  const members = file.nodes("MemberExpression").flatMap((node): FlowUse[] => {
    const name = memberName(node);
    if (name === undefined || isInType(node) || !isItself(waysOf(state, node.object))) return [];
    return [{ kind: "member", range: node.property.range, name }];
  });
  const taken = file
    .nodes("VariableDeclarator")
    .flatMap(({ id, init }) => (id.type === "ObjectPattern" && init && isItself(waysOf(state, init)) ? membersTaken(id) : []));
  return [...calls, ...members, ...taken];
}

/** `const { a } = value` */
function membersTaken({ properties }: TSESTree.ObjectPattern): FlowUse[] {
  return properties.flatMap((property): FlowUse[] => {
    const name = property.type === "Property" ? keyName(property) : undefined;
    return name === undefined ? [] : [{ kind: "member", range: property.range, name }];
  });
}

function usesOfCall(state: FlowState, node: TSESTree.CallExpression | TSESTree.NewExpression): FlowUse[] {
  const ways = waysOf(state, node.callee);
  const name = nameOfCallee(state, node.callee);
  const uses: FlowUse[] = node.arguments.flatMap((argument): FlowUse[] => {
    if (argument.type === "SpreadElement") return [];
    const given = waysOf(state, argument);
    if (given.size === 0 || (isFunction(unwrap(argument)) && !isItself(given))) return [];
    return isAssertion(node.callee) ? [] : [{ kind: "pass", range: argument.range, name }];
  });
  if (node.type === "NewExpression") {
    const made = afterStep(ways, NEW);
    if (isItself(made)) uses.push({ kind: "construct", range: node.range, name });
    else if (made.size > 0) uses.push({ kind: "hold", range: node.range, name });
    return uses;
  }
  const given = afterStep(ways, CALL);
  if (isItself(given) || isItself(ways)) uses.push({ kind: "call", range: node.range, name });
  else if (given.size > 0) uses.push({ kind: [...given].some(isInside) ? "hold" : "call", range: node.range, name });
  return uses;
}

/** `expect(value)`, and the table of `it.each`. */
function isAssertion(callee: Node): boolean {
  let at = unwrap(callee);
  while (at.type === "MemberExpression" || at.type === "CallExpression")
    at = unwrap(at.type === "MemberExpression" ? at.object : at.callee);
  return at.type === "Identifier" && /^(?:expect|assert|it|test|describe|console)$/u.test(at.name);
}

function nameOfCallee({ file }: FlowState, callee: Node): string {
  const called = unwrap(callee);
  if (called.type === "Identifier") return called.name;
  const text = file.textOf(called);
  return text.length <= 40 && !text.includes("\n")
    ? text
    : called.type === "MemberExpression"
      ? (memberName(called) ?? "a function")
      : "a function";
}

function listHeritage(state: FlowState): FlowUse[] {
  const classes = [...state.file.nodes("ClassDeclaration"), ...state.file.nodes("ClassExpression")];
  return [
    ...classes.flatMap(({ superClass, implements: kept }): FlowUse[] => [
      ...(superClass && waysOf(state, superClass).size > 0 ? [heritageOf(state, superClass)] : []),
      ...listOf(kept).flatMap(({ expression, range }): FlowUse[] =>
        isItself(waysOf(state, expression)) ? [{ kind: "implement", range, name: state.file.textOf(expression) }] : [],
      ),
    ]),
    ...state.file
      .nodes("TSInterfaceHeritage")
      .flatMap(({ expression, range }): FlowUse[] =>
        isItself(waysOf(state, expression)) ? [{ kind: "extend", range, name: state.file.textOf(expression) }] : [],
      ),
  ];
}

/** A subclass of what only holds the value holds it, too. */
function heritageOf(state: FlowState, superClass: Node): FlowUse {
  const kind = isItself(waysOf(state, superClass)) ? "extend" : "hold";
  return { kind, range: superClass.range, name: state.file.textOf(superClass) };
}

function listTypes(state: FlowState): FlowUse[] {
  const references = state.file.nodes("TSTypeReference").flatMap((node): FlowUse[] => {
    const { typeName } = node;
    // Of Promise<X> the X counts.
    if (typeName.type === "Identifier" && !state.file.variableOf(typeName)) return [];
    const name = state.file.textOf(typeName);
    return isItself(waysOfType(state, node)) ? [{ kind: "type", range: node.range, name }] : [];
  });
  const queries = state.file.nodes("TSTypeQuery").flatMap((node): FlowUse[] => {
    const ways = waysOfType(state, node);
    return [...ways].some((way) => stepsOf(way).length <= 1)
      ? [{ kind: "type", range: node.range, name: state.file.textOf(node) }]
      : [];
  });
  return [...references, ...queries];
}

/** How a file uses the traced value. */
export type UseKind =
  | "import"
  | "dynamic-import"
  | "re-export"
  | "construct"
  | "call"
  | "member"
  | "extend"
  | "implement"
  | "pass"
  | "receive"
  | "hold"
  | "type"
  | "mock";

/** One place where a file uses the traced value, or what gives it. */
export interface FlowUse {
  readonly kind: UseKind;
  readonly range: Range;
  /** The name of what is used: the export, the member, the function that gets it. */
  readonly name: string;
  /** The module that gives it, for imports, re-exports and mocks. */
  readonly module?: ModuleIdentity;
  /** The export of `module`; `*` for all of it. */
  readonly exported?: string;
  /** An imported name that nothing in the file mentions. */
  readonly isUnused?: boolean;
  /** It names what only has the value inside: that alone is no use of the value. */
  readonly isAside?: boolean;
}

/** What one file does with the traced value. */
export interface FileFlow {
  readonly uses: readonly FlowUse[];
  /** By the exports of the file itself: what they give to importers. */
  readonly exported: ReadonlyMap<string, Ways>;
  /** Those of `exported` that other modules hold, and the file only passes on. */
  readonly passedOn: ReadonlySet<string>;
  /** What the file hands to parameters of functions in any file. */
  readonly handed: ReadonlyMap<ParameterKey, Ways>;
}
