import { atMost } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { isGetter } from "../../naming/annotated-places.js";
import type { Finding } from "../define-rule.js";
import { replacementCode } from "../replacement.js";
import { suggestType } from "./edits.js";
import type { LooseSetting } from "./entries.js";
import { jsDocFindings } from "./jsdoc.js";
import { findLooseTypes, type LooseSite } from "./sites.js";

/** The loose types of one file. */
export function* findingsOf(file: FileView, options: LooseSetting): Generator<Finding> {
  for (const site of findLooseTypes(file, options)) {
    const { entry, part, at } = site;
    yield {
      ...describe(file, site),
      problem: "is a loose type",
      edit: atMost(suggestType(file, entry, part), entry.fix),
      // A cast says what the checker can't know; a person decides about it.
      ...(at.kind === "place" && { narrows: { part: part.range, type: entry.type } }),
    };
  }
  yield* jsDocFindings(file, options);
}

function describe(file: FileView, { entry, part, at }: LooseSite): Pick<Finding, "range" | "found" | "replacement"> {
  if (at.kind === "cast")
    return { range: part.range, found: `as ${file.textOf(part)}`, replacement: replacementCode(`as ${entry.type}`) };
  if (at.kind === "call")
    return {
      range: part.range,
      found: `${at.target.name}: <${file.textOf(part)}>`,
      replacement: replacementCode(`<${entry.type}>`),
    };
  const { place } = at;
  const { type } = place;
  const before = file.text.slice(type.range[0], part.range[0]);
  const after = file.text.slice(part.range[1], type.range[1]);
  const name = place.kind === "return" && !isGetter(place.holder) ? `${place.name}()` : place.name;
  const whole = place.kind === "argument" ? `<${file.textOf(type)}>` : file.textOf(type);
  return { range: type.range, found: `${name}: ${whole}`, replacement: replacementCode(`${before}${entry.type}${after}`) };
}
