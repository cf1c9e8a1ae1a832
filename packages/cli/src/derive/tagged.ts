import { LineIndex } from "@godwit/core/contracts";
import { moduleExportName, type SourceFile } from "@godwit/core/engine";
import type { TSESTree } from "@typescript-eslint/types";

/** The declaration that an export has in its file. */
export type Declaration =
  | TSESTree.FunctionDeclaration
  | TSESTree.TSDeclareFunction
  | TSESTree.ClassDeclaration
  | TSESTree.TSEnumDeclaration
  | TSESTree.TSInterfaceDeclaration
  | TSESTree.TSTypeAliasDeclaration
  | TSESTree.VariableDeclarator
  | TSESTree.Expression;

/** What a `@deprecated` tag is on. */
export type Tagged = { readonly line: number; readonly tag: string } & (
  | { readonly kind: "declaration"; readonly exported: string; readonly local: string; readonly node: Declaration }
  | {
      readonly kind: "member";
      readonly exported: string;
      readonly member: string;
      readonly isStatic: boolean;
    }
  | { readonly kind: "re-export"; readonly exported: string; readonly imported: string; readonly specifier: string }
  | { readonly kind: "overload"; readonly exported: string }
  | { readonly kind: "re-export-all" }
  | { readonly kind: "module" }
  | { readonly kind: "other"; readonly why: string }
);

/** One exported name with its declaration. */
interface Exported {
  readonly exported: string;
  readonly local: string;
  readonly node: Declaration;
}

const TAG = /@deprecated\b[ \t]*([\s\S]*?)(?=\n\s*\*?\s*@\w|$)/;
const OF_MODULE = /@(?:module|fileoverview|file|packageDocumentation)\b/;

/** Everything that a file marks as deprecated, in the order of its text; a tag that is on no export is there too. */
export function findTagged(source: SourceFile): readonly Tagged[] {
  const lines = new LineIndex(source.text);
  const tags = source.comments().flatMap((comment) => readTag(lines, comment));
  const places = placesOf(source.program);
  const found = tags.flatMap(({ end, line, tag, isOfModule }): readonly Tagged[] => {
    const start = nextCode(source, end);
    const found = places.get(start);
    if (isOfModule || (found === undefined && start >= source.text.length)) return [{ line, tag, kind: "module" }];
    return (found ?? [{ kind: "other", why: "it is on nothing that this file exports" } as const]).map((each) => ({
      ...{ line, tag },
      ...each,
    }));
  });
  return joinOverloads(source.program, found);
}

/** What only some overloads of a function are; where all are deprecated, the first tag speaks for them. */
function joinOverloads(program: TSESTree.Program, all: readonly Tagged[]): readonly Tagged[] {
  const names = exportedNames(program);
  const overloads = program.body.flatMap((statement) => declaredBy(statement, names)).filter(isOverload);
  return all.flatMap((each): readonly Tagged[] => {
    if (!isOverload(each)) return [each];
    const { exported, line, tag } = each;
    const own = all.filter((other) => isOverload(other) && other.exported === exported);
    const isWhole = overloads.filter((other) => other.exported === exported).length === own.length;
    if (!isWhole) return [{ kind: "overload", exported, line, tag }];
    return own[0] === each ? [each] : [];
  });
}

function isOverload(each: Tagged | Exported): each is Exported & Tagged {
  return "node" in each && each.node.type === "TSDeclareFunction";
}

/** Why nothing is said of a function of which only some overloads are deprecated. */
export const OVERLOADED = "another overload of it is not deprecated, and an import does not say which one is called";

interface Tag {
  /** The offset behind the comment. */
  readonly end: number;
  readonly line: number;
  /** What the tag says, on one line. */
  readonly tag: string;
  readonly isOfModule: boolean;
}

function readTag(lines: LineIndex, { type, value, range }: TSESTree.Comment): readonly Tag[] {
  const found = (type as string) === "Block" && value.startsWith("*") ? TAG.exec(value) : null;
  if (!found) return [];
  const tag = found[1]!
    .replaceAll(/\n\s*\*?/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  return [{ end: range[1], line: lines.lineOf(range[0]), tag, isOfModule: OF_MODULE.test(value) }];
}

/** Where the code behind a comment begins: further comments and white space are passed over. */
function nextCode({ text, comments }: SourceFile, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && /\s/u.test(text.charAt(at))) at++;
    const comment = comments().find(({ range }) => range[0] === at);
    if (!comment) return at;
    at = comment.range[1];
  }
}

type Found = Tagged extends infer T ? (T extends Tagged ? Omit<T, "line" | "tag"> : never) : never;

/** What may carry a tag, by the offset at which it begins. */
function placesOf(program: TSESTree.Program): ReadonlyMap<number, readonly Found[]> {
  const places = new Map<number, readonly Found[]>();
  const names = exportedNames(program);
  for (const statement of program.body) {
    if (statement.type === "ExportAllDeclaration") {
      const { exported, source } = statement;
      places.set(statement.range[0], [
        exported
          ? { kind: "re-export", exported: moduleExportName(exported), imported: "*", specifier: source.value }
          : { kind: "re-export-all" },
      ]);
      continue;
    }
    const specifiers = statement.type === "ExportNamedDeclaration" && !statement.declaration ? statement.specifiers : [];
    if (statement.type === "ExportNamedDeclaration" && specifiers.length > 0) {
      const found = specifiers.map((each) => reExport(each, statement.source?.value, program));
      places.set(statement.range[0], found);
      specifiers.forEach((each, index) => places.set(each.range[0], [found[index]!]));
      continue;
    }
    const declared = declaredBy(statement, names);
    if (declared.length > 0) places.set(startOf(statement), declared.map(asDeclaration));
    for (const each of declared) for (const [start, member] of membersOf(each)) places.set(start, [member]);
  }
  return places;
}

/** A decorator may stand before `export`. */
function startOf(statement: TSESTree.ProgramStatement): number {
  const inner = "declaration" in statement ? statement.declaration : undefined;
  const decorators = inner && "decorators" in inner && Array.isArray(inner.decorators) ? inner.decorators : [];
  return Math.min(statement.range[0], ...decorators.map(({ range }: { readonly range: readonly [number, number] }) => range[0]));
}

function asDeclaration(found: Exported): Found {
  return { kind: "declaration", ...found };
}

/** The names under which a module's own declarations are exported by lists, by their local names. */
function exportedNames({ body }: TSESTree.Program): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const add = (local: string, exported: string): unknown => names.set(local, [...(names.get(local) ?? []), exported]);
  for (const statement of body) {
    if (statement.type === "ExportNamedDeclaration" && !statement.source)
      for (const { local, exported } of statement.specifiers) add(moduleExportName(local), moduleExportName(exported));
    if (statement.type === "ExportDefaultDeclaration" && statement.declaration.type === "Identifier")
      add(statement.declaration.name, "default");
  }
  return names;
}

function reExport(each: TSESTree.ExportSpecifier, specifier: string | undefined, program: TSESTree.Program): Found {
  const [exported, local] = [moduleExportName(each.exported), moduleExportName(each.local)];
  if (specifier !== undefined) return { kind: "re-export", exported, imported: local, specifier };
  const imported = program.body.flatMap((statement) =>
    statement.type === "ImportDeclaration"
      ? statement.specifiers
          .filter((one) => one.local.name === local)
          .map((one) => ({ specifier: statement.source.value, imported: importedName(one) }))
      : [],
  )[0];
  if (imported) return { kind: "re-export", exported, ...imported };
  const own = program.body
    .flatMap((statement) => declaredBy(statement, new Map([[local, [exported]]])))
    .find((each) => each.exported === exported);
  return own ? asDeclaration(own) : { kind: "other", why: `${local} is declared nowhere in this file` };
}

/** The name that an import takes from its module; `*` for a namespace. */
export function importedName(specifier: TSESTree.ImportClause): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  return specifier.type === "ImportNamespaceSpecifier" ? "*" : moduleExportName(specifier.imported);
}

function declaredBy(statement: TSESTree.ProgramStatement, listed: ReadonlyMap<string, readonly string[]>): readonly Exported[] {
  if (statement.type === "ExportDefaultDeclaration") {
    const node = statement.declaration as Declaration;
    if (node.type === "Identifier") return [];
    return [{ exported: "default", local: "id" in node && node.id?.type === "Identifier" ? node.id.name : "default", node }];
  }
  const isExported = statement.type === "ExportNamedDeclaration";
  const declaration = isExported ? statement.declaration : statement;
  if (!declaration) return [];
  const locals: readonly (readonly [string, Declaration])[] =
    declaration.type === "VariableDeclaration"
      ? declaration.declarations.flatMap((each) => (each.id.type === "Identifier" ? [[each.id.name, each] as const] : []))
      : "id" in declaration && declaration.id?.type === "Identifier" && isDeclaration(declaration)
        ? [[declaration.id.name, declaration] as const]
        : [];
  return locals.flatMap(([local, node]) => {
    const names = [...(isExported ? [local] : []), ...(listed.get(local) ?? [])];
    return names.map((exported) => ({ exported, local, node }));
  });
}

function isDeclaration(node: TSESTree.Node): node is Exclude<Declaration, TSESTree.Expression | TSESTree.VariableDeclarator> {
  return /^(?:FunctionDeclaration|TSDeclareFunction|ClassDeclaration|TSEnumDeclaration|TSInterfaceDeclaration|TSTypeAliasDeclaration)$/.test(
    node.type,
  );
}

/** The members of an exported class or object literal, by where each begins. */
function membersOf({ exported, node }: Exported): readonly (readonly [number, Found])[] {
  const init = node.type === "VariableDeclarator" ? node.init : node;
  const members: readonly (TSESTree.ClassElement | TSESTree.ObjectLiteralElement)[] =
    init?.type === "ClassDeclaration" || init?.type === "ClassExpression"
      ? init.body.body
      : init?.type === "ObjectExpression"
        ? init.properties
        : [];
  return members.flatMap((member) => {
    if (!("key" in member)) return [];
    const name = !member.computed && member.key.type === "Identifier" ? member.key.name : undefined;
    const found: Found =
      name === undefined
        ? { kind: "other", why: "its name is computed or private" }
        : {
            ...{ kind: "member", exported, member: name },
            isStatic: member.type === "Property" || ("static" in member && member.static),
          };
    return [[member.range[0], found] as const];
  });
}

/** A name, or a member behind one. */
const NAME = String.raw`([A-Za-z_$][\w$]*(?:[.#][A-Za-z_$][\w$]*)*)`;
const LINK = new RegExp(String.raw`\{@link(?:code|plain)?\s+${NAME}`, "g");
const WORDS = new RegExp(
  String.raw`\b(?:use|using|replaced by|renamed to|favou?r of|prefer|see)\s+(?:the\s+|new\s+)*[\x60'"]?${NAME}`,
  "gi",
);

/** The names that the text of a `@deprecated` tag points to, links first; `a.b` and `A#b` are members. */
export function namedInTag(text: string): readonly string[] {
  return [...text.matchAll(LINK), ...text.matchAll(WORDS)].map(([, name]) => name!);
}
