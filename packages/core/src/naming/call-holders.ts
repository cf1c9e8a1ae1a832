/** Finds the entity in a call that writes one: `users.push({…})`, `db.user.create({…})`, `pgTable("users", {…})`. */
import type { TSESTree } from "@typescript-eslint/types";
import { memberName, unwrap, type Node } from "../syntax/nodes.js";
import { nonEmpty, singular, typeNoun } from "./entity-words.js";
import { carrierOf } from "./targets.js";
import { wordsOf } from "./words.js";

/** `setUser({…})`, `setUsers((users) => [...users, {…}])` */
export function stateWords({ callee }: TSESTree.CallExpression): string[] | undefined {
  const [verb, ...words] = callee.type === "Identifier" ? wordsOf(callee.name) : [];
  return verb === "set" && words.at(-1) !== "state" ? nonEmpty(singular(words)) : undefined;
}

/** `users.push({…})`, `db.user.create({…})`, `insert(users).values({…})`, `new User({…})`, React's `setUser({…})`; other functions may do anything with it. */
export function callWords(call: TSESTree.CallExpression | TSESTree.NewExpression, argument: Node): string[] | undefined {
  if (!call.arguments.includes(argument as TSESTree.CallExpressionArgument)) return undefined;
  const callee = unwrap(call.callee);
  const table = tableName(call, callee);
  if (table) return table;
  const name = callee.type === "Identifier" ? callee.name : callee.type === "MemberExpression" ? (memberName(callee) ?? "") : "";
  if (call.type === "NewExpression") return nonEmpty([...wordsOf(typeNoun(name))]);
  if (callee.type === "Identifier") return stateWords(call);
  return callee.type === "MemberExpression" && WRITING.has(name) ? ownerWords(unwrap(callee.object)) : undefined;
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
  "map",
  "cache",
  "list",
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
  const words = [...wordsOf(name)];
  while (words.length > 0 && HOLDERS.has(words.at(-1) as string)) words.pop();
  return words.length > 0 ? singular(words) : undefined;
}
