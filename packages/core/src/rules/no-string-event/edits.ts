import { localNamesOf } from "../../semantics/local-names.js";
import { atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import { keepApart, replaceExpression } from "../../edits/replace-expression.js";
import type { Node } from "../../syntax/nodes.js";
import { quoted } from "../../syntax/spellings.js";
import { isIdentifierName } from "../../syntax/identifiers.js";
import { isVisibleToOthers } from "../../semantics/own-exports.js";
import { renderTemplate } from "../../patterns/render.js";
import { fillingFor, type Rendered } from "../../patterns/filling.js";
import { doubtOfHolder, doubtOfUses } from "../../semantics/types/type-flows.js";
import type { EventMember } from "./members.js";
import type { EventFile } from "./options.js";
import type { EventSite } from "./sites.js";
import { mayBeOfPlatform } from "./unknown.js";
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
  if (site.form !== "key") return replaceExpression(file, site.whole, rendered);
  const { whole } = site;
  if (whole.type !== "Property") return hint(because("notAKey", "it is no key of an object"));
  if (whole.computed) return replaceExpression(file, whole.key, rendered);
  if (rendered.refusal !== undefined) return hint(rendered.refusal);
  const range = whole.shorthand ? whole.range : whole.key.range;
  const value = whole.shorthand ? [": ", { copy: whole.range }] : [];
  const edit = fix([{ range, parts: ["[", ...rendered.parts, "]", ...value], elsewhere: null }], rendered.needs);
  return rendered.reasons.reduce<Edit>(atMostSuggestion, edit);
}

function render({ file, compiled }: EventFile, site: Node, member: EventMember): Rendered {
  const { contract, name } = compiled;
  const template = contract.template(name + accessOf(member.path, '"'));
  return renderTemplate(file, template, fillingFor(contract, {}), site);
}

/** `type: "agent_started"` → `type: WebSocketEvent.AgentStarted`; of an object `typeof WebSocketEvent.AgentStarted`. */
function retype({ file, compiled, events }: EventFile, { whole }: EventSite, member: EventMember): Edit {
  if (events.kind === "constants" && !events.isNarrow)
    return hint(because("membersAreStrings", `the members of ${compiled.name} are of type string`));
  const name = localNamesOf(file).nameFor(compiled.enumRef, whole, { isTypeOnly: true });
  if ("refused" in name) return hint(name.refused);
  const isPlain = member.path.every(isIdentifierName);
  const access = accessOf(member.path, file.layout().quote);
  const text = isPlain
    ? `${events.kind === "enum" ? "" : "typeof "}${name.text}${access}`
    : `(typeof ${name.text})${member.path.map((part) => `[${quoted(part, file.layout().quote)}]`).join("")}`;
  const parts = keepApart(file, whole.range, [text]);
  const edit = fix([{ range: whole.range, parts }], name.need ? [name.need] : []);
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
  if (mayBeOfPlatform(events, site)) yield "sockets, streams and the DOM have such an event too";
  if (!isTyped) return;
  if (own.kind === "constants" && !own.isNarrow)
    yield because("membersAreStrings", `the members of ${compiled.name} are of type string, and a narrower one may be asked for`);
  if (site.doubt !== undefined) yield site.doubt;
  const isExact = own.kind === "constants" && own.isNarrow;
  const held = site.holder && doubtOfHolder(file, site.holder.object, site.holder.key, { isExact });
  if (held !== undefined) yield held;
  for (const constant of site.text.through) {
    const doubt = isVisibleToOthers(file, constant) ? `other files may use ${constant.name}` : doubtOfUses(file, constant, true);
    if (doubt !== undefined) yield doubt;
  }
}
