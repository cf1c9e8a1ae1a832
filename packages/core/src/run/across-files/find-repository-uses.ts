import type { ModuleIdentity, Modules } from "../../modules/index.js";
import { FileView } from "../../semantics/file-view.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import { childrenOf, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { isDeclaredPackage } from "../create-rule-setting.js";

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
  /** Whether it may use any export by one of `names`: it has a module as an object, or only its run shows what it loads. */
  readonly takesWhole: boolean;
  /** The names that it may use of objects: members, keys and texts; not those of other packages' exports. */
  readonly names: ReadonlySet<string>;
}

/** What is known of the files of a repository. */
export interface KnownFiles {
  /** Whether a file (an absolute path) is one of those whose uses are known. */
  readonly isSource: (path: string) => boolean;
  /** Whether a package is one of the repository's. */
  readonly isOwnPackage: (name: string) => boolean;
}

/** Lists what a file may use of the repository's other files; undefined if it loads nothing of them. */
export function findRepositoryUses(source: SourceFile, modules: Modules, known: KnownFiles): RepositoryUses | undefined {
  const file = new FileView(source, modules);
  const declared = modules.declaredPackages([file.path]);
  /** A name that no package.json declares may be an alias of a bundler. */
  const isForeign = (module: ModuleIdentity): boolean =>
    module.kind === "package" &&
    !module.name.startsWith("#") &&
    !known.isOwnPackage(module.name) &&
    isDeclaredPackage(module.name, declared);
  const own = file.moduleReferences().filter(({ specifier }) => !isForeign(modules.resolve(file.path, specifier)));
  const exports = own.flatMap((reference) => exportsTakenBy(reference, file, known));
  const isVague = loadsByExpression(file) || exports.includes("unknown");
  if (own.length === 0 && !isVague) return undefined;
  return {
    exports: exports.filter((each) => each !== "unknown"),
    takesWhole: isVague || own.some((reference) => takesAsObject(reference)),
    names: new Set(namesIn(file, isVague)),
  };
}

/** The exports that a reference names; `unknown` for one whose module is none of the sources, such as a build's output. */
function exportsTakenBy(
  { specifier, names }: ModuleReference,
  { path, modules }: FileView,
  { isSource }: KnownFiles,
): readonly (TakenExport | "unknown")[] {
  const module = modules.resolve(path, specifier);
  if (module.kind !== "file" || !isSource(module.path)) return ["unknown"];
  return names.flatMap(({ imported }): readonly (TakenExport | "unknown")[] => {
    if (imported === "*") return [];
    const origin = modules.exportOrigin(module, imported);
    if (origin?.module.kind === "package") return [];
    if (origin?.module.kind !== "file" || !isSource(origin.module.path)) return ["unknown"];
    return [{ path: origin.module.path, name: origin.local ?? origin.name }];
  });
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

/** The names of members, keys and texts in a file; with `all` every name. */
function* namesIn(file: FileView, all: boolean): Generator<string> {
  const stack: Node[] = [file.program];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const text = stringValue(node);
    if (text !== undefined) yield text;
    const named = all ? node : memberIn(file, node);
    if (named?.type === "Identifier" || named?.type === "PrivateIdentifier" || named?.type === "JSXIdentifier") yield named.name;
    stack.push(...childrenOf(node));
  }
}

/** The name of the member that a node uses or gives. */
function memberIn(file: FileView, node: Node): Node | undefined {
  if (node.type === "JSXMemberExpression") return node.property;
  if (node.type === "TSQualifiedName") return node.right;
  if (node.type === "MemberExpression") return node.computed || isOfPackage(file, node.object) ? undefined : node.property;
  return "key" in node && !("computed" in node && node.computed) ? node.key : undefined;
}

/** Whether an object comes from another package as it is: `fs.readFileSync`, `process.env` after `import process from "process"`. */
function isOfPackage(file: FileView, object: Node): boolean {
  const root = unwrap(object);
  if (root.type !== "Identifier") return false;
  const variable = file.variableOf(root);
  const reference = variable && file.importedName(variable)?.reference;
  return reference !== undefined && file.modules.resolve(file.path, reference.specifier).kind === "package";
}
