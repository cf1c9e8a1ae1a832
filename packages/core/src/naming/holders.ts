import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import { annotationOfName, lastNameOf } from "../semantics/types/type-parts.js";
import {
  enclosingClass,
  type FunctionNode,
  functionName,
  isField,
  isWrapper,
  keyName,
  memberName,
  type Node,
  returningFunction,
  unwrap,
  finalName,
} from "../syntax/nodes.js";
import {
  entityWords,
  nonEmpty,
  nounWords,
  singular,
  thingWords,
  typeNoun,
  verbObject,
  withoutSuffix,
  withoutVerbs,
} from "./entity-words.js";
import { carrierOf, type Target } from "./targets.js";
import { wordsOf } from "./words.js";

/** Finds the entity of a bare `id` in what contains it: an object, its type, a class, a function, a collection. */

const GENERIC_TYPES = new Set(
  "Partial Readonly Required Promise Array ReadonlyArray Omit Pick NonNullable Awaited DeepPartial".split(" "),
);
/** Keys that wrap the written object in calls that write it: `create({ data: {…} })`. */
const DATA_KEYS = new Set(["data", "create", "update", "values", "set", "record", "input", "where"]);

/** The entity's words from what contains a bare `id`: the object's stated type, its variable, class, function or collection. */
export function holderWords(file: FileView, target: Target): string[] | undefined {
  switch (target.kind) {
    case "property": {
      const object = target.node.type === "Property" ? target.node.parent : undefined;
      return object?.type === "ObjectExpression" ? objectWords(file, object) : undefined;
    }
    case "parameter":
      return isParameterProperty(target.node) ? className(target.node) : destructuredWords(target.node);
    case "field":
      return className(target.node);
    case "variable":
      return target.isIndirect ? undefined : usedWords(file, target.node);
    case "assignment":
      return assignedWords(file, target.node);
    case "return": {
      const method = target.node.parent;
      return method?.type === "MethodDefinition" && method.kind === "get" ? className(target.node) : undefined;
    }
    default:
      return undefined;
  }
}

/** `constructor(readonly id = …)`: a parameter that is a field as well. */
function isParameterProperty({ parent }: Node): boolean {
  const outer = parent?.type === "AssignmentPattern" ? parent.parent : parent;
  return outer?.type === "TSParameterProperty";
}

/** `({ id = … }: User)`, `const { id = … } = user`. */
function destructuredWords(name: Node): string[] | undefined {
  const pattern = name.parent?.parent?.parent;
  if (name.parent?.parent?.type !== "Property" || pattern?.type !== "ObjectPattern") return undefined;
  const stated = typeWords(pattern.typeAnnotation?.typeAnnotation);
  const from = pattern.parent.type === "VariableDeclarator" ? pattern.parent.init : undefined;
  return stated ?? (from?.type === "Identifier" ? nonEmpty(thingWords(from.name)) : undefined);
}

/** `const id = …; users.push({ id })`: the entity of the objects that have the name as their bare `id`, where they agree. */
function usedWords(file: FileView, name: Node): string[] | undefined {
  const references = name.type === "Identifier" ? file.variableOf(name)?.references : undefined;
  const found = (references ?? []).flatMap(({ identifier: { parent }, identifier }): string[][] => {
    if (parent?.type !== "Property" || parent.value !== identifier || parent.parent.type !== "ObjectExpression") return [];
    const words = entityWords(keyName(parent) ?? "_").length === 0 ? objectWords(file, parent.parent) : undefined;
    return words ? [words] : [];
  });
  return new Set(found.map((words) => words.join(" "))).size === 1 ? found[0] : undefined;
}

function className(node: Node): string[] | undefined {
  const holder = enclosingClass(node);
  const name =
    holder?.id?.name ??
    (holder?.parent.type === "VariableDeclarator" && holder.parent.id.type === "Identifier" ? holder.parent.id.name : undefined);
  return name === undefined ? undefined : nonEmpty(nounWords(withoutSuffix(wordsOf(typeNoun(name)), MODEL_WORDS)));
}

/** Last words of class names that do not belong to the entity: `UserEntity`. */
const MODEL_WORDS = new Set(["entity", "model", "schema", "dto", "record", "row"]);
/** The same of types' names, with what is done with a value of the type: `UserUncheckedCreateInput`. */
const SHAPE_WORDS = new Set([
  ...[...MODEL_WORDS, "input", "type", "props", "data", "params", "payload", "args", "options", "request", "interface"],
  ...["insert", "create", "update", "upsert", "unchecked", "many", "nested"],
]);

/** `user.id = …`, `this.id = …`. */
function assignedWords(file: FileView, node: Node): string[] | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const object = unwrap(node.object);
  if (object.type === "ThisExpression") return className(node);
  if (object.type === "Identifier") {
    return typeWords(annotationOfName(file, object)) ?? thingWords(object.name);
  }
  if (object.type !== "MemberExpression") return undefined;
  // users[0].id
  const name = memberName(object) ?? finalName(object.object) ?? "";
  return nonEmpty(thingWords(name));
}

/** The entity of an object literal: a stated type first, then what receives the object. */
function objectWords(file: FileView, object: TSESTree.ObjectExpression): string[] | undefined {
  return statedWords(file, object) ?? copiedWords(object, receiverWords(file, object));
}

/** `const outgoingEdge = { ...edge, id: … }`: a copy of an edge is an edge. */
function copiedWords({ properties }: TSESTree.ObjectExpression, words: string[] | undefined): string[] | undefined {
  const copied = properties.flatMap((each) => (each.type === "SpreadElement" ? thingWords(finalName(each.argument) ?? "") : []));
  return words && copied.length > 0 && ` ${words.join(" ")}`.endsWith(` ${copied.join(" ")}`) ? copied : words;
}

/** `satisfies User`, `as User`, `const x: User = {…}`, a return type. */
function statedWords(file: FileView, object: Node): string[] | undefined {
  let node = object;
  for (let parent = node.parent; parent && (isWrapper(parent) || parent.type === "AwaitExpression"); parent = node.parent) {
    if (parent.type === "TSSatisfiesExpression" || parent.type === "TSAsExpression" || parent.type === "TSTypeAssertion") {
      const words = typeWords(parent.typeAnnotation);
      if (words) return words;
    }
    node = parent;
  }
  const parent = node.parent;
  if (parent?.type === "VariableDeclarator" && parent.id.type === "Identifier")
    return typeWords(parent.id.typeAnnotation?.typeAnnotation);
  if (isField(parent)) return typeWords(parent.typeAnnotation?.typeAnnotation);
  const owner = parent && returningFunction(node);
  if (owner) return typeWords(owner.returnType?.typeAnnotation);
  if (parent?.type === "ArrayExpression") return singularOf(statedWords(file, parent));
  return undefined;
}

function singularOf(words: string[] | undefined): string[] | undefined {
  return words && singular(words);
}

/** `User`, `Partial<User>`, `User[]`, `models.User`; not inline types, not `Record`. */
function typeWords(type: TSESTree.TypeNode | undefined): string[] | undefined {
  if (!type) return undefined;
  if (type.type === "TSArrayType") return typeWords(type.elementType);
  if (type.type === "TSTypeOperator") return typeWords(type.typeAnnotation);
  if (type.type === "TSUnionType") return type.types.map(typeWords).find(Boolean);
  if (type.type !== "TSTypeReference") return undefined;
  const name = lastNameOf(type.typeName);
  if (GENERIC_TYPES.has(name)) return typeWords(type.typeArguments?.params[0]);
  // `Merge<User, Extras>` may be a helper or the entity: what receives the value says more.
  if (type.typeArguments) return undefined;
  if (name === "const" || name === "Record" || name === "Map" || /^[A-Z]$/u.test(name)) return undefined;
  // NewUser, CreateUserInput: the entity is in the middle.
  const noun = typeNoun(name);
  const words = /.Key$/u.test(noun) ? wordsOf(noun) : entityWords(noun);
  return nonEmpty(withoutSuffix(nounWords(withoutVerbs(words)), SHAPE_WORDS));
}

function receiverWords(file: FileView, object: TSESTree.ObjectExpression): string[] | undefined {
  const node = carrierOf(object);
  const parent = node.parent;
  if (!parent) return undefined;
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.id.type === "Identifier" ? thingWords(parent.id.name) : undefined;
    case "AssignmentExpression": {
      const name = finalName(parent.left);
      return name === undefined ? undefined : thingWords(name);
    }
    case "PropertyDefinition":
    case "AccessorProperty":
      return nonEmpty(thingWords(keyName(parent) ?? ""));
    case "Property": {
      const key = keyName(parent);
      const outer = parent.parent;
      if (key === undefined || outer.type !== "ObjectExpression") return undefined;
      return DATA_KEYS.has(key) ? receiverWords(file, outer) : nonEmpty(thingWords(key));
    }
    case "SpreadElement":
      return undefined;
    case "ArrayExpression": {
      const stated = receiverWords(file, parent as unknown as TSESTree.ObjectExpression);
      return stated && singular(stated);
    }
    case "ReturnStatement":
    case "ArrowFunctionExpression": {
      const owner = returningFunction(node);
      return owner && returnedWords(file, owner);
    }
    case "CallExpression":
    case "NewExpression":
      return callWords(parent, node);
    default:
      return undefined;
  }
}

/** `createMessage() { return {…} }`; `users.map(() => ({…}))` makes what its result is called. */
function returnedWords(file: FileView, owner: FunctionNode): string[] | undefined {
  const name = functionName(owner);
  if (name !== undefined) return verbObject(name);
  const call = owner.parent;
  if (call.type === "CallExpression" && call.arguments.includes(owner as TSESTree.CallExpressionArgument))
    return statedStateWords(call) ?? receiverWords(file, call as unknown as TSESTree.ObjectExpression) ?? stateWords(call);
  return undefined;
}

/** `setUser({…})`, `setUsers((users) => [...users, {…}])` */
function stateWords({ callee }: TSESTree.CallExpression): string[] | undefined {
  const [verb, ...words] = callee.type === "Identifier" ? wordsOf(callee.name) : [];
  return verb === "set" && words.at(-1) !== "state" ? nonEmpty(singular(words)) : undefined;
}

const STATES = new Set(["useState", "useRef", "useMemo", "ref", "shallowRef", "reactive", "signal", "createSignal"]);

/** `useState<Todo[]>([{…}])` keeps what its type says. */
function statedStateWords({ callee, typeArguments }: TSESTree.CallExpression): string[] | undefined {
  return STATES.has(finalName(callee) ?? "") ? typeWords(typeArguments?.params[0]) : undefined;
}

/** `users.push({…})`, `db.user.create({…})`, `insert(users).values({…})`, `new User({…})`, React's `setUser({…})`; other functions may do anything with it. */
function callWords(call: TSESTree.CallExpression | TSESTree.NewExpression, argument: Node): string[] | undefined {
  if (!call.arguments.includes(argument as TSESTree.CallExpressionArgument)) return undefined;
  const callee = unwrap(call.callee);
  const table = tableName(call, callee);
  if (table) return table;
  const name = finalName(callee) ?? "";
  if (call.type === "NewExpression") return nonEmpty([...wordsOf(typeNoun(name))]);
  if (callee.type === "Identifier") return statedStateWords(call) ?? stateWords(call) ?? writtenWords(call, callee.name);
  // `createWithCtx` creates.
  const isWriting = callee.type === "MemberExpression" && WRITING.has(name.replace(/With\p{Lu}.*$/u, ""));
  return isWriting ? ownerWords(unwrap(callee.object), GROWING.has(name)) : undefined;
}

/** `const role = await insertRole({…})`: what the function is named for, where what it gives has the same name. */
function writtenWords(call: TSESTree.CallExpression, name: string): string[] | undefined {
  const receiver = carrierOf(call).parent;
  const [verb = "", ...words] = wordsOf(name);
  const isNamed = receiver?.type === "VariableDeclarator" && receiver.id.type === "Identifier" && WRITING.has(verb);
  const held = isNamed ? withoutVerbs(wordsOf((receiver.id as TSESTree.Identifier).name), WRITTEN) : [];
  return held.join() === words.join() ? nonEmpty(thingWords(words.join("_"))) : undefined;
}

const WRITTEN = new Set(["new", "created", "inserted", "saved", "added", "updated", "upserted"]);

/** `pgTable("users", {…})`, `model("User", …)`; `const userSchema = new Schema({…})` is named by its variable. */
function tableName(call: TSESTree.CallExpression | TSESTree.NewExpression, callee: Node): string[] | undefined {
  const name = finalName(callee) ?? "";
  if (!/(?:table|schema|model|object|entity|collection)$/iu.test(name)) return undefined;
  const [first] = call.arguments;
  if (first?.type === "Literal" && typeof first.value === "string") return holderName(first.value);
  const receiver = carrierOf(call).parent;
  return receiver?.type === "VariableDeclarator" && receiver.id.type === "Identifier" ? schemaName(receiver.id.name) : undefined;
}

function schemaName(name: string): string[] | undefined {
  return holderName(
    wordsOf(name)
      .filter((word) => word !== "schema" && word !== "entity")
      .join("_"),
  );
}

const WRITING = new Set(
  "push unshift add set create createMany insert insertOne insertMany values save upsert put persist append".split(" "),
);
/** What adds an element to a list: `users.push({…})` adds a user, `manifest.push({…})` no manifest. */
const GROWING = new Set(["push", "unshift"]);
const HOLDERS = new Set(
  (
    "db database prisma tx trx client repository repo collection store table model dao map cache list service api queries " +
    "query set library manager registry http axios app router"
  ).split(" "),
);

function ownerWords(owner: Node, isList: boolean): string[] | undefined {
  if (owner.type === "Identifier" || owner.type === "MemberExpression") {
    const words = holderName(finalName(owner) ?? "", isList);
    return words && (isList || owner.type === "Identifier") ? nonEmpty(thingWords(words.join("_"))) : words;
  }
  if (owner.type !== "CallExpression") return undefined;
  // insert(users).values(…), db.insert(schema.users), db.collection("users"), getRepository(User)
  const first = owner.arguments[0];
  if (!first) return undefined;
  const value = first.type === "Literal" && typeof first.value === "string" ? first.value : finalName(first);
  return value === undefined ? undefined : holderName(value);
}

/** `users`, `userRepository`, `usersTable` hold users; `db` alone says nothing, and neither does a list by the name of one thing. */
function holderName(name: string, isList = false): string[] | undefined {
  const words = [...wordsOf(name)];
  const last = words.at(-1) ?? "";
  const isPlural = singular([last])[0] !== last;
  if (isList && !HOLDERS.has(last) && !isPlural) return undefined;
  while (words.length > 0 && !(isList && isPlural) && HOLDERS.has(words.at(-1) as string)) words.pop();
  return words.length > 0 ? singular(words) : undefined;
}
