import { atMost, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Finding } from "../define-rule.js";
import { replacementCode, replacementWords } from "../replacement.js";
import { collectSites } from "./collect.js";
import { displayOf, useMember } from "./edits.js";
import { openEventFile, type EventFile, type CompiledEvents } from "./options.js";
import { speaksOfOtherEnum } from "./other-enums.js";
import type { EventSite } from "./sites.js";
import { isMisspelt, isOwnMethod, isUnknownEvent, nearestMember } from "./unknown.js";

/** The string events of one file. */
export function* findingsOf(file: FileView, compiled: CompiledEvents): Generator<Finding> {
  const events = openEventFile(file, compiled);
  if (!events) return;
  const sites = collectSites(file, compiled);
  for (const site of sites) {
    const finding = findingOf(events, site);
    if (finding) yield { ...finding, edit: atMost(finding.edit, compiled.fix) };
  }
}

function findingOf(events: EventFile, site: EventSite): Finding | undefined {
  const { value } = site.text;
  if (speaksOfOtherEnum(events, site)) return undefined;
  if (value === undefined) return findingForParts(events, site);
  const member = events.members.get(value);
  if (!member) return isUnknownEvent(events, site) ? findingForUnknown(events, site, value) : undefined;
  // In a union of strings the text itself is the member.
  if (events.events.kind === "texts") return undefined;
  const replacement = replacementCode(displayOf(events, member));
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
  const head = { ...place(events, site), problem: `is no event of ${name}` };
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
  return { ...edit, level: "suggestion", reason: `${JSON.stringify(to)} is the nearest to ${JSON.stringify(from)}` };
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
    edit: hint(first ? "which event it is shows only at run time" : `no member of ${name} can be it: add one, or stop using it`),
  };
}
