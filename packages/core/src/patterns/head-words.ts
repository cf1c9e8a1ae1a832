import type { TSESTree } from "@typescript-eslint/types";
import { boundNames, oncePer } from "../modules/index.js";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import type { ExportRef } from "../semantics/module-view.js";
import { isOfSamePackage, otherFormsOf, passageOf } from "../semantics/origins.js";
import { wordsOfName } from "../syntax/node-places.js";
import { keyName, memberName, rewrap, unwrap, type Node } from "../syntax/nodes.js";
import { holeOf } from "./template-holes.js";

const wordsOf = oncePer((_: FileView) => new Map<Node, readonly string[] | undefined>());

/**
 * Words of which each expression of a file that fits a pattern has one: the name at the pattern's head, what imports call it, and the names
 * of what holds it. Undefined where any expression may fit.
 */
export function headWords(file: FileView, pattern: Node, findExport: FindExport): readonly string[] | undefined {
  const known = wordsOf(file);
  if (known.has(pattern)) return known.get(pattern);
  const own = ownWords(file, nameAtHead(pattern), findExport);
  const words = own && withHolders(file, own);
  known.set(pattern, words);
  return words;
}

/** What a file may write for one of some exports, where no alias holds it; undefined where that may be an expression without a name. */
export function spellingsOfExports(
  file: FileView,
  names: readonly string[],
  findExport: FindExport,
): readonly string[] | undefined {
  const own = names.map((name) => spellingsOf(file, name, findExport));
  return own.includes(undefined) ? undefined : own.flatMap((each) => each ?? []);
}

/** A name that is the same in all that fits a pattern, through whatever the value goes: a member, or what is called. */
type HeadName = TSESTree.Identifier | TSESTree.JSXIdentifier | { readonly type: "Member"; readonly name: string };

/** The head of a pattern, `log` of `console.log($x)`; undefined where there is none, as in `$a + $b`. */
export function nameAtHead(pattern: Node): HeadName | undefined {
  const node = unwrap(pattern);
  switch (node.type) {
    case "CallExpression":
    case "NewExpression":
      return nameAtHead(node.callee);
    case "TaggedTemplateExpression":
      return nameAtHead(node.tag);
    case "AwaitExpression":
      return nameAtHead(node.argument);
    case "JSXElement":
      return nameAtHead(node.openingElement.name);
    case "MemberExpression": {
      const [name] = wordsOfName(memberName(node)) ?? [];
      const isFixed = name !== undefined && !(node.property.type === "Identifier" && holeOf(name));
      return isFixed ? { type: "Member", name } : nameAtHead(node.object);
    }
    case "Identifier":
    case "JSXIdentifier":
      return holeOf(node.name) ? undefined : node;
    default:
      return undefined;
  }
}

function ownWords(file: FileView, head: HeadName | undefined, findExport: FindExport): readonly string[] | undefined {
  if (!head) return undefined;
  return head.type === "Member" ? [head.name] : spellingsOf(file, head.name, findExport);
}

/** What a file may write for a contract's name: for an export what imports call it, too. */
function spellingsOf(file: FileView, name: string, findExport: FindExport): readonly string[] | undefined {
  const ref = findExport(name);
  return ref ? namesOfExport(file, ref) : [name];
}

/** What a file may write for an export; undefined where that may be an expression without a name. */
function namesOfExport(file: FileView, ref: ExportRef): readonly string[] | undefined {
  const { modules } = file;
  const { module, exported } = ref;
  // The module itself may call it otherwise.
  if (exported === "*" || (module.kind === "file" && module.path === file.path)) return undefined;
  const hasAnyName = exported === "default";
  if (hasAnyName && modules.autoImports(file.path).size > 0) return undefined;
  const { isDefault = false, isModule = false } = (ref.inAllForms && otherFormsOf(modules, ref, file.path)) || {};
  const isMeant = (imported: string): boolean =>
    !hasAnyName && (imported === exported || (isDefault && imported === "default") || (isModule && imported === "*"));
  const passage = passageOf(modules, ref);
  const words = new Set(isDefault ? [exported, "default"] : [exported]);
  for (const { specifier, names, expression } of file.moduleReferences()) {
    const renamed = names.filter(
      ({ imported, local }) => local?.name !== exported && (isModule || hasAnyName || imported !== "*"),
    );
    const isWithoutName = hasAnyName && names.length === 0 && expression !== undefined;
    if (renamed.length === 0 && !isWithoutName) continue;
    // A module that passes it on may give it another name.
    const from = modules.resolve(file.path, specifier);
    const mayRename = isOfSamePackage(from, module) || modules.mayPassOn(from, passage) || (hasAnyName && passage.isTarget(from));
    if (isWithoutName && mayRename) return undefined;
    for (const { imported, local } of renamed) if (mayRename || isMeant(imported)) words.add(local?.name ?? imported);
  }
  return [...words];
}

/** Of more names, as minified code has them, all nodes are asked. */
const MOST_WORDS = 32;

/** The words, and the names of constants and fields whose values have one of them at their head; undefined where these are too many. */
export function withHolders(file: FileView, words: readonly string[]): readonly string[] | undefined {
  const all = new Set(words);
  for (let added = words; added.length > 0;) {
    if (all.size > MOST_WORDS) return undefined;
    const holders = file.nodesAround(added).flatMap((node) => (NAMES.has(node.type) ? namesOfHolder(node) : []));
    added = [...new Set(holders)].filter((name) => !all.has(name));
    for (const name of added) all.add(name);
  }
  return [...all];
}

const NAMES: ReadonlySet<string> = new Set(["Identifier", "PrivateIdentifier", "JSXIdentifier", "Literal", "TemplateLiteral"]);

/** The names that are declared, or set, by a value with a name at its head. */
function namesOfHolder(name: Node): readonly string[] {
  const outer = rewrap(name);
  const { parent } = outer;
  switch (parent?.type) {
    case "VariableDeclarator":
      return boundNames(parent.id);
    case "PropertyDefinition":
      return (parent.value === outer && wordsOfName(keyName(parent))) || [];
    case "AssignmentExpression": {
      const target = unwrap(parent.left);
      return (parent.right === outer && target.type === "MemberExpression" && wordsOfName(memberName(target))) || [];
    }
    case "CallExpression":
    case "NewExpression":
      return parent.callee === outer ? namesOfHolder(parent) : [];
    case "MemberExpression":
    case "TaggedTemplateExpression":
    case "AwaitExpression":
    case "Property":
    case "ObjectPattern":
      return namesOfHolder(parent);
    default:
      return [];
  }
}
