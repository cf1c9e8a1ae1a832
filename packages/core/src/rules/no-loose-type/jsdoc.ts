import { localNamesOf } from "../../semantics/local-names.js";
import { atMost, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Range } from "../../syntax/ranges.js";
import { isFunction, type Node } from "../../syntax/nodes.js";
import { functionName } from "../../naming/targets.js";
import type { Finding } from "../define-rule.js";
import { replacementCode } from "../replacement.js";
import { entryForFunction, entryForName, type LooseEntry, type LooseSetting } from "./entries.js";
import { because, type Why } from "../../reasons/reasons.js";

/** A type in the braces of a JSDoc tag, and the name that the tag gives it. */
interface TaggedType {
  readonly tag: string;
  readonly text: string;
  readonly start: number;
  readonly name: string | undefined;
}

/** Finds `@param {Object} auth`, `@returns {Promise<any>}`, `@type {any}` in JavaScript files. */
export function* jsDocFindings(file: FileView, options: LooseSetting): Generator<Finding> {
  if (!/\.[cm]?jsx?$/u.test(file.path)) return;
  for (const comment of file.comments()) {
    if (comment.type !== "Block" || !comment.value.startsWith("*")) continue;
    for (const tagged of taggedTypes(comment.value, comment.range[0] + "/*".length)) {
      const finding = findingOf(file, options, tagged, comment.range);
      if (finding) yield finding;
    }
  }
}

const TAG = /@(?<tag>param|arg|argument|property|prop|returns?|type|satisfies)\s*\{/gu;

function* taggedTypes(comment: string, offset: number): Generator<TaggedType> {
  for (const match of comment.matchAll(TAG)) {
    const open = match.index + match[0].length;
    const close = closingBrace(comment, open);
    if (close === undefined) continue;
    const name = /^\s*\[?\s*(?<name>[\w$.]+)/u.exec(comment.slice(close + 1))?.groups?.["name"];
    const tag = (match.groups?.["tag"] ?? "").replace("return", "returns").replace(/ss$/u, "s");
    yield { tag, text: comment.slice(open, close), start: offset + open, name };
  }
}

function closingBrace(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return undefined;
}

const VALUE = String.raw`(?:any|\*|unknown|object|Object|\{\s*\}|mixed)`;
const LOOSE = new RegExp(
  String.raw`(?:${VALUE}|Object(?:\.)?<\s*string\s*,\s*${VALUE}\s*>|Record<\s*string\s*,\s*${VALUE}\s*>|\{[^{}]*\})`,
  "u",
);
const WHOLE = new RegExp(
  String.raw`^(?<before>\s*[?!.]*\s*(?:Promise(?:\.)?<\s*)?(?:(?:null|undefined)\s*\|\s*)?)(?<part>${LOOSE.source})(?<after>\s*(?:\|\s*(?:null|undefined)\s*)?>?\s*=?\s*)$`,
  "u",
);

function findingOf(file: FileView, options: LooseSetting, tagged: TaggedType, comment: Range): Finding | undefined {
  const match = WHOLE.exec(tagged.text);
  if (!match?.groups) return undefined;
  const { before = "", part = "", after = "" } = match.groups;
  if (before.includes("<") !== after.includes(">")) return undefined;
  const subject = subjectOf(file, tagged, comment);
  if (!subject) return undefined;
  const entry = tagged.tag === "returns" ? entryForFunction(options, subject) : entryForName(options, subject, "one");
  if (!entry) return undefined;
  const range: Range = [tagged.start + before.length, tagged.start + before.length + part.length];
  return {
    range,
    found: `${subject}${tagged.tag === "returns" ? "()" : ""}: ${tagged.text.trim()}`,
    problem: "is a loose type",
    replacement: replacementCode(`${before}${entry.type}${after}`.trim()),
    edit: atMost(writeInComment(file, entry, range), entry.fix),
  };
}

/** What the tag describes: the parameter it names, or what follows the comment. */
function subjectOf(file: FileView, { tag, name }: TaggedType, comment: Range): string | undefined {
  if (tag !== "returns" && tag !== "type" && tag !== "satisfies") return name?.split(".").at(-1);
  const start = file.skipTrivia(comment[1]);
  if (tag === "returns") {
    for (const type of ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"] as const)
      for (const node of file.nodes(type)) if (startOf(node) === start) return functionName(node);
    return undefined;
  }
  const declarator = file
    .nodes("VariableDeclarator")
    .find((each) => each.parent.range[0] === start || each.parent.parent.range[0] === start);
  if (declarator) return declarator.id.type === "Identifier" ? declarator.id.name : undefined;
  const field = [...file.nodes("PropertyDefinition"), ...file.nodes("AccessorProperty")].find((each) => each.range[0] === start);
  return field?.key.type === "Identifier" ? field.key.name : undefined;
}

/** Where a function's statement or member begins. */
function startOf(owner: Node): number {
  let at = owner;
  while (at.parent && !isFunction(at.parent) && HOLDS.has(at.parent.type)) at = at.parent;
  return at.range[0];
}

const HOLDS = new Set([
  "VariableDeclarator",
  "VariableDeclaration",
  "ExportNamedDeclaration",
  "ExportDefaultDeclaration",
  "MethodDefinition",
  "PropertyDefinition",
  "AccessorProperty",
  "Property",
  "AssignmentExpression",
  "ExpressionStatement",
]);

/** `import("./auth-result.js").AuthResult`, or the name that a `@typedef` in the file gives it. */
function writeInComment(file: FileView, entry: LooseEntry, range: Range): Edit {
  let text = "";
  let at = 0;
  const reasons: Why[] = [];
  for (const { ref, range: own } of entry.uses) {
    const known = knownName(file, entry, ref);
    const answer = known === undefined ? localNamesOf(file).importOf(ref, true) : undefined;
    if (ref.module.kind === "file" && ref.module.path === file.path)
      return hint(because("ownType", "this module holds the type itself"));
    if (answer && "refused" in answer) return hint(answer.refused);
    if (answer?.reason !== undefined) reasons.push(answer.reason);
    const { quote } = file.layout();
    const imported = answer && `import(${quote}${answer.specifier}${quote}).${answer.exported}`;
    text += entry.type.slice(at, own[0]) + (known ?? imported ?? "");
    at = own[1];
  }
  text += entry.type.slice(at);
  if (entry.uses.length === 0) reasons.push(`${entry.type} is not declared in the contract's imports`);
  if (/^[ \t]*\/\/[ \t]*@ts-check/mu.test(file.text))
    reasons.push("TypeScript checks this file, and what it does with it may not compile");
  return reasons.reduce<Edit>(atMostSuggestion, fix([{ range, parts: [text] }]));
}

function knownName(file: FileView, { type }: LooseEntry, ref: LooseEntry["uses"][number]["ref"]): string | undefined {
  for (const reference of file.moduleReferences()) {
    if (
      reference.kind !== "jsdoc" ||
      !file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), ref.module)
    )
      continue;
    const name = reference.names.find(({ imported }) => imported === ref.exported);
    if (name && reference.tagRange) return name.alias ?? name.imported;
  }
  // `@typedef {import("./auth-result.js").AuthResult} AuthResult`
  const typedef = new RegExp(String.raw`@typedef\s*\{[^}]*\.${ref.exported}\s*\}\s*${ref.name}\b`, "u");
  return typedef.test(file.text) && type.includes(ref.name) ? ref.name : undefined;
}
