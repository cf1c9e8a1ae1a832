import { printable } from "@godwit/core/contracts";
import { describeShortly, describeViolation } from "@godwit/core/engine";
import type { Finding } from "../index.js";
import type { Span } from "./document.js";
import type { FileFindings } from "./findings.js";

/** Which hints to show; `new` leaves out what the baseline knows, `all` includes violations that a comment disables. */
export type InlayHintSetting = (typeof INLAY_HINT_SETTINGS)[number];
/** The same as data. */
export const INLAY_HINT_SETTINGS = ["new", "violations", "all", "off"] as const;

/** A short text at the end of a line that names what to write instead. */
export interface EditorInlayHint {
  /** The end of the line in which the violations start. */
  readonly offset: number;
  /** `→ newId("user")`, or `→ newId("user") +1` where the line has another one. */
  readonly text: string;
  /** The messages of all violations that the hint is about, a line each. */
  readonly tooltip: string;
}

/** A longer hint is read as code, and editors cut it. */
const LONGEST = 30;

/** The hints in a part of a file, at most one a line, in the order of the text. */
export function inlayHintsIn(findings: FileFindings, span: Span, setting: InlayHintSetting): readonly EditorInlayHint[] {
  if (setting === "off") return [];
  const { text } = findings.document;
  const shown: readonly Finding[] = setting === "all" ? [...findings.open, ...findings.disabled] : findings.open;
  const isShown = ({ isKnown }: Finding): boolean => setting !== "new" || !isKnown;
  const byLine = new Map<number, Finding[]>();
  // Of a line with many findings its end is looked for once.
  let [from, offset] = [Infinity, -1];
  for (const finding of shown) {
    if (finding.violation.replacement === null || !isShown(finding)) continue;
    const [start] = finding.violation.range;
    if (start < from || start > offset) [from, offset] = [start, endOfLine(text, start)];
    if (offset < span[0] || offset > span[1]) continue;
    const line = byLine.get(offset);
    if (line) line.push(finding);
    else byLine.set(offset, [finding]);
  }
  return [...byLine].map(([offset, line]) => hintFor(text, offset, line)).sort((a, b) => a.offset - b.offset);
}

function hintFor(text: string, offset: number, line: readonly Finding[]): EditorInlayHint {
  const sorted = [...line].sort((a, b) => a.violation.range[0] - b.violation.range[0]);
  // Two rules may say the same of one place.
  const distinct = new Map(
    sorted.map((finding) => [`${finding.violation.range[0]} ${shortly(text, finding, LONGEST)}`, finding]),
  );
  const [first] = distinct.values();
  const more = distinct.size > 1 ? ` +${distinct.size - 1}` : "";
  const tooltip = [...new Set(sorted.map(({ violation }) => printable(describeViolation(violation))))].join("\n");
  return { offset, text: printable(shortly(text, first!, LONGEST - more.length)) + more, tooltip };
}

function shortly(text: string, { violation }: Finding, longest: number): string {
  return describeShortly(violation, text.slice(...violation.range), longest);
}

const LINE_END = /[\r\n\u2028\u2029]|$/g;

function endOfLine(text: string, offset: number): number {
  LINE_END.lastIndex = offset;
  return LINE_END.exec(text)!.index;
}
