import type { ModuleIdentity, Modules } from "../../modules/index.js";
import { FileView } from "../../semantics/file-view.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import {
  childrenOf,
  stringValue,
  unwrap,
  type Node,
  keyName,
  finalName,
  type Field,
  isField,
  isFunction,
} from "../../syntax/nodes.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { isDeclaredPackage } from "../create-rule-setting.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { Range } from "../../syntax/ranges.js";

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

/** A name or a text in code, outside of comments. */
export interface Mention {
  readonly kind: "name" | "text" | "pattern";
  /** The name; the text of a string; of a pattern its parts, with `*` between them. */
  readonly text: string;
  readonly range: Range;
  /** The function that gets it, for texts and patterns: `import`, `require`, `glob`. */
  readonly callee?: string | undefined;
}

/** All names and strings of a file; a template or a sum with gaps is a pattern. */
export function findMentions(program: TSESTree.Program): readonly Mention[] {
  const found: Mention[] = [];
  const stack: { readonly node: Node; readonly callee?: string | undefined }[] = [{ node: program }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { node, callee } = at;
    if (node.type === "Identifier" || node.type === "PrivateIdentifier" || node.type === "JSXIdentifier")
      found.push({ kind: "name", text: node.name, range: node.range });
    const pattern = patternOf(node);
    if (pattern !== undefined)
      found.push({
        kind: pattern.includes("*") && !isPlain(node) ? "pattern" : "text",
        text: pattern,
        range: node.range,
        callee,
      });
    // The parts of a pattern say nothing by themselves.
    if (node.type === "BinaryExpression" && pattern !== undefined) continue;
    const inside =
      calleeName(node) ??
      (node.type === "ArrayExpression" || node.type === "ObjectExpression" || node.type === "Property" ? callee : undefined);
    for (const child of childrenOf(node)) stack.push({ node: child, callee: inside });
  }
  return found.sort((a, b) => a.range[0] - b.range[0]);
}

function isPlain(node: Node): boolean {
  return node.type === "Literal" || (node.type === "TemplateLiteral" && node.expressions.length === 0);
}

function patternOf(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked ?? value.raw).join("*");
  if (node.type !== "BinaryExpression" || node.operator !== "+") return undefined;
  const [left, right] = [patternOf(node.left), patternOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? "*"}${right ?? "*"}`;
}

function calleeName(node: Node): string | undefined {
  if (node.type === "ImportExpression") return "import";
  return node.type === "CallExpression" || node.type === "NewExpression" ? finalName(node.callee) : undefined;
}

/** The names of a class's or object's members, and where each is. */
export function memberRanges(node: Node, name: string): readonly Range[] {
  const members: readonly Node[] =
    node.type === "ClassDeclaration" || node.type === "ClassExpression"
      ? node.body.body
      : node.type === "ObjectExpression"
        ? node.properties
        : [];
  return members.flatMap((member) => ("key" in member && keyName(member) === name ? [member.range] : []));
}

/**
 * What an offset of a file is in, in words: `function delegate`, `method RunService.start`, `class RunService`; undefined at the
 * top level. A function without a name counts as part of what it is in, unless something gives it a name.
 */
export function enclosingName(program: TSESTree.Program, offset: number): string | undefined {
  let className: string | undefined;
  let name: string | undefined;
  let above: Node | undefined;
  for (let at: Node | undefined = program; at; [above, at] = [at, childAt(at, offset)]) {
    if (at.type === "ClassDeclaration" || at.type === "ClassExpression") {
      className = at.id?.name ?? (above && givenName(above, at));
      if (className !== undefined) name = `class ${className}`;
    } else if (isMember(at)) {
      const member = keyName(at);
      if (member === undefined) continue;
      const kind = at.type === "MethodDefinition" ? (at.kind === "constructor" ? "constructor of" : "method") : "field";
      name =
        kind === "constructor of"
          ? `constructor of ${className ?? "a class"}`
          : `${kind} ${[className, member].filter(Boolean).join(".")}`;
    } else if (isFunction(at)) {
      const own = at.id?.name ?? (above && givenName(above, at));
      if (own !== undefined) name = `function ${own}`;
    }
  }
  return name;
}

/** The child of a node that an offset is in. */
export function childAt(node: Node, offset: number): Node | undefined {
  return childrenOf(node).find(({ range: [start, end] }) => start <= offset && offset < end);
}

function isMember(node: Node): node is TSESTree.MethodDefinition | Field {
  return node.type === "MethodDefinition" || isField(node);
}

/** The name that `const f = …`, `{ f: … }` or `exports.f = …` gives to its value. */
function givenName(parent: Node, value: Node): string | undefined {
  if (parent.type === "VariableDeclarator" && parent.init === value)
    return parent.id.type === "Identifier" ? parent.id.name : undefined;
  if (parent.type === "Property" && parent.value === value) return keyName(parent);
  return parent.type === "AssignmentExpression" && parent.right === value ? finalName(parent.left) : undefined;
}
