import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import {
  enclosingClass,
  isFunction,
  isWrapper,
  keyName,
  memberName,
  unwrap,
  type FunctionNode,
  type Node,
} from "../file/nodes.js";
import { carrierOf, functionName, type Target } from "./targets.js";
import { wordsOf } from "./words.js";

export type EntityCase = "snake" | "kebab" | "camel";

const ID_WORDS = new Set(["id", "ids", "uuid", "uuids", "guid", "guids", "uid", "uids", "key", "keys"]);
const VERBS = new Set(["new", "create", "generate", "make", "next", "get", "gen", "build", "add"]);
/** What people put before a variable's name; `newUserId` is a user's. */
const FRESH = new Set(["new", "next"]);
const GENERIC_TYPES = new Set([
  "Partial",
  "Readonly",
  "Required",
  "Promise",
  "Array",
  "ReadonlyArray",
  "Omit",
  "Pick",
  "NonNullable",
  "Awaited",
  "DeepPartial",
]);
/** Keys that wrap what is written, in the calls that write it. */
const DATA_KEYS = new Set(["data", "create", "update", "values", "set", "record", "input", "where"]);

/** What a name that ends so makes, `userIdGenerator`, and what it makes it of. */
const MAKERS = new Set(["generator", "factory", "maker", "creator", "provider", "fn", "func", "function", "random"]);

/** The entity's words from a name, without the ID word at its end and a function's verb; empty for a bare `id`. */
export function entityWords(name: string, isFunctionName = false): string[] {
  const words = wordsOf(name);
  while (words.length > 0 && (isIdWord(words.at(-1) as string) || (isFunctionName && MAKERS.has(words.at(-1) as string))))
    words.pop();
  return withoutVerbs(words, isFunctionName ? VERBS : FRESH);
}

function withoutVerbs(words: readonly string[], verbs: ReadonlySet<string> = VERBS): string[] {
  const start = words.findIndex((word) => !verbs.has(word));
  return start < 0 ? [] : words.slice(start);
}

/** Whether a name says that it holds an ID. */
export function looksLikeId(name: string): boolean {
  const last = wordsOf(name).at(-1);
  return last !== undefined && isIdWord(last);
}

/** `id`, `id2`, `uuid`, `uuidv4`, `guid`, `key`. */
function isIdWord(word: string): boolean {
  return ID_WORDS.has(word.replace(/\d+$/u, "")) || /^[ug]uidv?\d*$/u.test(word);
}

/**
 * Infers what an ID is the ID of; undefined where nothing tells. `prefix`: the static text before it in a
 * template. `isFunction`: what makes the ID is wanted, not the ID, so that a target's name is a function's.
 */
export function inferEntity(
  file: FileView,
  site: Node,
  target: Target | undefined,
  prefix: string | undefined,
  style: EntityCase,
  isFunction = false,
): string | undefined {
  const namesFunction = isFunction && !!target && !target.isIndirect;
  const own = target ? ownWords(target, namesFunction) : [];
  const held = own.length > 0 || namesFunction || !target ? undefined : holderWords(file, target, site);
  const fallbacks = () =>
    prefix === undefined
      ? target?.kind === "variable" && !namesFunction
        ? enclosingNamed(site)
        : undefined
      : entityWords(prefix);
  const words = own.length > 0 ? own : (held ?? fallbacks() ?? []);
  return words.length > 0 ? inCase(words, style) : undefined;
}

/** The words of the target's own name; a number is no name. */
function ownWords(target: Target, namesFunction: boolean): string[] {
  const words = entityWords(target.name, namesFunction || target.kind === "return");
  if (words.every((word) => /^\d+$/u.test(word))) return [];
  return target.kind === "element" ? singular(words) : words;
}

function inCase(words: readonly string[], style: EntityCase): string {
  if (style === "camel")
    return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
  return words.join(style === "kebab" ? "-" : "_");
}

/** What holds a bare `id`: the object's stated type, its variable, class, function or collection. */
function holderWords(file: FileView, target: Target, site: Node): string[] | undefined {
  switch (target.kind) {
    case "property": {
      const object = target.node.type === "Property" ? target.node.parent : undefined;
      return object?.type === "ObjectExpression" ? objectWords(file, object) : undefined;
    }
    case "parameter":
      return destructuredWords(target.node);
    case "field":
      return className(target.node);
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

/** `({ id = … }: User)`, `const { id = … } = user`. */
function destructuredWords(name: Node): string[] | undefined {
  const pattern = name.parent?.parent?.parent;
  if (name.parent?.parent?.type !== "Property" || pattern?.type !== "ObjectPattern") return undefined;
  const stated = typeWords(pattern.typeAnnotation?.typeAnnotation);
  const from = pattern.parent.type === "VariableDeclarator" ? pattern.parent.init : undefined;
  return stated ?? (from?.type === "Identifier" ? nonEmpty(singular(entityWords(from.name))) : undefined);
}

/** `const id = …` takes the function around it, where that names an entity: `createMessage() { const id = … }`. */
function enclosingNamed(site: Node): string[] | undefined {
  for (let at = site.parent; at; at = at.parent) {
    if (!isFunction(at)) continue;
    const name = functionName(at);
    return name === undefined ? undefined : verbObject(name);
  }
  return undefined;
}

/** `createMessage` makes a message; `handle` or `run` say nothing. */
function verbObject(name: string): string[] | undefined {
  const words = wordsOf(name);
  if (!VERBS.has(words[0] ?? "")) return undefined;
  return nonEmpty(singular(entityWords(name, true)));
}

function className(node: Node): string[] | undefined {
  const holder = enclosingClass(node);
  const name =
    holder?.id?.name ??
    (holder?.parent.type === "VariableDeclarator" && holder.parent.id.type === "Identifier" ? holder.parent.id.name : undefined);
  return name === undefined ? undefined : nonEmpty(withoutSuffix(wordsOf(name), MODEL_WORDS));
}

/** What class names say of their kind, not of what they hold: `UserEntity`. */
const MODEL_WORDS = new Set(["entity", "model", "schema", "dto", "record", "row"]);
const SHAPE_WORDS = new Set([...MODEL_WORDS, "input", "type", "insert", "props", "data", "params"]);

function withoutSuffix(words: string[], suffixes: ReadonlySet<string>): string[] {
  return words.length > 1 && suffixes.has(words.at(-1) as string) ? words.slice(0, -1) : words;
}

/** `user.id = …`, `this.id = …`. */
function assignedWords(file: FileView, node: Node): string[] | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const object = unwrap(node.object);
  if (object.type === "ThisExpression") return className(node);
  if (object.type === "Identifier") {
    const definition = file.variableOf(object)?.defs[0]?.name;
    const stated = definition?.type === "Identifier" ? typeWords(definition.typeAnnotation?.typeAnnotation) : undefined;
    return stated ?? singular(entityWords(object.name));
  }
  if (object.type !== "MemberExpression") return undefined;
  const name = memberName(object);
  if (name !== undefined) return nonEmpty(singular(entityWords(name)));
  // users[0].id
  const collection = unwrap(object.object);
  const held =
    collection.type === "Identifier" ? collection.name : collection.type === "MemberExpression" ? memberName(collection) : "";
  return nonEmpty(singular(entityWords(held ?? "")));
}

/** The entity of an object literal: a stated type first, then what receives the object. */
function objectWords(file: FileView, object: TSESTree.ObjectExpression): string[] | undefined {
  return statedWords(file, object) ?? receiverWords(file, object);
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
  if (parent?.type === "PropertyDefinition") return typeWords(parent.typeAnnotation?.typeAnnotation);
  const owner = parent && returningFunction(parent, node);
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
  const name =
    type.typeName.type === "Identifier"
      ? type.typeName.name
      : type.typeName.type === "TSQualifiedName"
        ? type.typeName.right.name
        : "";
  if (GENERIC_TYPES.has(name)) return typeWords(type.typeArguments?.params[0]);
  if (name === "const" || name === "Record" || name === "Map" || /^[A-Z]$/u.test(name)) return undefined;
  // NewUser, CreateUserInput: the entity is in the middle; IUser is an interface of users.
  return nonEmpty(withoutSuffix(withoutVerbs(entityWords(name.replace(/^I(?=[A-Z][a-z])/u, ""))), SHAPE_WORDS));
}

function returningFunction(parent: Node, node: Node): FunctionNode | undefined {
  if (parent.type === "ArrowFunctionExpression" && parent.body === node) return parent;
  if (parent.type !== "ReturnStatement") return undefined;
  for (let at = parent.parent as Node | undefined; at; at = at.parent) if (isFunction(at)) return at;
  return undefined;
}

function receiverWords(file: FileView, object: TSESTree.ObjectExpression): string[] | undefined {
  const node = carrierOf(object);
  const parent = node.parent;
  if (!parent) return undefined;
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.id.type === "Identifier" ? singular(entityWords(parent.id.name)) : undefined;
    case "AssignmentExpression": {
      const left = unwrap(parent.left);
      const name = left.type === "Identifier" ? left.name : left.type === "MemberExpression" ? memberName(left) : undefined;
      return name === undefined ? undefined : singular(entityWords(name));
    }
    case "PropertyDefinition":
      return nonEmpty(singular(entityWords(keyName(parent) ?? "")));
    case "Property": {
      const key = keyName(parent);
      const outer = parent.parent;
      if (key === undefined || outer.type !== "ObjectExpression") return undefined;
      return DATA_KEYS.has(key) ? receiverWords(file, outer) : nonEmpty(singular(entityWords(key)));
    }
    case "SpreadElement":
      return undefined;
    case "ArrayExpression": {
      const stated = receiverWords(file, parent as unknown as TSESTree.ObjectExpression);
      return stated && singular(stated);
    }
    case "ReturnStatement":
    case "ArrowFunctionExpression": {
      const owner = returningFunction(parent, node);
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
  if (name !== undefined) return nonEmpty(singular(entityWords(name, true)));
  const call = owner.parent;
  if (call.type === "CallExpression" && call.arguments.includes(owner as TSESTree.CallExpressionArgument))
    return receiverWords(file, call as unknown as TSESTree.ObjectExpression) ?? stateWords(call);
  return undefined;
}

/** `setUsers((users) => [...users, {…}])` */
function stateWords({ callee }: TSESTree.CallExpression): string[] | undefined {
  return callee.type === "Identifier" && callee.name.startsWith("set") ? insertedWords(callee.name) : undefined;
}

/** `users.push({…})`, `db.user.create({…})`, `insert(users).values({…})`, `new User({…})`, `createUser({…})`. */
function callWords(call: TSESTree.CallExpression | TSESTree.NewExpression, argument: Node): string[] | undefined {
  if (!call.arguments.includes(argument as TSESTree.CallExpressionArgument)) return undefined;
  const callee = unwrap(call.callee);
  const table = tableName(call, callee);
  if (table) return table;
  if (callee.type === "Identifier") {
    return call.type === "NewExpression"
      ? nonEmpty(wordsOf(callee.name))
      : (verbObject(callee.name) ?? insertedWords(callee.name));
  }
  if (callee.type !== "MemberExpression") return undefined;
  const method = memberName(callee) ?? "";
  if (call.type === "NewExpression") return nonEmpty(wordsOf(method));
  const own = WRITING.has(method) ? undefined : (verbObject(method) ?? insertedWords(method));
  if (own) return own;
  return WRITING.has(method) ? ownerWords(unwrap(callee.object)) : undefined;
}

/** `pgTable("users", {…})`, `model("User", …)`; `const userSchema = new Schema({…})` is named by its variable. */
function tableName(call: TSESTree.CallExpression | TSESTree.NewExpression, callee: Node): string[] | undefined {
  const name = callee.type === "Identifier" ? callee.name : callee.type === "MemberExpression" ? (memberName(callee) ?? "") : "";
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

const WRITING = new Set([
  "push",
  "unshift",
  "add",
  "set",
  "create",
  "createMany",
  "insert",
  "insertOne",
  "insertMany",
  "values",
  "save",
  "upsert",
  "put",
  "persist",
  "append",
]);
const WRITING_VERBS = new Set(["insert", "save", "upsert", "put", "store", "persist", "append", "push", "add", "set"]);

/** `insertUser({…})`, `saveThread({…})`, React's `setUser({…})`. */
function insertedWords(name: string): string[] | undefined {
  const words = wordsOf(name);
  if (words[0] === "set" && words.at(-1) === "state") return undefined;
  return words.length > 1 && WRITING_VERBS.has(words[0] as string) ? singular(words.slice(1)) : undefined;
}

const HOLDERS = new Set([
  "db",
  "database",
  "prisma",
  "tx",
  "trx",
  "client",
  "repository",
  "repo",
  "collection",
  "store",
  "table",
  "model",
  "dao",
  "service",
  "api",
  "http",
  "axios",
  "app",
  "router",
]);

function ownerWords(owner: Node): string[] | undefined {
  if (owner.type === "Identifier") return holderName(owner.name);
  if (owner.type === "MemberExpression") return holderName(memberName(owner) ?? "");
  if (owner.type !== "CallExpression") return undefined;
  // insert(users).values(…), db.insert(schema.users), db.collection("users"), getRepository(User)
  const first = owner.arguments[0];
  if (!first) return undefined;
  const value =
    first.type === "Literal" && typeof first.value === "string"
      ? first.value
      : first.type === "Identifier"
        ? first.name
        : first.type === "MemberExpression"
          ? memberName(first)
          : undefined;
  return value === undefined ? undefined : holderName(value);
}

/** `users`, `userRepository`, `usersTable` hold users; `db` alone says nothing. */
function holderName(name: string): string[] | undefined {
  const words = wordsOf(name);
  while (words.length > 0 && HOLDERS.has(words.at(-1) as string)) words.pop();
  return words.length > 0 ? singular(words) : undefined;
}

function singular(words: string[]): string[] {
  const last = words.at(-1);
  return last === undefined ? words : [...words.slice(0, -1), singularWord(last)];
}

/** English plurals of entity names; words that only look plural stay. */
function singularWord(word: string): string {
  if (/(?:ss|us|is|news|series|species)$/u.test(word)) return word;
  if (/ies$/u.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ch|sh|x|z|ss)es$/u.test(word)) return word.slice(0, -2);
  if (/(?:statuses|aliases|buses|campuses|viruses)$/u.test(word)) return word.slice(0, -2);
  if (word === "people") return "person";
  if (word === "children") return "child";
  return word.endsWith("s") && word.length > 2 ? word.slice(0, -1) : word;
}

function nonEmpty(words: string[]): string[] | undefined {
  return words.length > 0 ? words : undefined;
}
