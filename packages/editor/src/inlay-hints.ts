import { touches, type Span } from "./document.js";
import type { FileFindings, Finding } from "./findings.js";

/** Which hints are wanted; `all`: also where a comment disables the report. */
export type InlayHintSetting = "off" | "violations" | "all";

/** A short text behind a violation that names the replacement. */
export interface EditorInlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

const LONGEST = 48;

/** The hints of a part of a file, in the order of the text. */
export function inlayHintsIn(findings: FileFindings, span: Span, setting: InlayHintSetting): readonly EditorInlayHint[] {
  if (setting === "off") return [];
  const shown: readonly Finding[] = setting === "all" ? [...findings.open, ...findings.disabled] : findings.open;
  const hints = shown.filter(({ violation }) => touches(violation.range, span)).flatMap(hintFor);
  return hints.sort((a, b) => a.offset - b.offset);
}

function hintFor({ violation }: Finding): EditorInlayHint[] {
  const { replacement, range, message } = violation;
  if (replacement === null) return [];
  return [{ offset: range[1], text: `→ ${shorten(replacement)}`, tooltip: message }];
}

/** `UnifiedIdGenerator.generateBaseId("user")` → `generateBaseId("user")`: the class is the longer and duller part. */
function shorten(replacement: string): string {
  const line = replacement.replaceAll(/\s+/g, " ").replace(/^((?:await )?)[A-Z]\w*\.(?=[\w$]+\()/, "$1");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
