import { localNamesOf } from "../../semantics/local-names.js";
import { atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import { keepApart, replaceExpression } from "../../edits/replace-expression.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { ownModule } from "../../semantics/module-view.js";
import { annotationOfName, isConstType } from "../../semantics/types/type-parts.js";
import { behindAlias, memberNamed } from "../../semantics/types/type-members.js";
import { statedTypesOf } from "../../semantics/types/value-types.js";
import type { StatedType } from "../../semantics/callees.js";
import { aliasOf } from "../../semantics/origins.js";
import { enclosingFunction, identifiersIn, memberName, type Node, rewrap, stringValue, unwrap } from "../../syntax/nodes.js";
import { contains, type Range } from "../../syntax/ranges.js";
import { isReference } from "../../syntax/references.js";
import { quoted } from "../../syntax/spellings.js";
import { isIdentifierName } from "../../syntax/identifiers.js";
import { isVisibleToOthers } from "../../semantics/own-exports.js";
import { renderTemplate } from "../../patterns/render.js";
import { fillingFor, type Rendered } from "../../patterns/filling.js";
import { doubtOfHolder, doubtOfUses } from "../../semantics/types/type-flows.js";
import type { EventMember } from "./members.js";
import type { EventFile } from "./options.js";
import type { EventSite } from "./sites.js";
import { mayBeOfHtml, mayBeOfOthers, mayBeOfPlatform } from "./unknown.js";
import { because, type Why } from "../../reasons/reasons.js";

/** `WebSocketEvent.AgentStarted`, as the contract writes it. */
export function displayOf({ compiled, events }: EventFile, member: EventMember): string {
  if (events.kind === "texts") return quoted(member.value, '"');
  return compiled.name + accessOf(member.path, '"');
}

function accessOf(path: readonly string[], quote: '"' | "'"): string {
  return path.map((part) => (isIdentifierName(part) ? `.${part}` : `[${quoted(part, quote)}]`)).join("");
}

/** Writes a member in place of a text. */
export function useMember(events: EventFile, site: EventSite, member: EventMember): Edit {
  if (events.events.kind === "texts") return respell(events, site, member);
  const edit = site.form === "type" ? retype(events, site, member) : rewrite(events, site, member);
  return [...doubtsAbout(events, site, member)].reduce(atMostSuggestion, edit);
}

/** Corrects a text in its own quotes, because a union has no members to name. */
function respell({ file }: EventFile, { form, text, whole }: EventSite, { value }: EventMember): Edit {
  const { range } = form === "key" && whole.type === "Property" ? whole.key : text.node;
  const mark = file.text[range[0]];
  const isBare = form === "key" && mark !== '"' && mark !== "'" && isIdentifierName(value);
  const quote = mark === '"' || mark === "'" ? mark : file.layout().quote;
  return fix([{ range, parts: [isBare ? value : quoted(value, quote)] }]);
}

function rewrite(events: EventFile, site: EventSite, member: EventMember): Edit {
  const { file } = events;
  const rendered = render(events, site.whole, member);
  if (site.form !== "key") {
    const isMember = events.events.kind === "enum" && site.whole.parent?.type === "Property";
    return replaceExpression(file, isMember ? behindConst(site.whole) : site.whole, rendered);
  }
  const { whole } = site;
  if (whole.type !== "Property") return hint(because("notAKey", "it is no key of an object"));
  if (whole.computed) return replaceExpression(file, whole.key, rendered);
  if (rendered.refusal !== undefined) return hint(rendered.refusal);
  const range = whole.shorthand ? whole.range : whole.key.range;
  const value = whole.shorthand ? [": ", { copy: whole.range }] : [];
  const edit = fix([{ range, parts: ["[", ...rendered.parts, "]", ...value], elsewhere: null }], rendered.needs);
  return rendered.reasons.reduce<Edit>(atMostSuggestion, edit);
}

/** The text of `"agent_started" as const`: without that, a member's type would be the whole enum's where a type is taken from it. */
function behindConst(whole: Node): Node {
  const isConst = (whole.type === "TSAsExpression" || whole.type === "TSTypeAssertion") && isConstType(whole.typeAnnotation);
  return isConst ? whole.expression : whole;
}

function render({ file, compiled }: EventFile, site: Node, member: EventMember): Rendered {
  const { contract, name } = compiled;
  const template = contract.template(name + accessOf(member.path, '"'));
  return renderTemplate(file, template, fillingFor(contract, {}), site);
}

/** The texts of a union that are all those of the enum, beside nothing or `null`: the type by the enum's name is the same. */
export function wholeUnion({ file, events, members }: EventFile, { form, whole }: EventSite): Range | undefined {
  const { parent } = whole;
  if (form !== "type" || !events.hasType || parent?.type !== "TSUnionType" || members.size < 2) return undefined;
  const isText = (type: Node): boolean => type.type === "TSLiteralType" && members.has(stringValue(type.literal) ?? "");
  const [first, last] = [parent.types.findIndex(isText), parent.types.findLastIndex(isText)];
  const texts = parent.types.slice(first, last + 1);
  const own = new Set(texts.filter(isText).map((type) => file.textOf(type).slice(1, -1)));
  if (!texts.every(isText) || own.size < members.size) return undefined;
  const range: Range =
    texts.length === parent.types.length ? parent.range : [parent.types[first]!.range[0], parent.types[last]!.range[1]];
  return file.commentsIn(range).length === 0 ? range : undefined;
}

/** `type: "agent_started"` → `type: WebSocketEvent.AgentStarted`; of an object `typeof WebSocketEvent.AgentStarted`. */
function retype(open: EventFile, site: EventSite, member: EventMember): Edit {
  const { file, compiled, events } = open;
  const { whole } = site;
  if (events.kind === "constants" && !events.isNarrow)
    return hint(because("membersAreStrings", `the members of ${compiled.name} are of type string`));
  const name = localNamesOf(file).nameFor(compiled.enumRef, whole, { isTypeOnly: true });
  if ("refused" in name) return hint(name.refused);
  const union = wholeUnion(open, site);
  const isPlain = member.path.every(isIdentifierName);
  const access = accessOf(member.path, file.layout().quote);
  const text = isPlain
    ? `${events.kind === "enum" ? "" : "typeof "}${name.text}${access}`
    : `(typeof ${name.text})${member.path.map((part) => `[${quoted(part, file.layout().quote)}]`).join("")}`;
  const range = union ?? whole.range;
  const edit = fix([{ range, parts: keepApart(file, range, [union ? name.text : text]) }], name.need ? [name.need] : []);
  return name.reason === undefined ? edit : atMostSuggestion(edit, name.reason);
}

function* doubtsAbout(events: EventFile, site: EventSite, member: EventMember): Generator<Why> {
  const { events: own, compiled, file, doubled } = events;
  const isTyped = /\.[cm]?tsx?$/u.test(file.path);
  if (doubled.has(member.value)) yield `several members of ${compiled.name} have this text`;
  if (site.form === "type") {
    if (own.kind === "enum") yield "it may get strings";
    return;
  }
  if (own.doubt !== undefined) yield own.doubt;
  if (mayBeOfPlatform(events, site))
    yield `sockets, streams and the DOM have ${site.role === "method" ? "such an event" : "this word"} too`;
  else if (mayBeOfOthers(events, site))
    yield `its ${site.role === "method" ? "emitter has more events" : "property has more texts"} that ${compiled.name} lacks`;
  if (site.isOfElement && mayBeOfHtml(events, site)) yield "HTML has this value too";
  if (!isTyped) return;
  if (own.kind === "constants" && !own.isNarrow)
    yield because("membersAreStrings", `the members of ${compiled.name} are of type string, and a narrower one may be asked for`);
  if (site.doubt !== undefined) yield site.doubt;
  const isExact = own.kind === "constants" && own.isNarrow;
  const lost = own.kind === "enum" ? doubtOfCase(file, site, member.value) : undefined;
  if (lost !== undefined) yield lost;
  const held = site.holder && doubtOfHolder(file, site.holder.object, site.holder.key, { isExact });
  if (held !== undefined) yield held;
  for (const constant of site.text.through) {
    const doubt = isVisibleToOthers(file, constant) ? `other files may use ${constant.name}` : doubtOfUses(file, constant, true);
    if (doubt !== undefined) yield doubt;
  }
}

/** TypeScript takes a text out of a type behind the case of that text only, not behind the member's. */
function doubtOfCase(file: FileView, { whole }: EventSite, text: string): Why | undefined {
  const clause = whole.parent;
  if (clause?.type !== "SwitchCase") return undefined;
  const isAll = asksForAll(file, clause.parent);
  if (!isAll && !usesRest(file, clause)) return undefined;
  const types = typesOfRead(file, clause.parent.discriminant);
  if (types.length > 0 && !types.flatMap((type) => partsOf(file, type)).some((type) => mayNameText(file, type, text)))
    return undefined;
  const names = types.length > 0 ? "a type names the text" : "a type that is not seen may name the text";
  return `${names}, and TypeScript would not see that the switch has ${isAll ? "all cases" : "a case for it"}`;
}

/** What states the type of a value that is read; empty where that is not all seen. */
function typesOfRead(file: FileView, expression: Node): readonly StatedType[] {
  const node = unwrap(expression);
  const annotation = node.type === "MemberExpression" ? annotationOfName(file, unwrap(node.object)) : undefined;
  if (node.type !== "MemberExpression" || !annotation)
    return statedTypesOf(file, node).flatMap((stated) => ("type" in stated ? stated : []));
  const all = partsOf(file, { module: ownModule(file), type: annotation }).map((part) =>
    memberNamed(file, part, memberName(node) ?? ""),
  );
  return all.every((each) => each !== undefined) ? all : [];
}

const MOST_STEPS = 10;

/** The parts of a union, also behind names. */
function partsOf(file: FileView, stated: StatedType, depth = 0): readonly StatedType[] {
  const { module, type } = behindAlias(file, stated);
  if (depth > MOST_STEPS) return [stated];
  if (type.type === "TSUnionType") return type.types.flatMap((part) => partsOf(file, { module, type: part }, depth + 1));
  return type === stated.type ? [stated] : partsOf(file, { module, type }, depth + 1);
}

/** Whether a type names a text, or may do so where it is not seen. */
function mayNameText(file: FileView, { module, type }: StatedType, text: string): boolean {
  if (type.type === "TSLiteralType") return type.literal.type !== "Literal" || type.literal.value === text;
  if (type.type !== "TSTypeReference") return !/^TS\w+Keyword$/u.test(type.type);
  const { typeName } = type;
  const name = typeName.type === "TSQualifiedName" ? typeName.left : typeName;
  const declared = name.type === "Identifier" ? file.modules.declarations.findNamed(module, name.name) : undefined;
  return declared?.module.values.get(declared.name)?.type !== "TSEnumDeclaration";
}

/** Whether code that runs for all but a case reads what the case narrows: the default, and what follows the switch. */
function usesRest(file: FileView, clause: TSESTree.SwitchCase): boolean {
  const { cases, discriminant, range } = clause.parent;
  const runBy = (start: TSESTree.SwitchCase) => cases.slice(cases.indexOf(start)).find(({ consequent }) => consequent.length > 0);
  const byDefault = cases.find(({ test }) => !test);
  const rest: Range[] = byDefault ? [[byDefault.range[0], (runBy(byDefault) ?? byDefault).range[1]]] : [];
  if (isLeft(runBy(clause)?.consequent.at(-1))) rest.push([range[1], (enclosingFunction(clause) ?? file.program).range[1]]);
  const names = narrowedNames(file, discriminant);
  const whole = spelling(file, discriminant);
  return [...file.nodes("Identifier"), ...file.nodes("MemberExpression")].some(
    (node) =>
      rest.some((part) => contains(part, node.range)) &&
      names.has(spelling(file, node)) &&
      isReference(node) &&
      !isOnlyShown(file, node, whole),
  );
}

function isLeft(statement: Node | undefined): boolean {
  if (statement?.type === "BlockStatement") return isLeft(statement.body.at(-1));
  return /^(?:Return|Throw|Continue)Statement$/u.test(statement?.type ?? "");
}

/** A value, the object that it is a member of, and what is destructured beside it. */
function narrowedNames(file: FileView, discriminant: Node): ReadonlySet<string> {
  const node = unwrap(discriminant);
  const variable = node.type === "Identifier" ? file.variableOf(node) : undefined;
  const alias = variable && aliasOf(variable);
  const source = alias ? unwrap(alias.value) : node;
  const holder = source.type === "MemberExpression" && !alias?.path.length ? source.object : source;
  const pattern = variable?.defs[0]?.name.parent?.parent;
  const beside = pattern?.type === "ObjectPattern" ? identifiersIn(pattern) : [];
  const names = [node, ...(holder.type === "ThisExpression" ? [] : [holder]), ...beside];
  return new Set(names.map((each) => spelling(file, each)));
}

function spelling(file: FileView, node: Node): string {
  return file.textOf(unwrap(node)).replaceAll(/[\s?!]/gu, "");
}

/** Whether a value is written to a text or a log, or compared, which takes one of any type. */
function isOnlyShown(file: FileView, node: Node, whole: string): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type === "MemberExpression" && parent.object === outer)
    return spelling(file, parent) === whole && isOnlyShown(file, parent, whole);
  const isTaken = parent?.type === "CallExpression" || parent?.type === "NewExpression";
  return isTaken
    ? /^(?:console\.\w+|JSON\.stringify|String|Error)$/u.test(file.textOf(parent.callee))
    : parent?.type === "TemplateLiteral" || parent?.type === "BinaryExpression";
}

/** Whether code counts on a switch to have all cases: nothing comes after its returns, or its default takes `never`. */
function asksForAll(file: FileView, node: TSESTree.SwitchStatement): boolean {
  const byDefault = node.cases.find(({ test }) => !test);
  if (byDefault) return /never|exhaust|unreachable/iu.test(file.textOf(byDefault));
  const isLast = node.parent.type === "BlockStatement" && node.parent.body.at(-1) === node;
  return isLast && node.cases.some((each) => /\breturn\s+[^;\s]/u.test(file.textOf(each)));
}
