import type { TSESTree } from "@typescript-eslint/types";
import { keyName, type Node } from "../../syntax/nodes.js";
import type { ExportRef } from "../../semantics/export-ref.js";
import type { Declarations, Declared, DeclaringModule } from "../../modules/index.js";

/** What the declaration of a named type says. */
export interface KnownType {
  readonly members: ReadonlySet<string>;
  /** Whether these are all members of the type. */
  readonly isComplete: boolean;
  /** Whether values may have any other member too: an index signature, or `Record<string, …>`. */
  readonly isOpen: boolean;
}

const DEEPEST = 8;

/** Reads the members of a named type; undefined if it is no object type, or can't be read. */
export function readKnownType(declarations: Declarations, ref: ExportRef): KnownType | undefined {
  const declared = declarations.findExported(ref.module, ref.exported);
  return declared && typeOfDeclared(declarations, declared, 0);
}

function typeOfDeclared(declarations: Declarations, { module, name }: Declared, depth: number): KnownType | undefined {
  const node = module.types.get(name);
  if (!node || depth > DEEPEST) return undefined;
  if (node.type === "TSInterfaceDeclaration") {
    if (node.typeParameters) return undefined;
    const bases = node.extends.map(({ expression }) =>
      expression.type === "Identifier" ? typeOfName(declarations, module, expression.name, depth) : undefined,
    );
    return joined([...bases, membersOf(node.body.body)]);
  }
  if (node.type === "TSTypeAliasDeclaration")
    return node.typeParameters ? undefined : knownType(declarations, module, node.typeAnnotation, depth + 1);
  return node.type === "ClassDeclaration" ? membersOfClass(node) : undefined;
}

function typeOfName(declarations: Declarations, module: DeclaringModule, name: string, depth: number): KnownType | undefined {
  const declared = declarations.findNamed(module, name);
  return declared && typeOfDeclared(declarations, declared, depth + 1);
}

/** The members of a type as it is written in a module. */
function knownType(
  declarations: Declarations,
  module: DeclaringModule,
  type: TSESTree.TypeNode,
  depth = 0,
): KnownType | undefined {
  if (type.type === "TSTypeLiteral") return membersOf(type.members);
  if (type.type === "TSIntersectionType")
    return joined(type.types.map((part) => knownType(declarations, module, part, depth + 1)));
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || depth > DEEPEST) return undefined;
  const [argument] = type.typeArguments?.params ?? [];
  if (argument && type.typeName.name === "Record") return recordOf(argument);
  if (argument) return type.typeName.name === "Readonly" ? knownType(declarations, module, argument, depth + 1) : undefined;
  return typeOfName(declarations, module, type.typeName.name, depth);
}

/** `Record<string, unknown>`; one of listed keys is not looked into. */
function recordOf(key: TSESTree.TypeNode): KnownType | undefined {
  const isOpen = /^TS(?:String|Number|Any)Keyword$/u.test(key.type);
  return isOpen ? { members: new Set(), isComplete: false, isOpen } : undefined;
}

function membersOf(elements: readonly TSESTree.TypeElement[]): KnownType {
  const names = elements.map((element) => ("key" in element ? keyName(element) : undefined));
  const isOpen = elements.some((element) => element.type === "TSIndexSignature");
  return { members: new Set(names.filter((name) => name !== undefined)), isComplete: !names.includes(undefined), isOpen };
}

function membersOfClass(node: TSESTree.ClassDeclaration): KnownType {
  const names = (node.body.body as readonly Node[]).map((member) => ("key" in member ? keyName(member) : undefined));
  return {
    members: new Set(names.filter((name) => name !== undefined)),
    isComplete: !node.superClass && !hasParameterProperties(node),
    isOpen: false,
  };
}

function hasParameterProperties(node: TSESTree.ClassDeclaration): boolean {
  return node.body.body.some(
    (member) =>
      member.type === "MethodDefinition" && member.value.params.some((parameter) => parameter.type === "TSParameterProperty"),
  );
}

function joined(parts: readonly (KnownType | undefined)[]): KnownType | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const isAll = known.length === parts.length;
  return {
    members: new Set(known.flatMap(({ members }) => [...members])),
    isComplete: isAll && known.every(({ isComplete }) => isComplete),
    isOpen: known.some(({ isOpen }) => isOpen),
  };
}
