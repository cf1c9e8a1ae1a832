import type { EventFile } from "./options.js";
import type { EventSite } from "./sites.js";
import { isMisspelt, isNoEvent } from "./unknown.js";

/** Whether a text is beside one that no member has, and so speaks of another enum: `"draft" | "disabled"`. */
export function speaksOfOtherEnum(events: EventFile, { role, form, group }: EventSite): boolean {
  if (events.isOfDomain || group.hasMember || form === "key" || (role !== "property" && form !== "type")) return false;
  const others = [...group.texts].filter((text) => !events.members.has(text) && !isNoEvent(text) && !isMisspelt(events, text));
  return others.length > 0 && group.texts.size > 1;
}
