import type { TSESTree } from "@typescript-eslint/types";
import { type Node, childrenOf, keyName, unwrap } from "../../syntax/nodes.js";
import { keyOf } from "../../semantics/local-names.js";
import type { Declared, DeclaringModule, Modules } from "../../modules/index.js";
import { inferredSchema, SchemaReader, classShape, constValues, enumShape, literalKey, type Signature } from "./schemas.js";
import {
  declarationOf,
  entityName,
  identityOf,
  identityOfName,
  keyOfShape,
  keyWithoutUndefined,
  memberChange,
  objectOf,
  other,
  unionOf,
  withoutNothing,
  type Member,
  type MemberShape,
  type Shape,
} from "./shape.js";

/** Where a type is written, and what its names mean there. */
interface Place {
  readonly module: DeclaringModule;
  /** Type parameters, by position. */
  readonly bound: ReadonlyMap<string, string>;
  /** The declarations that are being read, outermost first. */
  readonly stack: readonly string[];
  /** Collects the declarations that the read type leads through. */
  readonly trail: Set<string> | undefined;
}

/** A declaration's shape, and the declarations that it renames or builds on. */
export interface ReadType {
  readonly shape: Shape;
  readonly isGeneric: boolean;
  /** Its type parameters without their names; two generics are the same only where these are equal too. */
  readonly parameters: string;
  /** `file:PATH#Name` of each. */
  readonly builtOn: ReadonlySet<string>;
}

/** A declaration whose type can be read. */
export type TypeDeclaration =
  TSESTree.TSTypeAliasDeclaration | TSESTree.TSInterfaceDeclaration | TSESTree.TSEnumDeclaration | TSESTree.ClassDeclaration;

/** Types up to this depth are compared by their shape, deeper ones by their names. */
const DEEPEST = 6;
const MOST_EXPANSIONS = 200;

/** Reads declarations of types into shapes that can be compared across files. */
export class TypeReader {
  readonly #modules: Modules;
  /** Declarations that count as the one that is being read, such as a duplicate's home. */
  readonly #selves: ReadonlySet<string>;
  #expansions = 0;

  constructor(modules: Modules, selves: readonly string[] = []) {
    this.#modules = modules;
    this.#selves = new Set(selves);
  }

  read(declaration: TypeDeclaration, module: DeclaringModule): ReadType {
    this.#expansions = 0;
    const trail = new Set<string>();
    const name = declaration.id?.name ?? "default";
    const parameters = "typeParameters" in declaration ? declaration.typeParameters : undefined;
    const place: Place = { module, bound: new Map(), stack: [identityOf(module, name)], trail };
    const { place: inner, key } = this.#bind(parameters, place);
    const shape = this.#declared(declaration, inner);
    return { shape, isGeneric: (parameters?.params.length ?? 0) > 0, parameters: key, builtOn: trail };
  }

  #declared(node: Node, place: Place): Shape {
    switch (node.type) {
      case "TSTypeAliasDeclaration":
        return this.#shape(node.typeAnnotation, place);
      case "TSInterfaceDeclaration":
        return this.#interface(node, place);
      case "TSEnumDeclaration":
        return enumShape(node);
      case "ClassDeclaration":
        return classShape(node, place.module, {
          key: (annotation) => this.#key(annotation, place),
          signature: (method) => this.#signature(method, place),
        });
      default:
        return other("unknown");
    }
  }

  #key(node: Node | null | undefined, place: Place): string {
    return node ? keyOfShape(this.#shape(node, { ...place, trail: undefined })) : "any";
  }

  #shape(node: Node, place: Place): Shape {
    switch (node.type) {
      case "TSTypeLiteral":
        return this.#object(node.members, place);
      case "TSUnionType":
        return unionOf(node.types.map((type) => this.#shape(type, place)));
      case "TSIntersectionType":
        return this.#intersection(node.types, place);
      case "TSTypeReference":
        return this.#reference(node.typeName, node.typeArguments?.params ?? [], place);
      case "TSImportType":
        return this.#imported(node, place);
      case "TSArrayType":
        return other(`Array<${this.#key(node.elementType, place)}>`);
      case "TSTypeOperator": {
        const inner = this.#key(node.typeAnnotation, place);
        if (node.operator === "unique") return other(`#unique ${place.stack.at(-1) ?? ""}`);
        return other(
          node.operator === "readonly" ? inner.replace(/^(?:Array)?(?=[<[])/u, "ReadonlyArray") : `${node.operator} ${inner}`,
        );
      }
      case "TSLiteralType":
        return other(literalKey(node.literal));
      case "TSTemplateLiteralType":
        return other(this.#template(node, place));
      case "TSIndexedAccessType":
        return this.#indexed(node, place);
      case "TSFunctionType":
      case "TSConstructorType":
        return other(`${node.type === "TSFunctionType" ? "" : "new "}${this.#signature(node, place)}`);
      case "TSTypeQuery":
        return other(
          `typeof ${node.exprName.type === "TSImportType" ? "import" : identityOfName(this.#modules, node.exprName, place)}`,
        );
      default:
        return other(this.#plain(node, place));
    }
  }

  /** `Message["role"]`, `(typeof ROLES)[number]`, `(typeof STATUS)[keyof typeof STATUS]`. */
  #indexed({ objectType, indexType }: TSESTree.TSIndexedAccessType, place: Place): Shape {
    const index = this.#key(indexType, place);
    if (objectType.type === "TSTypeQuery" && objectType.exprName.type === "Identifier") {
      const declared = declarationOf(this.#modules, objectType.exprName, place);
      const value = declared?.module.values.get(declared.name);
      const object = this.#key(objectType, place);
      const kind = index === "number" ? "list" : index === `keyof ${object}` ? "object" : undefined;
      const values = value && kind && constValues(value, kind);
      if (values) return { ...values, isOwn: declared?.module === place.module, schema: object };
    }
    const object = this.#shape(objectType, { ...place, trail: undefined });
    const element = index === "number" ? /^(?:Readonly)?Array<(.*)>$/su.exec(keyOfShape(object))?.[1] : undefined;
    if (element !== undefined) return other(element);
    const member = "members" in object ? object.members.get(index.replace(/^"|"$/gu, "")) : undefined;
    if (!member) return other(`${keyOfShape(object)}[${index}]`);
    return unionOf([other(member.type), ...(member.isOptional ? [other("undefined")] : [])]);
  }

  #template({ quasis, types }: TSESTree.TSTemplateLiteralType, place: Place): string {
    const holes = types.map((type) => `\${${this.#key(type, place)}}`);
    return `\`${quasis.map(({ value }, index) => value.raw + (holes[index] ?? "")).join("")}\``;
  }

  /** Keywords, tuples, mapped and conditional types: compared by how they are written. */
  #plain(node: Node, place: Place): string {
    const keyword = /^TS(\w+)Keyword$/u.exec(node.type)?.[1];
    if (keyword !== undefined) return keyword.toLowerCase();
    if (node.type === "Identifier") return place.bound.get(node.name) ?? node.name;
    if (node.type === "TSNamedTupleMember") return `${this.#key(node.elementType, place)}${node.optional ? "?" : ""}`;
    const own = node as unknown as Readonly<Record<string, unknown>>;
    const flags = ["optional", "readonly", "operator"].map((name) => (own[name] ? `${name}=${String(own[name] as string)}` : ""));
    const inner = childrenOf(node)
      .map((child) => this.#key(child, place))
      .join(", ");
    if (node.type === "TSTupleType") return `[${inner}]`;
    return `${node.type}${flags.join("")}<${inner}>`;
  }

  #intersection(types: readonly TSESTree.TypeNode[], place: Place): Shape {
    const shapes = types.map((type) => this.#shape(type, place));
    const objects = shapes.filter((shape): shape is MemberShape => shape.kind === "object");
    const names = objects.flatMap(({ members }) => [...members.keys()]);
    const isOwn = shapes.every((shape) => shape.isOwn);
    if (objects.length === shapes.length && new Set(names).size === names.length)
      return objectOf(
        objects.flatMap(({ members }) => [...members.values()]),
        isOwn,
      );
    return other([...new Set(shapes.map(keyOfShape))].sort().join(" & "), isOwn);
  }

  #reference(typeName: TSESTree.EntityName, args: readonly TSESTree.TypeNode[], place: Place): Shape {
    const bound = typeName.type === "Identifier" ? place.bound.get(typeName.name) : undefined;
    if (bound !== undefined) return other(bound);
    const schema = inferredSchema(place.module, typeName, args);
    if (schema) return this.#inferred(schema, place);
    const identity = identityOfName(this.#modules, typeName, place);
    const [first] = args;
    if (first && args.length === 1) {
      if (identity === "global:NonNullable") return withoutNothing(this.#shape(first, place));
      const changed = memberChange(identity);
      const inner = changed && this.#shape(first, place);
      if (changed && inner?.kind === "object") return objectOf([...inner.members.values()].map(changed), inner.isOwn);
    }
    return this.#declaredAs(identity, declarationOf(this.#modules, typeName, place), args, place);
  }

  #imported(node: TSESTree.TSImportType, place: Place): Shape {
    const source = node.source as { readonly value?: unknown };
    const name = node.qualifier?.type === "Identifier" ? node.qualifier.name : undefined;
    if (typeof source.value !== "string" || name === undefined) return other(this.#plain(node, place));
    const target = this.#modules.resolve(place.module.path, source.value);
    const declared = this.#modules.declarations.findExported(target, name);
    const identity = declared ? identityOf(declared.module, declared.name) : `${keyOf(target)}#${name}`;
    return this.#declaredAs(identity, declared, node.typeArguments?.params ?? [], place);
  }

  /** What a name means: aliases and interfaces by their shape, generics, enums and classes by their identity. */
  #declaredAs(identity: string, declared: Declared | undefined, args: readonly TSESTree.TypeNode[], place: Place): Shape {
    place.trail?.add(identity);
    const own = this.#ownPlace(identity, place);
    if (args.length > 0) {
      const name = own ?? identity.replace(/^global:(?=(?:Readonly)?Array$)/u, "");
      return other(`${name}<${args.map((each) => keyOfShape(this.#shape(each, place))).join(", ")}>`);
    }
    if (own !== undefined) return other(own);
    const node = declared?.module.types.get(declared.name);
    const isStructural = node?.type === "TSTypeAliasDeclaration" || node?.type === "TSInterfaceDeclaration";
    if (!declared || !isStructural || node.typeParameters || place.stack.length > DEEPEST) return other(identity);
    if (this.#expansions++ > MOST_EXPANSIONS) return other(identity);
    const { module } = declared;
    const shape = this.#declared(node, { ...place, module, bound: new Map(), stack: [...place.stack, identity] });
    return module.path === place.module.path ? shape : { ...shape, isOwn: false };
  }

  /** What stands for a declaration that is being read: how far out it is. */
  #ownPlace(identity: string, { stack }: Place): string | undefined {
    const at = this.#selves.has(identity) ? 0 : stack.indexOf(identity);
    return at >= 0 ? `↺${String(at)}` : undefined;
  }

  #inferred(schema: TSESTree.Identifier, place: Place): Shape {
    const declared = declarationOf(this.#modules, schema, place);
    const identity = identityOfName(this.#modules, schema, place);
    const value = declared?.module.values.get(declared.name);
    const reader = new SchemaReader((module, name) => declarationOf(this.#modules, name, { module }));
    const shape = (declared && value && reader.read(value, declared.module)) ?? other(`infer ${identity}`, false);
    return { ...shape, schema: identity };
  }

  #interface(node: TSESTree.TSInterfaceDeclaration, place: Place): Shape {
    const own = this.#object(node.body.body, place);
    if (own.kind !== "object" || node.extends.length === 0) return own;
    const bases = node.extends.map((base) => this.#base(base, place));
    const unread = bases.filter((base) => base.kind !== "object");
    const inherited = bases.flatMap((base) => (base.kind === "object" ? [...base.members.values()] : []));
    const members = [...inherited.filter(({ name }) => !own.members.has(name)), ...own.members.values()];
    const isOwn = bases.every((base) => base.isOwn);
    if (unread.length === 0) return objectOf(members, isOwn);
    return other([...unread.map(keyOfShape), keyOfShape(objectOf(members))].sort().join(" & "), false);
  }

  #base({ expression, typeArguments }: TSESTree.TSInterfaceHeritage, place: Place): Shape {
    const name = entityName(unwrap(expression));
    return name ? this.#reference(name, typeArguments?.params ?? [], place) : other("base", false);
  }

  #object(elements: readonly TSESTree.TypeElement[], place: Place): Shape {
    return objectOf(elements.map((element) => this.#member(element, { ...place, trail: undefined })));
  }

  #member(element: TSESTree.TypeElement, place: Place): Member {
    const base = { isOptional: false, isReadonly: false, isMethod: false };
    switch (element.type) {
      case "TSPropertySignature": {
        const { optional: isOptional, readonly: isReadonly, typeAnnotation } = element;
        const type = typeAnnotation ? this.#shape(typeAnnotation.typeAnnotation, place) : other("any");
        const isEither = isOptional && !this.#modules.hasOption(place.module.path, "exactOptionalPropertyTypes");
        return { ...base, name: this.#name(element, place), isOptional, isReadonly, type: isEither ? keyWithoutUndefined(type) : keyOfShape(type) }; // prettier-ignore
      }
      case "TSMethodSignature": {
        const name = this.#name(element, place);
        const [parameter] = element.params;
        if (element.kind === "get")
          return { ...base, name, isReadonly: true, type: this.#key(element.returnType?.typeAnnotation, place) };
        if (element.kind === "set") return { ...base, name, type: this.#parameter(parameter, place) };
        return { ...base, name, isMethod: true, isOptional: element.optional, type: this.#signature(element, place) };
      }
      case "TSIndexSignature": {
        const name = `[${this.#parameter(element.parameters[0], place)}]`;
        return { ...base, name, isReadonly: element.readonly, type: this.#key(element.typeAnnotation?.typeAnnotation, place) };
      }
      default:
        return {
          ...base,
          name: element.type === "TSCallSignatureDeclaration" ? "()" : "new()",
          isMethod: true,
          type: this.#signature(element, place),
        };
    }
  }

  #name(element: TSESTree.TSPropertySignature | TSESTree.TSMethodSignature, place: Place): string {
    const { key } = element;
    if (element.computed && key.type === "Identifier") return `[${identityOfName(this.#modules, key, place)}]`;
    return keyName(element) ?? `[${key.type}]`;
  }

  /** A signature's key; parameters are compared by type and position, not by name. */
  #signature(node: Signature, outer: Place): string {
    const { place, key } = this.#bind(node.typeParameters, outer);
    const params = node.params.map((parameter) => this.#parameter(parameter, place));
    return `${key}(${params.join(", ")}) => ${this.#key(node.returnType?.typeAnnotation, place)}`;
  }

  #parameter(node: TSESTree.Parameter | undefined, place: Place): string {
    if (!node) return "any";
    if (node.type === "TSParameterProperty") return this.#parameter(node.parameter, place);
    if (node.type === "AssignmentPattern") return `${this.#parameter(node.left, place)}?`;
    const type = this.#key(node.typeAnnotation?.typeAnnotation, place);
    if (node.type === "RestElement") return `...${type}`;
    const isThis = node.type === "Identifier" && node.name === "this";
    return `${isThis ? "this: " : ""}${type}${node.optional ? "?" : ""}`;
  }

  #bind(parameters: TSESTree.TSTypeParameterDeclaration | undefined, outer: Place): { place: Place; key: string } {
    if (!parameters) return { place: outer, key: "" };
    const bound = new Map(outer.bound);
    for (const { name } of parameters.params) bound.set(name.name, `'${String(bound.size)}`);
    const place = { ...outer, bound };
    const keys = parameters.params.map(
      (each) =>
        `${each.constraint ? this.#key(each.constraint, place) : ""}=${each.default ? this.#key(each.default, place) : ""}`,
    );
    return { place, key: `<${keys.join(", ")}>` };
  }
}
