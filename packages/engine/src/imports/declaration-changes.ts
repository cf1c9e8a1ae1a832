import type { TSESTree } from "@typescript-eslint/types";
import type { Change } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import type { Range } from "../file/ranges.js";
import { declarationText, nameText, quoted, type DeclarationForm, type WrittenName } from "./declaration-text.js";
import type { ImportedName } from "./module-references.js";
import { editNameList, type NameList } from "./name-list.js";
import { removeStaleDirective, removeStatement } from "./placement.js";
import { isEmptied, localOf, type DeclarationPlan } from "./declaration-plan.js";

/** The text changes that turn a declaration into what the plan says, touching as little as possible. */
export function renderDeclaration(file: FileView, plan: DeclarationPlan): Change[] {
  if (isEmptied(plan)) return replaceOrRemove(file, plan);
  const retarget = plan.specifier === undefined ? [] : [replaceSpecifier(file, plan.reference.specifierRange, plan.specifier)];
  return [...retarget, ...changeNames(file, plan)];
}

function replaceOrRemove(file: FileView, plan: DeclarationPlan): Change[] {
  const { statement } = plan;
  if (!statement) return [];
  if (plan.replacedBy === undefined) return [removeStatement(file, statement)];
  const comments = file.commentsIn(statement.range).map((comment) => file.text.slice(...comment.range) + file.layout().eol);
  return [...removeStaleDirective(file, statement), { range: statement.range, parts: [...comments, plan.replacedBy] }];
}

/** A specifier's text in the quotes it has. */
export function replaceSpecifier(file: FileView, range: Range, specifier: string): Change {
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
    case "import-type":
    case "jsdoc":
      return renames(file, plan);
    default:
      return [];
  }
}

function isSameName(name: ImportedName, exported: string, local: string): boolean {
  return name.imported === exported && localOf(name) === local;
}

/** An import whose names keep their kind is edited in place; one that gains or loses a default or namespace is written anew. */
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
  if (keepsHead && hadBraces && hasBraces)
    return changeList(
      file,
      plan,
      listOf(file, plan, (name) => name.node?.type === "ImportSpecifier"),
      "import",
    );
  if (keepsHead && !hadBraces && file.commentsIn(node.range).length > 0) return [insertBraces(file, plan, node)];
  return [rewriteClause(file, node, final)];
}

/** `import D from` gains `, { A }`. */
function insertBraces(file: FileView, plan: DeclarationPlan, node: TSESTree.ImportDeclaration): Change {
  const last = node.specifiers.at(-1) as TSESTree.ImportClause;
  const names = plan.additions.map((name) => nameText(name, "import", file.layout(), node.importKind === "type"));
  return { range: [last.range[1], last.range[1]], parts: [`, { ${names.join(", ")} }`] };
}

/** Everything between `import` and `from`, written anew; a comment in there goes in front. */
function rewriteClause(file: FileView, node: TSESTree.ImportDeclaration, final: readonly WrittenName[]): Change {
  const comments = file.commentsIn([node.range[0], node.source.range[0]]).map((comment) => file.text.slice(...comment.range));
  // A dummy specifier: only the clause of the text is taken.
  const text = declarationText("", final, "import", file.layout());
  const clause = text.slice(0, text.lastIndexOf(" from "));
  const kept = comments.length > 0 ? `${comments.join(file.layout().eol)}${file.layout().eol}` : "";
  return { range: [node.range[0], node.source.range[0]], parts: [`${kept}${clause} from `] };
}

function finalNames(plan: DeclarationPlan): WrittenName[] {
  const own = [...plan.fates].flatMap(([name, fate]): WrittenName[] => {
    if (fate.kind === "gone") return [];
    const isTypeOnly = name.isTypeOnly || plan.reference.isTypeOnly;
    return fate.kind === "keep"
      ? [{ exported: name.imported, local: localOf(name), isTypeOnly }]
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
  return { names, open, close, items: names.map((name) => ({ range: name.range, name: name.imported })) };
}

function changeList(file: FileView, plan: DeclarationPlan, list: OwnedList | undefined, form: DeclarationForm): Change[] {
  if (!list) return [];
  const layout = file.layout();
  const inTypeDeclaration = plan.reference.isTypeOnly;
  const removed = new Set(list.names.flatMap((name, index) => (plan.fates.get(name)?.kind === "gone" ? [index] : [])));
  const added = plan.additions.map((name) => ({ name: name.exported, text: nameText(name, form, layout, inTypeDeclaration) }));
  const renamed = list.names.flatMap((name): Change[] => {
    const fate = plan.fates.get(name);
    if (fate?.kind !== "move" || isSameName(name, fate.move.exported, fate.move.local)) return [];
    const text = nameText(
      { exported: fate.move.exported, local: fate.move.local, isTypeOnly: name.isTypeOnly && !inTypeDeclaration },
      form,
      layout,
      inTypeDeclaration,
    );
    return [{ range: name.range, parts: [text] }];
  });
  if (added.length === 0 && removed.size === 0) return renamed;
  return [...renamed, ...editNameList(file, list, removed, added)];
}

function changeDestructured(file: FileView, plan: DeclarationPlan): Change[] {
  const list = listOf(file, plan, (name) => name.node?.type === "Property");
  if (list) return changeList(file, plan, list, "require");
  return renames(file, plan);
}

/** Names without a list around them: `require("a").Old`, `import("a").Old`, `@import { Old }`. */
function renames(file: FileView, plan: DeclarationPlan): Change[] {
  return [...plan.fates].flatMap(([name, fate]): Change[] => {
    if (fate.kind !== "move" || fate.move.exported === name.imported) return [];
    const text = file.text.slice(...name.range);
    return [{ range: name.range, parts: [text.replace(name.imported, () => fate.move.exported)] }];
  });
}
