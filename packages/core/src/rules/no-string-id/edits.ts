import { localNamesOf } from "../../semantics/local-names.js";
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, type Edit, fix, hint } from "../../edits/edit.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import type { FileView } from "../../semantics/file-view.js";
import { isNothing, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { quoted } from "../../syntax/spellings.js";
import { renderTemplate } from "../../patterns/render.js";
import { fillingFor, type Rendered } from "../../patterns/filling.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { entryFor, type IdEntry, type StringIdSetting } from "./options.js";
import { because, type Reason } from "../../reasons/reasons.js";
import { mindComments, takeFromHome } from "../../edits/type-declarations.js";
import { usesOf } from "../../semantics/origins.js";
import { wordsOf } from "../../naming/words.js";

/** One file under the rule: what its edits have to agree on. */
export interface IdFile {
  readonly file: FileView;
  readonly options: StringIdSetting;
  readonly setting: RuleSetting;
  /** The edits that remove duplicates of an entry's type, which would clash with an import. */
  readonly aliases: ReadonlyMap<IdEntry, Edit>;
  isDisabled(node: Node): boolean;
}

/** Texts that mean that there is no ID. */
const PLACEHOLDER =
  /^[_<\s-]*(?:unknown|none|null|undefined|n\/a|missing|unset|invalid|anonymous|default|todo|tbd|\*)?[_>\s-]*$/iu;

/** How a message shows the wrapped value. */
export function wrappedText(id: IdFile, entry: IdEntry, node: Node): string {
  const inner = unwrap(node);
  const rendered = renderWrap(id, entry, node);
  const text = stringValue(inner);
  return text === undefined ? rendered.display : rendered.display.replace(id.file.textOf(node), () => quoted(text, '"'));
}

/** Writes the entry's wrap around a value; `whole` includes the casts that the edit replaces too. */
export function wrapValue(id: IdFile, entry: IdEntry, node: Node, whole: Node = node): Edit {
  if (entry.brand().isValue === false && !entry.hasOwnWrap)
    return hint(because("noWrap", `${entry.type} is only a type: the contract has to say how to wrap a value`));
  const rendered = renderWrap(id, entry, node);
  let edit = replaceExpression(id.file, whole, rendered, { bound: [node] });
  const text = stringValue(unwrap(node));
  const doubt = text === undefined ? doubtOfSource(id.file, unwrap(node)) : placeholderDoubt(text);
  if (doubt !== undefined) edit = atMostSuggestion(edit, doubt);
  if (text === undefined && !entry.onlyStatesType())
    edit = atMostSuggestion(edit, `${entry.type} may refuse a value that is not written here`);
  return withAlias(id, entry, withoutParentheses(id, whole, rendered, edit));
}

/** Why a text may stand for no ID at all. */
export function placeholderDoubt(text: string): Reason | undefined {
  if (text === "") return because("placeholder", "an empty text is hardly an ID");
  return PLACEHOLDER.test(text) ? because("placeholder", `${quoted(text, '"')} stands for no ID`) : undefined;
}

/** Why a value is hardly an ID: `null!`, a variable of the environment. */
function doubtOfSource(file: FileView, value: Node): string | undefined {
  if (isNothing(value)) return "it is no ID";
  return ENVIRONMENT.test(file.textOf(value)) ? "the environment may give anything" : undefined;
}

const ENVIRONMENT = /^(?:process|import\.meta|Bun|Deno)\.env\b/u;

/** `("u1" as UserId).length`: the cast needs the parentheses, the wrap does not. */
function withoutParentheses({ file }: IdFile, whole: Node, { template }: Rendered, edit: Edit): Edit {
  if (edit.level === "hint" || unwrap(whole) === whole || template.root.type !== "CallExpression") return edit;
  const range = file.rangeWithParentheses(whole);
  const isFree =
    range[0] < whole.range[0] && !/[\w$]/u.test(file.text[range[0] - 1] ?? "") && file.commentsIn(range).length === 0;
  return isFree
    ? { ...edit, changes: edit.changes.map((change) => (change.range === whole.range ? { ...change, range } : change)) }
    : edit;
}

function renderWrap({ file, setting }: IdFile, entry: IdEntry, node: Node): Rendered {
  return renderTemplate(file, entry.wrap, fillingFor(setting, { value: node }), node);
}

/** Writes the entry's type in place of a plain `string`. */
export function retype(id: IdFile, entry: IdEntry, part: TSESTree.TypeNode): Edit {
  const name = localNamesOf(id.file).nameFor(entry.ref, part, { isTypeOnly: true });
  if ("refused" in name) return hint(name.refused);
  const edit = fix([{ range: part.range, parts: [name.text] }], name.need ? [name.need] : []);
  return withAlias(id, entry, name.reason === undefined ? edit : atMostSuggestion(edit, name.reason));
}

/** Joins the edit with the removal of a duplicate of the type. */
function withAlias(id: IdFile, entry: IdEntry, edit: Edit): Edit {
  const alias = id.aliases.get(entry);
  return alias ? allOf(edit, alias) : edit;
}

/** Lowers an edit that makes a type narrower, unless an ID can be used as a string. */
export function withBrand(entry: IdEntry, edit: Edit): Edit {
  if (entry.brand().isString) return edit;
  return atMostSuggestion(edit, `it is not known whether ${entry.type} can be used as a string`);
}

/** A second `type UserId = string`. */
export interface AliasSite {
  readonly node: TSESTree.TSTypeAliasDeclaration;
  readonly entry: IdEntry;
  readonly isTopLevel: boolean;
  readonly isExported: boolean;
  /** The edit that removes it and imports the type under the same name. */
  readonly removal: Edit;
  /** The references to it in the file. */
  readonly uses: readonly TSESTree.Identifier[];
}

/** Finds declarations of plain types with the name of an entry's type. */
export function findAliases(file: FileView, options: StringIdSetting): AliasSite[] {
  return file.nodes("TSTypeAliasDeclaration").flatMap((node): AliasSite[] => {
    if (node.typeAnnotation.type !== "TSStringKeyword" || node.typeParameters) return [];
    const words = wordsOf(node.id.name).join();
    const entry = options.entries.find(({ type }) => wordsOf(type).join() === words) ?? undefined;
    if (!entry || entryFor(options, node.id.name) === undefined) return [];
    const statement = node.parent.type === "ExportNamedDeclaration" ? node.parent : node;
    const variable = file.findVariable(node.id.name, node.id);
    const uses = variable ? (usesOf(file, variable) as readonly TSESTree.Identifier[]) : [];
    return [
      {
        node,
        entry,
        uses,
        isTopLevel: statement.parent.type === "Program",
        isExported: statement !== node,
        removal: mindComments(file, node, takeFromHome(file, { node, ref: entry.ref })),
      },
    ];
  });
}

/** Removes a duplicate of a type: a fix if nothing uses it, or if the type is only another name for `string` itself. */
export function aliasEdit(id: IdFile, alias: AliasSite): Edit {
  const { entry, node } = alias;
  if (!alias.isTopLevel)
    return atMostSuggestion(retype({ ...id, aliases: new Map() }, entry, node.typeAnnotation), "its values may be strings");
  const { isString, takesStrings } = entry.brand();
  if (isString && takesStrings) return alias.removal;
  if (alias.isExported) return atMostSuggestion(alias.removal, "other files may use it for strings");
  return alias.uses.length === 0 ? alias.removal : atMostSuggestion(alias.removal, "its values may be strings");
}
