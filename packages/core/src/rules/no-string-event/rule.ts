import { asList, asObject } from "../../contracts/index.js";
import { type Finding, defineRule } from "../define-rule.js";
import { expectNames, expectWord } from "../expectation.js";
import {
  type CompiledEvents,
  type EventFile,
  type StringEventOptions,
  eventProblems,
  openEventFile,
  readEventOptions,
  stringEventOption,
} from "./options.js";
import { needsOfEvents } from "./needs.js";
import { NOTHING } from "../../scan/needs.js";
import { type Edit, atMost, atMostSuggestion, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { replacementCode, replacementWords } from "../replacement.js";
import { displayOf, useMember, wholeUnion } from "./edits.js";
import {
  isMisspelt,
  isOwnMethod,
  isStrange,
  isUnknownEvent,
  mayBeOfHtml,
  nearestMember,
  sitesOfOthers,
  speaksOfOtherEnum,
} from "./unknown.js";
import type { EventCandidate, EventSite } from "./sites.js";
import { type Node, enclosingFunction, keyName, memberName, stringValue, unwrap } from "../../syntax/nodes.js";
import { membersOfExport, originOf } from "../../semantics/origins.js";
import { localNamesOf } from "../../semantics/local-names.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { eventArguments } from "./calls.js";
import { comparedValues, propertyValues } from "./comparisons.js";
import { type EventText, textsOf } from "./texts.js";
import { annotatedValues, literalTypes, outerCast } from "./types.js";
import { because } from "../../reasons/reasons.js";

/** Finds events that are plain strings, and writes the enum's members. */
export const noStringEvent = defineRule<StringEventOptions, CompiledEvents | undefined>({
  name: "no-string-event",
  docs: { description: "disallow string events where an enum has them", isRecommended: false },
  option: stringEventOption,
  declaredNames: (option) => [
    { path: ["enum"], name: asObject(option)?.["enum"] },
    ...asList(asObject(option)?.["types"]).map((name, index) => ({ path: ["types", index], name })),
  ],

  compile: (option, setting) => readEventOptions(option, setting),

  problems: (option, setting) => eventProblems(option, setting),

  *expectations({ methods = {}, functions = {}, properties = [] }, { findExport }) {
    for (const [key, names] of Object.entries({ methods, functions }))
      for (const name of Object.keys(names)) if (!findExport(name)) yield expectWord([key, name], name);
    yield* expectNames(["properties"], properties, () => false);
  },

  needs: (compiled) => (compiled ? needsOfEvents(compiled) : NOTHING),

  replacements: (compiled) => (compiled ? [compiled.name] : []),

  usedNames: (option) => [option.enum, ...(option.types ?? [])],

  written: (option) => [option.enum],

  find: (file, compiled) => (compiled ? findingsOf(file, compiled) : []),
});

/** The string events of one file. */
function* findingsOf(file: FileView, compiled: CompiledEvents): Generator<Finding> {
  const events = openEventFile(file, compiled);
  if (!events) return;
  const sites = collectSites(file, compiled);
  const others = new Set(
    sites.flatMap((site) => (site.form === "type" && speaksOfOtherEnum(events, site) ? site.text.value! : [])),
  );
  const ofOthers = sitesOfOthers(events, sites);
  const strange = new Set(sites.filter((site) => site.holder && isStrange(events, site.text.value)).map(placeOfHolder));
  for (const { text, whole } of sites)
    if (events.members.has(text.value ?? "")) localNamesOf(file).expect([compiled], whole, compiled.contract.findExport);
  const findings = new Map<Node, Finding | undefined>(sites.map((site) => [site.text.node, findingOf(events, site)]));
  // What a type of the file names is meant, though the enum lacks it: `WorkspaceScope | "unsynced"`.
  const types = file.nodes("TSLiteralType").filter((type) => !findings.get(type));
  const declared = new Set(types.map((type) => stringValue(type.literal)));
  for (const site of sites) {
    const finding = findings.get(site.text.node);
    const { value = "" } = site.text;
    const isProperty = site.role === "property";
    if (!finding || (isProperty && declared.has(value) && !events.members.has(value))) continue;
    const doubt =
      isProperty && !site.group.hasMember && others.has(value)
        ? `a type of this file has it beside texts that ${compiled.name} lacks`
        : ofOthers.has(site)
          ? `the file names none of the types of ${compiled.name}, and another enum may have it`
          : site.holder && mayBeOfHtml(events, site) && strange.has(placeOfHolder(site))
            ? "HTML has this value too"
            : undefined;
    const edit = doubt === undefined ? finding.edit : atMostSuggestion(finding.edit, doubt);
    yield { ...finding, edit: atMost(edit, compiled.fix) };
  }
}

/** The code that has objects with a key. */
function placeOfHolder({ holder }: EventSite): string {
  return holder ? `${holder.key} ${enclosingFunction(holder.object)?.range.join() ?? ""}` : "";
}

function findingOf(events: EventFile, site: EventSite): Finding | undefined {
  const { value } = site.text;
  if (speaksOfOtherEnum(events, site)) return undefined;
  if (value === undefined) return findingForParts(events, site);
  const member = events.members.get(value);
  if (!member) return isUnknownEvent(events, site) ? findingForUnknown(events, site, value) : undefined;
  // In a union of strings the text itself is the member.
  if (events.events.kind === "texts") return undefined;
  const replacement = replacementCode(wholeUnion(events, site) ? events.compiled.name : displayOf(events, member));
  return { ...place(events, site), problem: "is a string event", replacement, edit: useMember(events, site, member) };
}

function place({ file }: EventFile, { form, whole }: EventSite): Pick<Finding, "range" | "found"> {
  const node = form === "key" && whole.type === "Property" ? whole.key : whole;
  return { range: node.range, found: file.textOf(node) };
}

function findingForUnknown(events: EventFile, site: EventSite, value: string): Finding {
  const { name } = events.compiled;
  const nearest = nearestMember(events, value);
  const member = nearest === undefined ? undefined : events.members.get(nearest);
  const { range, found } = place(events, site);
  // A key without quotes would read as a word of the sentence.
  const head = { range, found: site.form === "key" ? JSON.stringify(value) : found, problem: `is no event of ${name}` };
  if (member && isMisspelt(events, value))
    return {
      ...head,
      replacement: replacementCode(displayOf(events, member)),
      edit: respelt(useMember(events, site, member), value, member.value),
    };
  const own = events.events.kind === "texts" ? `one of the texts of ${name}` : `a member of ${name}`;
  return { ...head, replacement: replacementWords(own), edit: notNear(name, member && displayOf(events, member)) };
}

/** The edit changes the text's value, so a person has to check it in any case. */
function respelt(edit: Edit, from: string, to: string): Edit {
  if (edit.level === "hint") return edit;
  return { ...edit, level: "suggestion", reason: { text: `${JSON.stringify(to)} is the nearest to ${JSON.stringify(from)}` } };
}

function notNear(name: string, nearest: string | undefined): Edit {
  return hint(
    nearest === undefined
      ? `nothing in ${name} is near it: add it there, or stop using it`
      : `the nearest is ${nearest}, another word: add it to ${name}, or stop using it`,
  );
}

/** `agent_${state}`: which event it is is known only at run time. */
function findingForParts(events: EventFile, site: EventSite): Finding | undefined {
  const { pattern } = site.text;
  const fitting = [...events.members.values()].filter(({ value }) => pattern?.test(value));
  const isOwn = site.role === "function" || (site.role === "method" && isOwnMethod(events, site));
  if (!pattern || (fitting.length === 0 && !isOwn)) return undefined;
  const { name } = events.compiled;
  const [first, second] = fitting;
  return {
    ...place(events, site),
    problem: "is an event put together of parts",
    replacement: replacementWords(first ? `${displayOf(events, first)}${second ? " and its like" : ""}` : `a member of ${name}`),
    edit: hint(
      first
        ? because("runTime", "which event it is shows only at run time")
        : `no member of ${name} can be it: add one, or stop using it`,
    ),
  };
}

/** Every text of the file in the place of an event, each once, in the order of the text. */
function collectSites(file: FileView, compiled: CompiledEvents): EventSite[] {
  const sites = new Map<Node, EventSite>();
  const places = [
    ...eventArguments(file, compiled),
    ...annotatedValues(file, compiled),
    ...comparedValues(file, compiled),
    ...propertyValues(file, compiled),
    ...literalTypes(file, compiled),
  ];
  for (const place of places) {
    if (isMember(file, compiled, place)) place.group.hasMember = true;
    else if (place.form === "value" && readsOtherEnum(file, compiled, place.node)) place.group.hasOther = true;
    for (const text of textsIn(file, place)) {
      if (text.value !== undefined) place.group.texts.add(text.value);
      if (sites.has(text.node)) continue;
      const whole = place.form === "value" ? outerCast(file, compiled, text.node) : place.node;
      sites.set(text.node, { ...place, text, whole });
    }
  }
  return [...sites.values()].sort((a, b) => a.whole.range[0] - b.whole.range[0]);
}

function textsIn(file: FileView, place: EventCandidate): Iterable<EventText> {
  if (place.form === "value") return textsOf(file, place.node);
  const value = place.form === "key" ? writtenKey(place.node) : stringValue(place.node.literal);
  return value === undefined ? [] : [{ node: place.node, value, through: [] }];
}

/** Whether the place already has a member, or a member is in the same union. */
function isMember(file: FileView, compiled: CompiledEvents, place: EventCandidate): boolean {
  if (place.form === "value") return readsEnum(file, compiled, place.node);
  if (place.form === "key") return place.node.computed && readsEnum(file, compiled, place.node.key);
  const { parent } = place.node;
  return parent.type === "TSUnionType" && parent.types.some((type) => namesMember(file, compiled, type));
}

function readsEnum(file: FileView, { enumRef }: CompiledEvents, expression: Node): boolean {
  const node = unwrap(expression);
  const origin = node.type === "MemberExpression" ? originOf(file, node) : undefined;
  return !!origin && (membersOfExport(file, origin, enumRef)?.length ?? 0) > 0;
}

/** Whether a value that is none of the enum's is a member of what another module exports, or of an enum of the file. */
function readsOtherEnum(file: FileView, { properties }: CompiledEvents, expression: Node): boolean {
  const node = unwrap(expression);
  if (node.type !== "MemberExpression" || properties.has(memberName(node) ?? "")) return false;
  const origin = originOf(file, node);
  if (origin) return !!origin.reference && origin.path.length > 1;
  const [declared] = node.object.type === "Identifier" ? (file.variableOf(node.object)?.defs ?? []) : [];
  return (declared?.node.type as string | undefined) === "TSEnumDeclaration";
}

/** `WebSocketEvent.AgentStarted` or `typeof WebSocketEvent.AgentStarted` as a type. */
function namesMember(file: FileView, { enumRef }: CompiledEvents, type: Node): boolean {
  const name = type.type === "TSTypeReference" ? type.typeName : type.type === "TSTypeQuery" ? type.exprName : undefined;
  return name?.type === "TSQualifiedName" && name.left.type === "Identifier" && meansExport(file, name.left, enumRef);
}

function writtenKey(property: Extract<EventCandidate, { form: "key" }>["node"]): string | undefined {
  const { key, computed } = property;
  if (computed) return stringValue(key);
  return key.type === "Identifier" || (key.type === "Literal" && typeof key.value === "string") ? keyName(property) : undefined;
}
