import type { Modules } from "@godwit/modules";
import { FileView } from "../semantics/file-view.js";
import type { ModuleReference } from "../semantics/module-reference.js";
import { childrenOf, stringValue, unwrap, type Node } from "../syntax/nodes.js";
import type { SourceFile } from "../syntax/source-file.js";

/** An export that a file takes, as the module that holds it declares it. */
export interface TakenExport {
  /** The absolute path of the module. */
  readonly path: string;
  /** Its name inside the module; `default` if it has none there. */
  readonly name: string;
}

/** What a file may use of the repository's other files. */
export interface RepositoryUses {
  readonly exports: readonly TakenExport[];
  /** Whether it has a module as an object, so that it may use any export by a member's name. */
  readonly takesWhole: boolean;
  /** The names that it may use of objects: members, keys and texts; not those of other packages' exports. */
  readonly memberNames: ReadonlySet<string>;
}

/**
 * Lists what a file may use of the repository's other files; `vague` if it loads something of which only its run shows what it is, or a module
 * that is not one of the sources, such as a build's output; undefined if it loads nothing of the repository.
 */
export function findRepositoryUses(
  source: SourceFile,
  modules: Modules,
  isSource: (path: string) => boolean,
): RepositoryUses | "vague" | undefined {
  const file = new FileView(source, modules);
  if (loadsByExpression(file)) return "vague";
  const own = file.moduleReferences().filter(({ specifier }) => modules.resolve(file.path, specifier).kind !== "package");
  if (own.length === 0) return undefined;
  const exports: TakenExport[] = [];
  let takesWhole = false;
  for (const reference of own) {
    const module = modules.resolve(file.path, reference.specifier);
    if (module.kind !== "file" || !isSource(module.path)) return "vague";
    if (takesAsObject(reference)) takesWhole = true;
    for (const { imported } of reference.names) {
      if (imported === "*") continue;
      const origin = modules.exportOrigin(module, imported);
      if (!origin || (origin.module.kind === "file" && !isSource(origin.module.path)) || origin.module.kind === "missing")
        return "vague";
      if (origin.module.kind === "file") exports.push({ path: origin.module.path, name: origin.local ?? origin.name });
    }
  }
  return { exports, takesWhole, memberNames: memberNamesIn(file) };
}

/** `import(name)`, `require(name)`, `import.meta.glob("./*.js")`, `require.context(…)`, `createRequire`. */
function loadsByExpression(file: FileView): boolean {
  if (file.nodes("ImportExpression").some(({ source }) => stringValue(source) === undefined)) return true;
  return file.nodes("CallExpression").some(({ callee, arguments: [first] }) => {
    if (callee.type === "Identifier")
      return callee.name === "createRequire" || (callee.name === "require" && stringValue(first) === undefined);
    if (callee.type !== "MemberExpression") return false;
    const { object, property } = callee;
    if (property.type === "Identifier" && property.name === "resolve") return false;
    if (object.type === "Identifier" && object.name === "require") return true;
    return object.type === "MetaProperty" && object.meta.name === "import";
  });
}

function takesAsObject({ kind, names }: ModuleReference): boolean {
  if (kind === "import-type" || kind === "jsdoc") return false;
  const isBare = names.length === 0 && kind !== "import" && kind !== "export-from";
  return isBare || names.some(({ imported }) => imported === "*");
}

function memberNamesIn(file: FileView): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (node: Node | null | undefined): void => {
    if (node?.type === "Identifier" || node?.type === "PrivateIdentifier" || node?.type === "JSXIdentifier") names.add(node.name);
  };
  const stack: Node[] = [file.program];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === "MemberExpression" && !node.computed && !isOfPackage(file, node.object)) add(node.property);
    if (node.type === "JSXMemberExpression") add(node.property);
    if ("key" in node && !("computed" in node && node.computed)) add(node.key);
    const text = stringValue(node);
    if (text !== undefined) names.add(text);
    stack.push(...childrenOf(node));
  }
  return names;
}

/** Whether an object comes from another package as it is: `fs.readFileSync`, `process.env` after `import process from "process"`. */
function isOfPackage(file: FileView, object: Node): boolean {
  const root = unwrap(object);
  if (root.type !== "Identifier") return false;
  const variable = file.variableOf(root);
  const reference = variable && file.importedName(variable)?.reference;
  return reference !== undefined && file.modules.resolve(file.path, reference.specifier).kind === "package";
}
