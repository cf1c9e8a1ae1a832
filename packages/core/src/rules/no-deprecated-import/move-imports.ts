import type { TSESTree } from "@typescript-eslint/types";
import { type Edit, allOf, atMostSuggestion, fix, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { localOf } from "../../edits/imports/declaration-changes.js";
import { safeBesideManualMock } from "../../edits/mocks/key-plans.js";
import { mockOf } from "../../semantics/mocks/module-mocks.js";
import { splitFormOf } from "../../edits/imports/fresh-declarations.js";
import { type ImportedName, isBesideRest, type ModuleReference } from "../../semantics/module-reference.js";
import { declarationOf, removeStatement } from "../../edits/imports/placement.js";
import { jsDocUsesOf, typesInJsDoc } from "../../semantics/view/jsdoc.js";
import { usesOf } from "../../semantics/origins.js";
import { escapePattern, type ModuleIdentity, packageSpecifier } from "../../modules/index.js";
import { isDeclaredBefore } from "../../semantics/effects.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { wholesOf } from "../../semantics/own-exports.js";
import { findExportedCallee } from "../../semantics/callees.js";
import { parameterAt, textOf } from "../../semantics/types/type-members.js";
import { type ExportRef, linkParents } from "../../semantics/module-view.js";
import { isInType, type Node, rewrap } from "../../syntax/nodes.js";
import { type Change, contains } from "../../syntax/ranges.js";
import { isBindable } from "../../syntax/identifiers.js";
import { because, runsOtherwise, type Why } from "../../reasons/reasons.js";

/** Where something has moved to, and how this file writes it. */
export interface Destination {
  readonly module: ModuleIdentity;
  readonly specifier: string;
  /** The moved name's export in the new module, if it differs from the contract's. */
  readonly exported?: string | undefined;
}

/** Points a reference to another module: as a whole, or only the names that no other entry moves. */
export function moveModule(file: FileView, reference: ModuleReference, names: readonly ImportedName[], to: Destination): Edit {
  const refusal = refusalOfPlace(file, reference, to);
  if (refusal !== undefined) return hint(refusal);
  const isWhole = names.length === reference.names.length;
  const edit =
    isWhole && !(names.length > 0 && isMergeable(reference))
      ? fix([], [{ kind: "retarget", reference, module: to.module, specifier: to.specifier }])
      : allOf(...names.map((name) => moveName(file, name, to, { exported: name.imported, rename: "alias" })));
  const mock = mockOf(file, reference);
  return mock ? safeBesideManualMock(file, mock, to, edit) : edit;
}

/** Leaves to a person a module that is called itself, where the new one exports no function as a whole. */
export function lowerIfCalled(file: FileView, reference: ModuleReference, { module, specifier }: Destination, edit: Edit): Edit {
  const wholes = reference.names.filter(({ imported }) => imported === "*" || imported === "default");
  const uses = wholes.flatMap(({ variable }) => (variable ? usesOf(file, variable) : []));
  const isCalled = [...uses, ...(reference.names.length === 0 ? [reference.expression] : [])].some((use) => use && isCallee(use));
  const lacks = isCalled && module.kind === "file" && isNoFunction(file, reference, module.path);
  return lacks ? atMostSuggestion(edit, `the module is called here, and "${specifier}" is no function`) : edit;
}

/** `use()`, `new use()`, `class extends use`. */
export function isCallee(use: Node): boolean {
  const outer = rewrap(use);
  const { parent } = outer;
  if (parent?.type === "ClassDeclaration" || parent?.type === "ClassExpression") return parent.superClass === outer;
  return (parent?.type === "CallExpression" || parent?.type === "NewExpression") && parent.callee === outer;
}

const NO_FUNCTION = /^(?:ObjectExpression|ArrayExpression|Literal|TemplateLiteral)$/u;

/** Whether nothing that a CommonJS module exports as a whole may be called; what its text does not show may be. */
function isNoFunction({ modules }: FileView, { kind }: ModuleReference, path: string): boolean {
  const opened = modules.declarations.read(path);
  if (!opened) return false;
  // The default export of an ES module is looked up by its name.
  if (kind === "import" && opened.program.body.some(({ type }) => /^(?:Import|Export)/u.test(type))) return false;
  return wholesOf(modules, opened).every(({ type }) => NO_FUNCTION.test(type));
}

/** Whether its names may join an existing declaration. */
function isMergeable(reference: ModuleReference): boolean {
  if (reference.kind === "import" || reference.kind === "export-from") return true;
  return splitFormOf(reference) !== undefined && reference.names.every((name) => name.node?.type === "Property");
}

/** Why a place can't import from a module: itself, or by a relative path where `declare module "…"` stands around it. */
function refusalOfPlace(file: FileView, { node }: ModuleReference, { module, specifier }: Destination): Why | undefined {
  if (module.kind === "file" && module.path === file.path) return because("ownModule", "it has moved into this very module");
  const around = node.parent?.type === "TSModuleBlock" ? node.parent.parent : undefined;
  return around?.id.type === "Literal" && specifier.startsWith(".") ? "declare module takes no relative import" : undefined;
}

/** The new name of a moved export: in its module, and at its uses in this file. */
export interface NewName {
  readonly exported: string;
  readonly rename: "alias" | "uses";
}

/** Moves one name, under its old local name or, with `rename: uses`, under its new one. */
export function moveName(file: FileView, name: ImportedName, to: Destination, { exported, rename }: NewName): Edit {
  const refusal = refusalOfPlace(file, name.reference, to) ?? refusalOf(name);
  if (refusal !== undefined) return hint(refusal);
  const target = exported === "*" ? exported : (to.exported ?? exported);
  if (target === "*" && !takesWhole(name)) return hint("it takes one name in a place that takes no whole module");
  const isRenamed = target === "default" ? name.imported === target : rename === "uses" && target !== "*";
  const renamed = isRenamed ? renameUses(file, name, to.module, target) : undefined;
  const ref = { module: to.module, exported: target };
  const finish = (edit: Edit, doubt: Why | undefined = doubtOfMeaning(file, name, ref)): Edit =>
    doubt === undefined ? edit : atMostSuggestion(edit, doubt);
  if (renamed?.isKnown) return finish(fix(renamed.changes, [{ kind: "drop", name }]));
  const changes = renamed?.changes ?? wrapLazy(file, name, target);
  const local = renamed?.local ?? localOf(name);
  const move = {
    kind: "move" as const,
    name,
    module: to.module,
    specifier: to.specifier,
    exported: target,
    local,
    renamed: (renamed?.changes ?? []).map((change) => change.range),
  };
  const doubt = doubtOfPassedOn(file, name, ref) ?? doubtOfNarrowing(file, name, ref) ?? doubtOfStated(file, name, target);
  return finish(fix(changes, [move]), doubt);
}

/** Whether all of a module can be had in place of one name. */
function takesWhole({ imported, node, reference }: ImportedName): boolean {
  if (imported === "*" || reference.kind === "import" || node?.type === "MemberExpression") return true;
  return node?.type === "Property" && node.value.type !== "AssignmentPattern" && splitFormOf(reference) === "load";
}

type Exported = Pick<ExportRef, "module" | "exported">;

/** Why a name can't be what the file has it for: its new home has it only as a value, or only as a type. */
function doubtOfMeaning(file: FileView, name: ImportedName, to: Exported): string | undefined {
  const { variable, node, imported, isTypeOnly } = name;
  const before = { module: file.modules.resolve(file.path, name.reference.specifier), exported: imported };
  const places = variable ? usesOf(file, variable) : node ? [node] : [];
  const isLost = (meaning: Meaning): boolean =>
    places.some((place) => {
      const passed = [place, place.parent].find((each) => each && /^Export(?:Specifier|Default)/u.test(each.type));
      if (!passed) return isUsedAs(place, meaning);
      return passes(file, before, isTypeOnly || ("exportKind" in passed && passed.exportKind === "type"))(meaning);
    });
  return lostMeaning(file, to, imported, isLost);
}

/** What an export is: a class is both. */
type Meaning = "type" | "value";

/** Says that a new home has an export only as a value, or only as a type, where the other is lost by that. */
export function lostMeaning(
  file: FileView,
  to: Exported,
  name: string,
  isLost: (meaning: Meaning) => boolean,
): string | undefined {
  const [only, ...others] = meaningsOf(file, to);
  const lost = only === "type" ? "value" : "type";
  const isOne = only !== undefined && others.length === 0;
  return isOne && isLost(lost) ? `${to.exported} is only a ${only}, and ${name} is used as a ${lost}` : undefined;
}

/** Tells what is passed on of an export. */
export function passes(file: FileView, ref: Exported, isTypeOnly: boolean): (meaning: Meaning) => boolean {
  return (meaning) => !(isTypeOnly && meaning === "value") && meaningsOf(file, ref).has(meaning);
}

/** What the text of an export's TypeScript shows that it is; none where it is not seen. */
export function meaningsOf({ modules, path }: FileView, { module, exported }: Exported): ReadonlySet<Meaning> {
  if (modules.exportOrigin(module, exported)?.kind === "type") return new Set(["type"]);
  const declared =
    module.kind === "package"
      ? modules.declarations.findInstalled(path, packageSpecifier(module), [exported])?.declared
      : modules.declarations.findExported(module, exported);
  if (!declared || !/\.[mc]?tsx?$/u.test(declared.module.path)) return new Set();
  const { module: home, name } = declared;
  // A namespace may add either.
  if (new RegExp(String.raw`\bnamespace\s+${escapePattern(name)}\b`, "u").test(home.text)) return new Set(["type", "value"]);
  return new Set([...(home.types.has(name) ? ["type" as const] : []), ...(home.values.has(name) ? ["value" as const] : [])]);
}

/** `typeof X` is a type, of a value or of what is exported as a type. */
export function isUsedAs(use: Node, meaning: Meaning): boolean {
  let at = use.parent;
  while (at?.type === "TSQualifiedName" || at?.type === "TSImportType") at = at.parent;
  return at?.type !== "TSTypeQuery" && isInType(use) === (meaning === "type");
}

/** A written type of what is loaded has the old name: `jest.requireMock("./old") as { load: Mock }`. */
function doubtOfStated(file: FileView, { imported, reference }: ImportedName, exported: string): string | undefined {
  const { expression } = reference;
  if (!expression || imported === exported) return undefined;
  const outer = rewrap(expression);
  const binding = outer.parent?.type === "VariableDeclarator" ? outer.parent.id : undefined;
  const annotation = binding && "typeAnnotation" in binding ? binding.typeAnnotation : undefined;
  const stated = file.text.slice(expression.range[0], outer.range[1]) + (annotation ? file.textOf(annotation) : "");
  const isNamed = new RegExp(String.raw`[{;,]\s*${escapePattern(imported)}\s*[?:(]`, "u").test(stated);
  return isNamed ? `the type that is written for the module has ${imported}` : undefined;
}

/** Where a function is passed on, its parameters' types may decide about others: calls alone tell TypeScript nothing of them. */
function doubtOfPassedOn(file: FileView, { variable, imported, reference }: ImportedName, to: Exported): string | undefined {
  if (!variable || !usesOf(file, variable).some(isPassedOn)) return undefined;
  const module = file.modules.resolve(file.path, reference.specifier);
  const [before, after] = [{ module, exported: imported }, to].map((each) => findExportedCallee(file, each, [], false));
  for (const index of after?.node.params.keys() ?? []) {
    const [old, fresh] = [before, after].map((each) => each && parameterAt(each, index));
    if (typeof old !== "object" || typeof fresh !== "object") continue;
    const [was, is] = [old, fresh].map((each) => textOf(each).replaceAll(/\s+/gu, " "));
    if (was !== is) return `it is passed on, and ${to.exported} takes ${fresh.text}, not ${was}`;
  }
  return undefined;
}

/** A call ends the code behind it, or asserts what a value is, only by a name that is declared with a type: not by `const fail = throwError`. */
function doubtOfNarrowing(file: FileView, { imported, reference }: ImportedName, to: Exported): string | undefined {
  const module = file.modules.resolve(file.path, reference.specifier);
  const result = findExportedCallee(file, { module, exported: imported }, [], false)?.node.returnType?.typeAnnotation;
  if (result?.type !== "TSNeverKeyword" && !(result?.type === "TSTypePredicate" && result.asserts)) return undefined;
  const declared = file.modules.declarations.findExported(to.module, to.exported);
  const value = declared?.module.values.get(declared.name);
  if (!declared || !value) return undefined;
  linkParents(file, declared.module);
  const { parent } = value;
  const isStated = parent?.type !== "VariableDeclarator" || parent.init !== value || !!parent.id.typeAnnotation;
  return isStated ? undefined : `TypeScript learns nothing of a call of ${to.exported}, which is declared without a type`;
}

function isPassedOn(use: Node): boolean {
  const outer = rewrap(use);
  const { parent } = outer;
  if (parent?.type === "CallExpression" || parent?.type === "NewExpression") return parent.callee !== outer;
  return parent?.type === "Property" || parent?.type === "VariableDeclarator" || parent?.type === "ArrayExpression";
}

/** `lazy(() => import("…"))` wants a default export. */
function wrapLazy(file: FileView, { node }: ImportedName, exported: string) {
  if (node?.type !== "ImportExpression" || exported === "default") return [];
  const end = node.range[1];
  const parameter = takesBareParameters(file) ? "module" : "(module)";
  return [{ range: [end, end] as const, parts: [`.then(${parameter} => ({ default: module.${exported} }))`] }];
}

/** Whether a file writes `each => …` without parentheses wherever it may. */
function takesBareParameters(file: FileView): boolean {
  const plain = file.nodes("ArrowFunctionExpression").flatMap(({ params: [first, ...others], returnType }) => {
    const isPlain = first?.type === "Identifier" && others.length === 0 && !first.typeAnnotation && !returnType;
    return isPlain ? [first.range[0]] : [];
  });
  return plain.length > 0 && plain.every((start) => file.text[start - 1] !== "(");
}

function refusalOf({ reference, node }: ImportedName): Why | undefined {
  const pattern = node?.type === "Property" ? node.parent : undefined;
  if (pattern?.type !== "ObjectPattern") return undefined;
  if (isBesideRest({ node })) return because("notSplit", "a rest element takes the other names");
  return pattern.properties.length > reference.names.length ? "a computed name is taken with it" : undefined;
}

function isInUse(file: FileView, { variable }: ImportedName): boolean {
  return !variable || usesOf(file, variable).length > 0 || typesInJsDoc(file, variable.name).length > 0;
}

/** Removes an import that nothing replaces, if nothing uses it. */
export function removeName(file: FileView, name: ImportedName): Edit {
  if (isInUse(file, name)) return hint(because("inUse", "nothing replaces it, and it is in use"));
  if (!declarationOf(name.reference))
    return hint(because("declaredTogether", "nothing replaces it, and it is declared together with others"));
  return fix([], [{ kind: "drop", name }]);
}

/** Removes a reference to a module that nothing replaces; a person has to judge an import for side effects. */
export function removeReference(file: FileView, reference: ModuleReference): Edit {
  const statement = declarationOf(reference);
  const isUsed = reference.names.some((name) => isInUse(file, name));
  if (isUsed || !statement) return hint(because("inUse", "nothing replaces it, and it is in use"));
  if (reference.names.length > 0)
    return fix(
      [],
      reference.names.map((name) => ({ kind: "drop", name })),
    );
  const doubt = runsOtherwise("the module may have been imported for its effects");
  return atMostSuggestion(fix([removeStatement(file, statement)]), doubt);
}

/** The result of renaming the uses of a name. */
interface Renaming {
  readonly local: string;
  readonly changes: readonly Change[];
  /** The file has the new name already. */
  readonly isKnown: boolean;
}

type Use = TSESTree.Identifier | TSESTree.JSXIdentifier;

/** Renames every use to the new name, to the file's existing local name for it (of a default only so), or to a numbered name if the new one is taken. */
function renameUses(file: FileView, name: ImportedName, module: ModuleIdentity, newName: string): Renaming | undefined {
  const own = localOf(name);
  // An alias is kept: its author chose that name.
  const isOwnName = own === name.imported || name.imported === "default";
  const declared = name.variable?.defs[0]?.name;
  // `const helper = require("./old").helper` declares the name elsewhere.
  const isDeclaredHere = !!declared && contains(name.range, declared.range);
  const isDefault = newName === "default";
  if (!name.variable || !isDeclaredHere || !isOwnName || own === newName) return undefined;
  if (!isDefault && !isBindable(newName)) return undefined;
  const uses = usesOf(file, name.variable);
  const moved = { name, module, newName };
  const known = findKnown(file, moved, uses);
  const local = known ?? (isDefault ? undefined : freeName(file, moved, uses));
  if (local === undefined) return undefined;
  const inJsDoc = jsDocUsesOf(file, own).map(({ range }): Change => ({ range, parts: [local] }));
  return { local, changes: [...uses.map((use) => renameUse(use, local)), ...inJsDoc], isKnown: known !== undefined };
}

/** An imported name, the module to which it moves, and its name there. */
interface MovedName {
  readonly name: ImportedName;
  readonly module: ModuleIdentity;
  readonly newName: string;
}

/** The local name of the same export, if every use can see it. */
function findKnown(file: FileView, { name, module, newName }: MovedName, uses: readonly Use[]): string | undefined {
  for (const reference of file.moduleReferences()) {
    if (reference.kind !== name.reference.kind) continue;
    const known = reference.names.find(
      (other) =>
        other !== name &&
        other.local &&
        other.imported === newName &&
        (!other.isTypeOnly || name.isTypeOnly) &&
        isWritable(other, uses),
    );
    const local = known?.local?.name;
    const isLoaded = reference.kind !== "require" || uses.every((use) => isDeclaredBefore(file, reference.node.range, use));
    if (!isLoaded) continue;
    if (local === undefined || !file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), module)) continue;
    if (uses.every((use) => file.findVariable(local, use) === known?.variable)) return local;
  }
  return undefined;
}

function isWritable({ local }: ImportedName, uses: readonly Use[]): boolean {
  return isTag(local?.name ?? "") || !uses.some((use) => use.type === "JSXIdentifier");
}

function freeName(file: FileView, { name, module, newName }: MovedName, uses: readonly Use[]): string | undefined {
  // `<old/>` would be an HTML element.
  if (!isTag(newName) && uses.some((use) => use.type === "JSXIdentifier")) return undefined;
  // Several old names may become one, also one that other rules write; but a type-only import and a `require` declare different variables.
  const isAsReplacements = name.reference.kind === "import" && !name.isTypeOnly;
  const exported = isAsReplacements ? newName : `${newName} by ${name.reference.kind}${name.isTypeOnly ? " for types" : ""}`;
  return localNamesOf(file).freeName({ name: newName, module, exported }, ...uses);
}

function isTag(name: string): boolean {
  return !/^[a-z]/u.test(name);
}

/** `{ Old }` keeps its key, `export { Old }` its exported name. */
function renameUse(use: Use, local: string): Change {
  const parent = use.parent;
  if (parent.type === "Property" && parent.shorthand && parent.value === use)
    return { range: use.range, parts: [`${use.name}: ${local}`], elsewhere: { parts: [local], isLoose: false } };
  // `export { type Old }` begins before the name.
  if (parent.type === "ExportSpecifier" && parent.exported.range[0] === use.range[0])
    return { range: use.range, parts: [`${local} as ${use.name}`] };
  return { range: use.range, parts: [local] };
}
