/** Lets the traced value flow through one file: into variables, fields, results, parameters and exports. */
import type { TSESTree } from "@typescript-eslint/types";
import {
  enclosingClass,
  enclosingFunction,
  isFunction,
  keyName,
  memberName,
  moduleExportName,
  parameterIdentifier,
  unwrap,
  type FunctionNode,
  type Node,
} from "../../syntax/nodes.js";
import { findCallee, findConstructor } from "../callees.js";
import { aliasOf } from "../origins.js";
import { waysOf, waysOfType } from "./evaluate.js";
import {
  type FlowState,
  parameterKey,
  afterAnyMember,
  afterStep,
  beforeStep,
  CALL,
  ELEMENT,
  isItself,
  isInside,
  ITSELF,
  NOWHERE,
  stepsOf,
  union,
  type Ways,
} from "./flow-state.js";

/** A file is walked at most so often; each round takes what flows one step further. */
const MOST_ROUNDS = 12;

/** Grows the state until nothing changes. */
export function collectFlows(state: FlowState): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { version } = state;
    seedDeclarations(state);
    collectVariables(state);
    collectAssignments(state);
    collectFunctions(state);
    collectCalls(state);
    collectExports(state);
    if (state.version === version) return;
  }
}

/** Functions, classes and types by their names, and the traced declarations themselves. */
function seedDeclarations(state: FlowState): void {
  const { file } = state;
  const declare = (id: TSESTree.Identifier | null, at: Node, ways: Ways): void => {
    const variable = id && file.findVariable(id.name, at.parent ?? at);
    if (variable) state.addVariable(variable, ways);
  };
  for (const node of file.nodes("FunctionDeclaration")) declare(node.id, node, waysOf(state, node));
  for (const node of file.nodes("ClassDeclaration")) {
    declare(node.id, node, waysOf(state, node));
    // Inside of a class its name is another variable.
    const [outer, inner] = node.id
      ? [file.findVariable(node.id.name, node.parent), file.findVariable(node.id.name, node.id)]
      : [];
    if (outer && inner && outer !== inner) state.addVariable(inner, state.variable(outer));
  }
  for (const node of file.nodes("TSTypeAliasDeclaration")) declare(node.id, node, waysOfType(state, node.typeAnnotation));
  for (const node of file.nodes("TSInterfaceDeclaration")) declare(node.id, node, waysOfType(state, node.body));
  for (const scope of file.scopes().scopes) {
    if (scope.block.type !== "Program") continue;
    for (const { name } of scope.variables) {
      const own = state.environment.ownWays(file.path, name);
      const variable = own.size > 0 ? file.findVariable(name, file.program) : undefined;
      if (variable && !file.importedName(variable)) state.addVariable(variable, own);
    }
  }
}

function collectVariables(state: FlowState): void {
  for (const { id, init } of state.file.nodes("VariableDeclarator")) bind(state, id, init ? waysOf(state, init) : NOWHERE);
  for (const loop of state.file.nodes("ForOfStatement")) {
    const [declarator] = loop.left.type === "VariableDeclaration" ? loop.left.declarations : [];
    if (declarator) bind(state, declarator.id, afterStep(waysOf(state, loop.right), ELEMENT));
  }
}

/** Gives a pattern a value. */
function bind(state: FlowState, pattern: Node, given: Ways): void {
  const stated = "typeAnnotation" in pattern && pattern.typeAnnotation ? waysOfType(state, pattern.typeAnnotation) : NOWHERE;
  const ways = union(given, stated);
  switch (pattern.type) {
    case "Identifier": {
      const variable = ways.size > 0 ? state.file.findVariable(pattern.name, pattern) : undefined;
      if (variable && !state.file.importedName(variable)) state.addVariable(variable, ways);
      return;
    }
    case "AssignmentPattern":
      return bind(state, pattern.left, union(ways, waysOf(state, pattern.right)));
    case "ObjectPattern":
      for (const property of pattern.properties) {
        if (property.type === "RestElement") bind(state, property.argument, ways);
        else bind(state, property.value, memberWays(ways, keyName(property)));
      }
      return;
    case "ArrayPattern":
      for (const element of pattern.elements) if (element) bind(state, element, afterStep(ways, ELEMENT));
      return;
    case "TSParameterProperty": {
      bind(state, pattern.parameter, ways);
      const owner = enclosingClass(pattern);
      const target = parameterIdentifier(pattern);
      if (!owner || !target) return;
      const variable = state.file.findVariable(target.name, target);
      state.addField(owner.body, target.name, union(ways, variable ? state.variable(variable) : NOWHERE));
      return;
    }
    default:
  }
}

function memberWays(ways: Ways, name: string | undefined): Ways {
  return name === undefined ? afterAnyMember(ways) : afterStep(ways, name);
}

function collectAssignments(state: FlowState): void {
  for (const { left, right } of state.file.nodes("AssignmentExpression")) {
    const ways = waysOf(state, right);
    if (ways.size > 0) assign(state, left, ways);
  }
  for (const field of [...state.file.nodes("PropertyDefinition"), ...state.file.nodes("AccessorProperty")]) {
    const name = keyName(field);
    if (name === undefined || field.static) continue;
    const ways = union(waysOf(state, field.value), waysOfType(state, field.typeAnnotation));
    if (field.parent.type === "ClassBody") state.addField(field.parent, name, ways);
  }
}

function assign(state: FlowState, target: Node, ways: Ways): void {
  const left = unwrap(target);
  if (left.type !== "MemberExpression") return bind(state, left, ways);
  const name = memberName(left);
  const object = unwrap(left.object);
  if (object.type === "ThisExpression") {
    const owner = enclosingClass(object);
    if (owner && name !== undefined) state.addField(owner.body, name, ways);
    return;
  }
  if (object.type === "Identifier") {
    if (object.name === "exports" && name !== undefined) return state.addExport(name, ways);
    if (object.name === "module" && name === "exports") return exportObject(state, ways);
    const variable = state.file.variableOf(object);
    if (variable && !state.file.importedName(variable)) state.addVariable(variable, beforeStep(name ?? ELEMENT, ways));
    return;
  }
  const inner = object.type === "MemberExpression" ? unwrap(object.object) : undefined;
  const isModuleExports =
    inner?.type === "Identifier" && inner.name === "module" && memberName(object as TSESTree.MemberExpression) === "exports";
  if (isModuleExports && name !== undefined) state.addExport(name, ways);
}

/** `module.exports = { a, b }` */
function exportObject(state: FlowState, ways: Ways): void {
  state.addExport("default", ways);
  for (const way of ways) {
    const [, first] = way.split("\0");
    if (first !== undefined && first !== CALL) state.addExport(first, afterStep(new Set([way]), first));
  }
}

function collectFunctions(state: FlowState): void {
  const { file } = state;
  const functions: FunctionNode[] = [
    ...file.nodes("FunctionDeclaration"),
    ...file.nodes("FunctionExpression"),
    ...file.nodes("ArrowFunctionExpression"),
  ];
  for (const node of functions) {
    node.params.forEach((parameter, index) =>
      bind(state, parameter, state.parameter(parameterKey(file.path, node.range[0], index))),
    );
    if (node.returnType) state.addResult(node, waysOfType(state, node.returnType));
    if (node.body.type !== "BlockStatement") addResult(state, node, node.body);
  }
  for (const { argument } of file.nodes("ReturnStatement")) {
    const owner = argument && enclosingFunction(argument);
    if (owner && argument) addResult(state, owner, argument);
  }
  for (const { argument } of file.nodes("YieldExpression")) {
    const owner = argument && enclosingFunction(argument);
    if (owner && argument) state.addResult(owner, beforeStep(ELEMENT, waysOf(state, argument)));
  }
}

/** A function that returns what the traced function gives stands for that function. */
function addResult(state: FlowState, owner: FunctionNode, returned: Node): void {
  state.addResult(owner, waysOf(state, returned));
  const call = unwrap(returned);
  const value = call.type === "AwaitExpression" ? unwrap(call.argument) : call;
  if (value.type !== "CallExpression" || !isItself(waysOf(state, value.callee))) return;
  const name = nameOfFunction(owner);
  const variable = name && state.file.findVariable(name.name, name);
  if (variable) state.addVariable(variable, ITSELF);
}

function nameOfFunction(node: FunctionNode): TSESTree.Identifier | undefined {
  if (node.id) return node.id;
  const { parent } = node;
  return parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
}

/** Arguments flow into the parameters of the function that is called, wherever that is. */
function collectCalls(state: FlowState): void {
  const { file } = state;
  for (const call of [...file.nodes("CallExpression"), ...file.nodes("NewExpression")]) {
    const given = call.arguments.map((argument) => (argument.type === "SpreadElement" ? NOWHERE : open(waysOf(state, argument))));
    if (given.every(({ size }) => size === 0)) continue;
    const called = calledFunction(state, call);
    if (!called) continue;
    given.forEach((ways, index) => {
      const parameter = called.node.params[Math.min(index, called.node.params.length - 1)];
      if (parameter && ways.size > 0) state.hand(parameterKey(called.path, called.node.range[0], index), ways);
    });
  }
}

/** What holds the value inside is not followed further. */
function open(ways: Ways): Ways {
  return [...ways].some(isInside) ? new Set([...ways].filter((way) => !isInside(way))) : ways;
}

interface Called {
  readonly path: string;
  readonly node: FunctionNode;
}

/** The function of a call, or the constructor of the class of a `new`, where its text is known. */
function calledFunction({ file }: FlowState, call: TSESTree.CallExpression | TSESTree.NewExpression): Called | undefined {
  const callee = call.type === "NewExpression" ? findConstructor(file, call.callee) : findCallee(file, call.callee);
  return callee && isFunction(callee.node) ? { path: callee.module.path, node: callee.node } : undefined;
}

function collectExports(state: FlowState): void {
  const { file } = state;
  for (const { declaration, specifiers, source } of file.nodes("ExportNamedDeclaration")) {
    if (declaration) for (const identifier of declaredNames(declaration)) exportName(state, identifier.name, identifier);
    for (const { local, exported } of specifiers) {
      const name = moduleExportName(exported);
      if (source) passFrom(state, source.value, { imported: moduleExportName(local), name });
      else if (local.type === "Identifier") exportName(state, name, local);
    }
  }
  for (const { source, exported } of file.nodes("ExportAllDeclaration"))
    if (exported) passFrom(state, source.value, { imported: "*", name: moduleExportName(exported) });
    else passAll(state, source.value);
  for (const { declaration } of file.nodes("ExportDefaultDeclaration")) {
    const own = "id" in declaration && declaration.id?.type === "Identifier" ? declaration.id : undefined;
    if (own) exportName(state, "default", own);
    else if (declaration.type === "Identifier") exportName(state, "default", declaration);
    else state.addExport("default", waysOf(state, declaration));
  }
  for (const { expression } of file.nodes("TSExportAssignment")) exportObject(state, waysOf(state, expression));
}

/** Exports a name that the file declares or imports; a `const` that only renames an import passes it on, too. */
function exportName(state: FlowState, name: string, identifier: TSESTree.Identifier): void {
  const { file } = state;
  const variable = file.findVariable(identifier.name, identifier);
  if (!variable) return;
  const alias = aliasOf(variable);
  const value = alias?.path.length === 0 ? unwrap(alias.value) : undefined;
  const renamed = value?.type === "Identifier" ? file.variableOf(value) : undefined;
  const imported = file.importedName(variable) ?? (renamed && file.importedName(renamed));
  if (imported) passFrom(state, imported.reference.specifier, { imported: imported.imported, name });
  else state.addExport(name, state.variable(variable));
}

function passFrom(
  state: FlowState,
  specifier: string,
  { imported, name }: { readonly imported: string; readonly name: string },
): void {
  const { file, environment } = state;
  state.passOn(name, environment.passedWays(file.modules.resolve(file.path, specifier), imported));
}

/** `export * from` */
function passAll(state: FlowState, specifier: string): void {
  const { file, environment } = state;
  for (const way of environment.passedWays(file.modules.resolve(file.path, specifier), "*")) {
    const [name] = stepsOf(way);
    if (name !== undefined && name !== "default") state.passOn(name, afterStep(new Set([way]), name));
  }
}

function declaredNames(declaration: TSESTree.NamedExportDeclarations): readonly TSESTree.Identifier[] {
  if (declaration.type === "VariableDeclaration") return declaration.declarations.flatMap(({ id }) => namesIn(id));
  const id = "id" in declaration ? declaration.id : null;
  return id?.type === "Identifier" ? [id] : [];
}

function namesIn(pattern: Node): readonly TSESTree.Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === "RestElement" ? property.argument : property.value),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    default:
      return [];
  }
}
