import { localNamesOf } from "../../semantics/local-names.js";
import { atMost, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Range } from "../../syntax/ranges.js";
import { documentedStart, jsDocTags, type JsDocTag } from "../../semantics/view/jsdoc.js";
import { functionName, isFunction, type Node } from "../../syntax/nodes.js";
import type { Finding } from "../define-rule.js";
import { replacementCode } from "../replacement.js";
import { entryForFunction, entryForName, type LooseEntry, type LooseSetting } from "./entries.js";
import { because, type Why } from "../../reasons/reasons.js";

const TAGS = /@(?:param|arg|argument|property|prop|returns?|type|satisfies)\b/u;

/** Finds `@param {Object} auth`, `@returns {Promise<any>}`, `@type {any}` in JavaScript files. */
export function jsDocFindings(file: FileView, options: LooseSetting): Finding[] {
  return jsDocTags(file, TAGS).flatMap((tag) => findingOf(file, options, tag) ?? []);
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

function findingOf(file: FileView, options: LooseSetting, tag: JsDocTag): Finding | undefined {
  const match = WHOLE.exec(tag.type);
  if (!match?.groups) return undefined;
  const { before = "", part = "", after = "" } = match.groups;
  if (before.includes("<") !== after.includes(">")) return undefined;
  const isResult = tag.tag.startsWith("return");
  const subject =
    isResult || /^(?:type|satisfies)$/u.test(tag.tag) ? declaredAt(file, tag, isResult) : tag.name.split(".").at(-1);
  const entry = subject && (isResult ? entryForFunction(options, subject) : entryForName(options, subject, "one"));
  if (!entry) return undefined;
  const range: Range = [tag.typeAt + before.length, tag.typeAt + before.length + part.length];
  return {
    range,
    found: `${subject}${isResult ? "()" : ""}: ${tag.type.trim()}`,
    problem: "is a loose type",
    replacement: replacementCode(`${before}${entry.type}${after}`.trim()),
    edit: atMost(writeInComment(file, entry, range), entry.fix),
  };
}

const DECLARING = [
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "VariableDeclarator",
  "PropertyDefinition",
  "AccessorProperty",
] as const;

/** The name of the function, or of the variable or field, that a comment is about. */
function declaredAt(file: FileView, { subject }: JsDocTag, isOfFunction: boolean): string | undefined {
  const nodes = DECLARING.flatMap((type): readonly Node[] => file.nodes(type));
  const node = nodes.find((each) => isFunction(each) === isOfFunction && documentedStart(each) === subject);
  if (isFunction(node)) return functionName(node);
  const name = node?.type === "VariableDeclarator" ? node.id : node && "key" in node ? node.key : undefined;
  return name?.type === "Identifier" ? name.name : undefined;
}

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
