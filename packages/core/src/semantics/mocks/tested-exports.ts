import path from "node:path";
import { contains } from "../../syntax/ranges.js";
import { enclosingStatement, isFunction, type Node } from "../../syntax/nodes.js";
import type { FileView } from "../file-view.js";
import type { ExportRef } from "../module-view.js";
import { isReference } from "../../syntax/references.js";
import { originOf } from "../origins.js";
import { hasTests } from "./test-declarations.js";

/** Why new code that uses an export may be no test any more: the test would compare the export with itself. */
export function doubtOfOwnTest(file: FileView, ref: ExportRef, local: string, site: Node): string | undefined {
  if (!hasTests(file)) return undefined;
  const around = asserted(site).range;
  const isBeside = file.identifiers(local).some(({ range }) => contains(around, range) && !contains(site.range, range));
  if (!isBeside && (!isNamedAfter(file, ref) || isOfSameModule(file, ref, site))) return undefined;
  return `${local} is what is tested here, and would be compared with itself`;
}

/** The outermost expression around a site in its function or statement: an assertion, most likely. */
function asserted(site: Node): Node {
  const statement = enclosingStatement(site);
  let at = site;
  while (at !== statement && at.parent && !isFunction(at.parent)) at = at.parent;
  return at;
}

/** Whether a file is called after the module that declares an export: `parse.test.ts` after `parse.ts` or `parse/index.ts`. */
function isNamedAfter({ path: own, modules }: FileView, { module, exported }: ExportRef): boolean {
  const declaring = modules.exportOrigin(module, exported)?.module ?? module;
  return declaring.kind === "file" && declaring.path !== own && nameOfModule(declaring.path) === nameOfModule(own);
}

/** Whether what a site has until now is of the module too, so that the test is about that as well. */
function isOfSameModule(file: FileView, { module, exported }: ExportRef, site: Node): boolean {
  const { modules } = file;
  const declaring = modules.exportOrigin(module, exported)?.module ?? module;
  return file.nodesWithin([site.range]).some((node) => {
    const { reference, path: names } = (node.type === "Identifier" && isReference(node) && originOf(file, node)) || {};
    const [name] = names ?? [];
    if (!reference || name === undefined) return false;
    const from = modules.resolve(file.path, reference.specifier);
    return modules.isSameModule(modules.exportOrigin(from, name)?.module ?? from, declaring);
  });
}

function nameOfModule(file: string): string {
  const [name = ""] = path.basename(file).split(".");
  return name === "index" ? path.basename(path.dirname(file)) : name;
}
