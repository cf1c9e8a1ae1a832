import type { TSESTree } from "@typescript-eslint/types";
import { type Change, contains, type Range } from "../../syntax/ranges.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import {
  declarationText,
  nameText,
  type DeclarationForm,
  type WrittenName,
  freshText,
  jsDocClause,
  splitFormOf,
  type FreshDeclaration,
  type FreshForm,
} from "./fresh-declarations.js";
import { quoted } from "../../syntax/spellings.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { commentsOfName, editNameList, type NameList, replaceName, writtenName } from "./name-list.js";
import {
  declaratorOf,
  insertAfter,
  indentationOf,
  loadStatementOf,
  rangeInList,
  removeStaleDirective,
  removeStatement,
  withoutFarSemicolon,
} from "./placement.js";
import type { ModuleIdentity, TypeImports } from "../../modules/index.js";
import type { ImportMove } from "../../semantics/import-requests.js";

/** The text changes that turn a declaration into what the plan says, as little as possible; among all plans an emptied declarator goes too. */
export function renderDeclaration(file: FileView, plan: DeclarationPlan, all?: readonly DeclarationPlan[]): Change[] {
  if (plan.reference.kind === "jsdoc") return renderJsDoc(file, plan);
  if ((isEmptied(plan) || plan.isRepeated) && plan.statement) return replaceOrRemove(file, plan, plan.statement);
  const inList = all && emptiedInList(file, plan, all);
  if (inList) return [{ range: inList, parts: [] }];
  const retarget = plan.specifier === undefined ? [] : retargetAll(file, plan, plan.specifier);
  const successors = plan.statement
    ? plan.successors.map((fresh) => insertAfter(file, plan.statement as Node, freshText(file, fresh)))
    : [];
  return [...retarget, ...changeNames(file, plan), ...successors];
}

/** The declarator of a plan that leaves nothing of it, if it is the only such one of several, and no comment is beside it. */
function emptiedInList(file: FileView, plan: DeclarationPlan, all: readonly DeclarationPlan[]): Range | undefined {
  const declarator = isEmptied(plan) ? declaratorOf(plan.reference) : undefined;
  if (!declarator) return undefined;
  const isBeside = (other: DeclarationPlan): boolean =>
    other !== plan && isEmptied(other) && declaratorOf(other.reference)?.parent === declarator.parent;
  const range = rangeInList(declarator);
  return all.some(isBeside) || file.commentsIn(range).length > 0 ? undefined : range;
}

function replaceOrRemove(file: FileView, plan: DeclarationPlan, statement: Node): Change[] {
  if (plan.successors.length === 0) return [removeStatement(file, statement)];
  const { eol } = file.layout();
  const lineBreak = eol + indentationOf(file, statement.range[0]);
  // The successors that are split from a load statement copy its comments with its text.
  const load = plan.successors.some(({ form }) => form === "load") ? loadStatementOf(plan.reference) : undefined;
  const comments = commentsLeft(file, plan, load ? load.binding.range : statement.range);
  const texts = [...comments, ...plan.successors.map((fresh) => freshText(file, fresh))];
  return [
    ...removeStaleDirective(file, statement),
    { range: withoutFarSemicolon(file, statement.range), parts: [texts.join(lineBreak)] },
  ];
}

/** Changes every specifier of the module in the statement: `importActual<typeof import("…")>("…")` has two. */
function retargetAll(file: FileView, plan: DeclarationPlan, specifier: string): Change[] {
  const { reference, statement } = plan;
  const range = (statement ?? reference.expression)?.range;
  const companions = file.moduleReferences().filter((other) => {
    if (!range || other.kind !== "import-type" || other.names.length > 0 || other.specifier !== reference.specifier) return false;
    return splitFormOf(reference) !== "import" && contains(range, other.specifierRange);
  });
  return [reference, ...companions].map((each) => replaceSpecifier(file, each.specifierRange, specifier));
}

function renderJsDoc(file: FileView, plan: DeclarationPlan): Change[] {
  const { reference, successors } = plan;
  const retarget = plan.specifier === undefined ? [] : [replaceSpecifier(file, reference.specifierRange, plan.specifier)];
  const tag = reference.tagRange;
  if (!tag || successors.length === 0) return [...retarget, ...changeNames(file, plan)];
  const separator = tagSeparator(file, tag);
  const texts = successors.map((fresh) => freshText(file, fresh));
  if (isEmptied(plan)) return [{ range: tag, parts: [texts.join(separator)] }];
  const kept = changeNames(file, plan);
  return [...kept, { range: [tag[1], tag[1]], parts: texts.map((text) => separator + text) }];
}

/** The text between two `@import` tags: a new line of the comment, or a new comment. */
function tagSeparator(file: FileView, tag: Range): string {
  const { eol } = file.layout();
  const lineStart = file.text.lastIndexOf("\n", tag[0] - 1) + 1;
  const before = file.text.slice(lineStart, tag[0]);
  const opening = /^([ \t]*)\/\*\*[ \t]*$/u.exec(before);
  if (opening) return ` */${eol}${opening[1]}/** `;
  return eol + (/^[ \t]*\*?[ \t]*$/u.test(before) ? before : " * ");
}

/** A specifier's text in the quotes it has. */
function replaceSpecifier(file: FileView, range: Range, specifier: string): Change {
  const quote = file.text[range[0]];
  if (quote === "`") return { range, parts: [`\`${specifier}\``] };
  return { range, parts: [quoted(specifier, quote === "'" ? "'" : '"')] };
}

function changeNames(file: FileView, plan: DeclarationPlan): Change[] {
  const isKept = [...plan.fates.values()].every(
    (fate) => fate.kind === "keep" || (fate.kind === "move" && isSameName(fate.move.name, fate.move.exported, fate.move.local)),
  );
  if (isKept && plan.additions.length === 0) return [];
  switch (plan.reference.kind) {
    case "import":
      return changeImport(file, plan, plan.reference.node as TSESTree.ImportDeclaration);
    case "export-from":
      return changeList(
        file,
        plan,
        listOf(file, plan, (name) => name.node?.type === "ExportSpecifier"),
        "export-from",
      );
    case "require":
    case "dynamic-import":
    case "actual":
      return changeDestructured(file, plan);
    case "jsdoc":
      return changeJsDoc(file, plan);
    case "import-type":
      return renames(file, plan);
    default:
      return [];
  }
}

function isSameName(name: ImportedName, exported: string, local: string): boolean {
  return name.imported === exported && localOf(name) === local;
}

/** Edits an import in place if its names keep their kind; rewrites it if it gains or loses a default or namespace. */
function changeImport(file: FileView, plan: DeclarationPlan, node: TSESTree.ImportDeclaration): Change[] {
  const final = finalNames(plan);
  const head = (names: readonly { exported: string; local: string }[]) =>
    names
      .filter((name) => name.exported === "default" || name.exported === "*")
      .map((name) => `${name.exported} ${name.local}`)
      .join();
  const hadBraces = node.specifiers.some((specifier) => specifier.type === "ImportSpecifier");
  const hasBraces = final.some((name) => name.exported !== "default" && name.exported !== "*");
  const keepsHead = head(plan.reference.names.map((name) => ({ exported: name.imported, local: localOf(name) }))) === head(final);
  if (keepsHead && hadBraces && hasBraces && !losesItsValues(file, plan, final))
    return changeList(
      file,
      plan,
      listOf(file, plan, (name) => name.node?.type === "ImportSpecifier"),
      "import",
    );
  if (keepsHead && !hadBraces && plan.additions.length > 0 && file.commentsIn(node.range).length > 0)
    return [insertBraces(file, plan, node)];
  return [rewriteClause(file, plan, node, final)];
}

/**
 * Whether an import has nothing but types after it: `import { type A }` would still load the module where TypeScript keeps imports as they
 * are written. Who writes types so goes on doing it.
 */
function losesItsValues(file: FileView, { reference }: DeclarationPlan, final: readonly WrittenName[]): boolean {
  return (
    !reference.isTypeOnly &&
    final.every(({ isTypeOnly }) => isTypeOnly) &&
    file.commentsIn(reference.node.range).length === 0 &&
    typeImportsOf(file) !== "inline"
  );
}

/** How types alone are imported: as the file does it, else as the files around it or its lint want it; undefined: as values are. */
export function typeImportsOf(file: FileView): TypeImports | undefined {
  const ofTypes = file.moduleReferences().filter(({ kind, names }) => kind === "import" && names.some((name) => name.isTypeOnly));
  if (ofTypes.some(({ isTypeOnly, names }) => !isTypeOnly && names.every((name) => name.isTypeOnly))) return "inline";
  return ofTypes.some(({ isTypeOnly }) => isTypeOnly) ? "apart" : file.modules.typeImports(file.path);
}

/** `import D from` gains `, { A }`. */
function insertBraces(file: FileView, plan: DeclarationPlan, node: TSESTree.ImportDeclaration): Change {
  const last = node.specifiers.at(-1) as TSESTree.ImportClause;
  const names = plan.additions.map((name) => nameText(name, "import", file.layout(), node.importKind === "type"));
  return { range: [last.range[1], last.range[1]], parts: [`, { ${names.join(", ")} }`] };
}

/** Rewrites everything between `import` and `from`; a comment in between moves to the front. */
function rewriteClause(
  file: FileView,
  plan: DeclarationPlan,
  node: TSESTree.ImportDeclaration,
  names: readonly WrittenName[],
): Change {
  const comments = commentsLeft(file, plan, [node.range[0], node.source.range[0]]);
  const specifier = plan.specifier ?? node.source.value;
  // Only the clause of the text is taken; how long the specifier is decides whether it has lines.
  const text = declarationText({ names, specifier, form: "import" }, file.layout());
  const clause = text.slice(0, text.lastIndexOf(` from ${quoted(specifier, file.layout().quote)}`));
  const kept = comments.length > 0 ? `${comments.join(file.layout().eol)}${file.layout().eol}` : "";
  return { range: [node.range[0], node.source.range[0]], parts: [`${kept}${clause} from `] };
}

function finalNames(plan: DeclarationPlan): WrittenName[] {
  const own = [...plan.fates].flatMap(([name, fate]): WrittenName[] => {
    if (fate.kind === "gone") return [];
    const isTypeOnly = name.isTypeOnly || plan.reference.isTypeOnly;
    return fate.kind !== "move"
      ? [
          {
            exported: name.imported,
            local: localOf(name),
            isTypeOnly: fate.kind === "type" || (isTypeOnly && fate.kind === "keep"),
          },
        ]
      : [{ exported: fate.move.exported, local: fate.move.local, isTypeOnly }];
  });
  return [...own, ...plan.additions];
}

interface OwnedList extends NameList {
  readonly names: readonly ImportedName[];
}

function listOf(file: FileView, plan: DeclarationPlan, isInBraces: (name: ImportedName) => boolean): OwnedList | undefined {
  const names = plan.reference.names.filter(isInBraces);
  const [first] = names;
  if (!first) return undefined;
  const open = file.lastBefore(first.range[0]);
  const afterLast = file.skipTrivia((names.at(-1) as ImportedName).range[1]);
  const close = file.text[afterLast] === "," ? file.skipTrivia(afterLast + 1) : afterLast;
  return { names, open, close, items: names.map(toItem(plan.reference)) };
}

function toItem({ isTypeOnly }: ModuleReference): (name: ImportedName) => NameList["items"][number] {
  return (name) => ({ range: name.range, name: name.imported, local: localOf(name), isType: name.isTypeOnly && !isTypeOnly });
}

/** The comments of a name between braces. */
export function commentsOf(file: FileView, plan: DeclarationPlan, name: ImportedName): readonly TSESTree.Comment[] {
  const type = name.node?.type;
  if (type !== "ImportSpecifier" && type !== "ExportSpecifier" && type !== "Property") return [];
  const list = listOf(file, plan, (other) => other.node?.type === type);
  return list ? commentsOfName(file, list, list.names.indexOf(name)) : [];
}

/** The comments in a range that no name takes to another declaration, as text. */
function commentsLeft(file: FileView, plan: DeclarationPlan, range: Range): string[] {
  const carried = new Set([...plan.carried].flatMap((name) => commentsOf(file, plan, name)));
  return file.commentsIn(range).flatMap((comment) => (carried.has(comment) ? [] : [file.text.slice(...comment.range)]));
}

function changeList(file: FileView, plan: DeclarationPlan, list: OwnedList | undefined, form: DeclarationForm): Change[] {
  if (!list) return [];
  const layout = file.layout();
  const inTypeDeclaration = plan.reference.isTypeOnly;
  const removed = new Set(list.names.flatMap((name, index) => (plan.fates.get(name)?.kind === "gone" ? [index] : [])));
  const added = plan.additions.map((name) => ({
    name: name.exported,
    local: name.local,
    text: nameText(name, form, layout, inTypeDeclaration),
    isType: name.isTypeOnly && !inTypeDeclaration,
  }));
  const renamed = list.names.flatMap((name): Change[] => {
    const fate = plan.fates.get(name);
    if (fate?.kind === "value" || fate?.kind === "type") {
      const own = { exported: name.imported, local: localOf(name), isTypeOnly: fate.kind === "type" };
      return [replaceName(file, name.range, nameText(own, form, layout))];
    }
    if (fate?.kind !== "move" || isSameName(name, fate.move.exported, fate.move.local)) return [];
    const text = nameText(
      { ...writtenName(file, fate.move), isTypeOnly: name.isTypeOnly && !inTypeDeclaration },
      form,
      layout,
      inTypeDeclaration,
    );
    return [replaceName(file, name.range, text)];
  });
  if (added.length === 0 && removed.size === 0 && renamed.length === 0) return [];
  const carried = new Set(list.names.flatMap((name, index) => (plan.carried.has(name) ? [index] : [])));
  return [...renamed, ...editNameList(file, list, { removed, added, carried })];
}

function changeDestructured(file: FileView, plan: DeclarationPlan): Change[] {
  const list = listOf(file, plan, (name) => name.node?.type === "Property");
  if (list) return changeList(file, plan, list, "require");
  return renames(file, plan);
}

/** Rewrites the clause of `@import { A, B } from "…"`. */
function changeJsDoc(file: FileView, plan: DeclarationPlan): Change[] {
  const { tagRange, specifierRange } = plan.reference;
  if (!tagRange) return renames(file, plan);
  const names = finalNames(plan);
  return [{ range: [tagRange[0], specifierRange[0]], parts: [`@import ${jsDocClause(file, names)} from `] }];
}

/** Renames that are outside any list: `require("a").Old`, `import("a").Old`, `@import { Old }`. */
function renames(file: FileView, plan: DeclarationPlan): Change[] {
  return [...plan.fates].flatMap(([{ node, range, imported }, fate]): Change[] => {
    // `lazy(() => import("…"))` writes no name.
    if (fate.kind !== "move" || fate.move.exported === imported || node?.type === "ImportExpression") return [];
    const { exported } = fate.move;
    if (exported === "*" && node && "object" in node) return [{ range: [node.object.range[1], node.range[1]], parts: [] }];
    return [{ range, parts: [file.text.slice(...range).replace(imported, () => exported)] }];
  });
}

/** What happens to one name of a declaration; `value`: a type's import becomes one of the value; `type`: the other way round. */
export type Fate =
  { readonly kind: "keep" | "value" | "type" } | { readonly kind: "gone" } | { readonly kind: "move"; readonly move: ImportMove };

/** The planned changes of one declaration. */
export interface DeclarationPlan {
  readonly reference: ModuleReference;
  /** The statement that may be removed as a whole; undefined if the reference is part of other code. */
  readonly statement: Node | undefined;
  readonly fates: Map<ImportedName, Fate>;
  readonly additions: WrittenName[];
  /** The new specifier, if it changes. */
  specifier?: string;
  module: ModuleIdentity | undefined;
  /** New declarations that follow this one, or replace it if nothing of it stays. */
  readonly successors: FreshDeclaration[];
  /** Names that take their comments to another declaration. */
  readonly carried: Set<ImportedName>;
  /** Whether an earlier `import "…"` or `export * from "…"` is the same. */
  isRepeated?: boolean;
}

/** The name in the file; for a re-export, the name under which other files see it. */
export function localOf(name: ImportedName): string {
  if (name.node?.type === "ExportSpecifier") {
    const exported = name.node.exported;
    return exported.type === "Identifier" ? exported.name : exported.value;
  }
  return name.local?.name ?? name.alias ?? name.imported;
}

/** Whether no name of the declaration stays. */
export function isEmptied(plan: DeclarationPlan): boolean {
  if (plan.fates.size === 0 || plan.additions.length > 0) return false;
  return [...plan.fates.values()].every((fate) => fate.kind === "gone");
}

/** Whether every name that stays in the file moves to another module. */
export function isLeaving({ fates, reference, additions }: DeclarationPlan): boolean {
  const rest = [...fates.values()].filter((fate) => fate.kind !== "gone");
  if (rest.length === 0 || additions.length > 0) return false;
  return rest.every((fate) => fate.kind === "move" && fate.move.specifier !== reference.specifier);
}

/** Whether the plan changes anything. */
export function isTouched(plan: DeclarationPlan): boolean {
  if (plan.specifier !== undefined || plan.additions.length > 0 || plan.successors.length > 0) return true;
  return [...plan.fates.values()].some((fate) => fate.kind !== "keep");
}

/** Adds a name, unless it is there; a type-only name may become a value's name. */
export function addName(names: WrittenName[], name: WrittenName, plan?: DeclarationPlan): void {
  const isKept = plan && [...plan.fates].some(([own, fate]) => isSame(own, fate, name));
  if (isKept) return;
  const known = names.findIndex((other) => other.local === name.local);
  if (known === -1) names.push(name);
  else if (!name.isTypeOnly) names[known] = name;
}

function isSame(own: ImportedName, fate: Fate, name: WrittenName): boolean {
  if (fate.kind === "gone" || (own.isTypeOnly && !name.isTypeOnly)) return false;
  if (fate.kind === "move") return fate.move.exported === name.exported && fate.move.local === name.local;
  return own.imported === name.exported && localOf(own) === name.local;
}

/** Whether the declaration can take one more name between its braces or beside its default import. */
export function takesName(plan: DeclarationPlan, form: FreshForm, name: WrittenName): boolean {
  if (isEmptied(plan) || plan.reference.kind !== form) return false;
  if (form === "import") return takesImport(plan, name);
  if (form === "export-from") return plan.reference.names.length > 0 && (!plan.reference.isTypeOnly || name.isTypeOnly);
  return takesProperty(plan);
}

function takesImport({ fates, reference, additions }: DeclarationPlan, name: WrittenName): boolean {
  if (reference.names.length === 0) return false;
  const kept = [...fates].flatMap(([own, fate]) =>
    fate.kind === "gone" ? [] : [fate.kind === "move" ? fate.move.exported : own.imported],
  );
  if (kept.includes("*")) return false;
  const hasDefault = kept.includes("default") || additions.some((added) => added.exported === "default");
  if (reference.isTypeOnly) return name.isTypeOnly && !hasDefault && name.exported !== "default";
  return name.exported === "default" ? !hasDefault && !name.isTypeOnly : true;
}

/** Whether the declaration is a destructured `require` at the top level, which can take one more name. */
function takesProperty({ reference, statement }: DeclarationPlan): boolean {
  const binding = statement?.parent?.type === "Program" ? loadStatementOf(reference)?.binding : undefined;
  return reference.kind === "require" && binding?.type === "ObjectPattern";
}
