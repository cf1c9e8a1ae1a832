import { describeShortly, describeViolation } from "@godwit/engine";
import { touches, type Span } from "./document.js";
import type { Finding } from "@godwit/project";
import type { FileFindings } from "./findings.js";

/** Which hints to show; `all` includes violations that a comment disables. */
export type InlayHintSetting = "off" | "violations" | "all";

/** A short text after a violation that names the replacement. */
export interface EditorInlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/** VS Code cuts the hints of a line if they are longer than this in total. */
const LONGEST = 43;

/** The hints in a part of a file, in the order of the text. */
export function inlayHintsIn(findings: FileFindings, span: Span, setting: InlayHintSetting): readonly EditorInlayHint[] {
  if (setting === "off") return [];
  const shown: readonly Finding[] = setting === "all" ? [...findings.open, ...findings.disabled] : findings.open;
  const hints = shown
    .filter(({ violation }) => touches(violation.range, span))
    .flatMap((finding) => hintFor(findings.document.text, finding));
  // Two rules may give the same hint for one place.
  const distinct = new Map(hints.map((hint) => [`${hint.offset} ${hint.text}`, hint]));
  return [...distinct.values()].sort((a, b) => a.offset - b.offset);
}

function hintFor(text: string, { violation }: Finding): EditorInlayHint[] {
  const { replacement, range } = violation;
  if (replacement === null) return [];
  // A hint among the names of an import would be hard to read.
  const offset = replacement.kind === "moved" ? endOfLine(text, range[1]) : range[1];
  const hint = describeShortly(replacement, text.slice(...range), LONGEST);
  return [{ offset, text: hint, tooltip: describeViolation(violation) }];
}

function endOfLine(text: string, offset: number): number {
  return offset + text.slice(offset).search(/[\r\n]|$/);
}
