import { isBuiltin } from "node:module";
import type { FileView } from "./file-view.js";
import type { ImportedName } from "./module-reference.js";
import type { Node } from "../syntax/nodes.js";

/** Whether a name means something else than the global at a place, as `Map` does below `import { Map } from "immutable"`. */
export function hidesGlobal(file: FileView, name: string, site: Node): boolean {
  const variable = file.findVariable(name, site);
  if (!variable) return false;
  const declared = variable.defs.filter(({ type }) => type !== ("Type" as string)).map(({ node }) => node as Node);
  if (declared.length === 0 || declared.some(isAmbient)) return false;
  const imported = file.importedName(variable);
  return !imported || !isSameAsGlobal(imported, name);
}

/** `declare const process: …` says what the global is. */
function isAmbient(node: Node): boolean {
  const statement = node.type === "VariableDeclarator" ? node.parent : node;
  return "declare" in statement && statement.declare === true;
}

/** `import crypto from "node:crypto"`, `import { URL } from "url"`: Node's own modules give the same. */
function isSameAsGlobal({ imported, reference, isTypeOnly }: ImportedName, name: string): boolean {
  const { specifier } = reference;
  if (isTypeOnly || reference.isTypeOnly || !isBuiltin(specifier)) return false;
  const isWhole = imported === "default" || imported === "*";
  return isWhole ? specifier.replace(/^node:/u, "") === name : imported === name;
}
