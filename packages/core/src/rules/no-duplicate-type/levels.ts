import { hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { describeDifference, differencesOf } from "./differences.js";
import { statementOf, type Duplicate } from "./duplicates.js";
import { areRelated, isSameSubject } from "./related-names.js";
import { mindComments, removeDuplicate } from "./removals.js";
import { isTelling } from "./shape.js";

/** The edit of a duplicate: a fix if it can't change anything, otherwise a suggestion or a hint with the reason. */
export function duplicateEdit(file: FileView, duplicate: Duplicate): Edit {
  const refusal = refusalOf(file, duplicate);
  if (refusal !== undefined) return hint(refusal);
  const edit = removeDuplicate(file, duplicate);
  const doubt = doubtOf(file, duplicate);
  if (edit.level === "hint" || doubt === undefined) return mindComments(file, duplicate, edit);
  // Doubts about the type come first, then those about its import.
  return { ...edit, level: "suggestion", reason: edit.reason === undefined ? doubt : `${doubt}; ${edit.reason}` };
}

/** Why only a person can remove the declaration. */
function refusalOf(file: FileView, { node, type, home, read }: Duplicate): string | undefined {
  if (read.isGeneric && !home) return "it is generic: compare its type parameters with the home's";
  if (home?.isGeneric && !read.isGeneric) return `${type.name} is generic and this is not`;
  const parts = declarationsOf(file, node);
  if (parts.some((part) => part.type !== node.type || part.type === "TSTypeAliasDeclaration"))
    return `${node.id.name} is more than a type here: what it is besides has to go with it`;
  if (parts.length > 0) return "it is declared in several parts, which merge";
  const place = placeRefusal(file, node);
  if (place !== undefined) return place;
  if (home && read.builtOn.has(home.identity)) return `it is made from ${type.name}: give it a name of its own`;
  if (node.type !== "TSEnumDeclaration") return undefined;
  if (node.declare) return "it describes an enum that another script makes";
  return home && !home.isValue ? `it has values at run time, and ${type.name} is only a type` : undefined;
}

/** The name's other declarations. */
function declarationsOf(file: FileView, node: Duplicate["node"]): Node[] {
  const variable = file.findVariable(node.id.name, statementOf(node).parent as Node);
  return (variable?.defs ?? []).map((definition) => definition.node as Node).filter((other) => other !== node);
}

function placeRefusal(file: FileView, node: Node): string | undefined {
  if (/\.d\.(?:[^.]+\.)?[cm]?ts$/u.test(file.path)) return "a declaration file describes code that is not here";
  for (let at = node.parent; at; at = at.parent) {
    if (at.type !== "TSModuleDeclaration") continue;
    return at.kind === "global"
      ? "it is declared for all files, where declarations of one name merge"
      : `it is a member of the namespace ${file.textOf(at.id)}`;
  }
  return undefined;
}

/** What a person has to check before the declaration is removed. */
function doubtOf(file: FileView, { node, type, home, read, isNamed, isSame }: Duplicate): string | undefined {
  if (!home) return `what ${type.name} is made of can't be read here`;
  if (!isSame) return describeDifference(read.shape, home.shape);
  if (isScript(file)) return "without imports and exports the file may be a script, whose types other files see";
  if (node.type === "TSEnumDeclaration") {
    if (node.const || (home.declaration.type === "TSEnumDeclaration" && home.declaration.const))
      return "a const enum is written into the code that uses it";
    if (file.modules.loadDistance({ kind: "file", path: home.module.path }, file.path) !== undefined)
      return `the module that holds ${type.name} imports this one`;
  }
  if (read.shape.schema !== undefined && read.shape.schema !== home.shape.schema)
    return `the type would no longer follow its ${read.shape.schema.startsWith("typeof ") ? "values" : "schema"}`;
  if (isNamed || isSameSubject(node.id.name, type)) return undefined;
  if (areRelated(node.id.name, type)) return `its name tells it apart from ${type.name}`;
  if (isTelling(home.shape)) return undefined;
  return "it is called otherwise, so it may be another thing that only looks the same";
}

const MODULE_SYNTAX = /^(?:Import|Export|TSImportEquals|TSExport)/u;

/**
 * Whether all that keeps a duplicate from being replaced is whether the two types can stand for each other, which a type checker can
 * say: values that differ, what a type follows, or another name are for a person.
 */
export function isForTypeChecker(file: FileView, { node, home, read, isNamed, isSame }: Duplicate): boolean {
  if (!isNamed || isSame || node.type === "TSEnumDeclaration" || isScript(file)) return false;
  if (read.shape.schema !== undefined && read.shape.schema !== home?.shape.schema) return false;
  if (!home) return true;
  if (home.declaration.type === "TSEnumDeclaration") return false;
  const differences = differencesOf(read.shape, home.shape);
  // Types without anything in common are two things that happen to be called alike.
  return !differences || differences.equal.length + differences.different.length > 0;
}

function isScript({ path, program }: FileView): boolean {
  return !/\.[cm]ts$/u.test(path) && !program.body.some((statement) => MODULE_SYNTAX.test(statement.type));
}
