import { ruleDocs } from "@godwit/engine";
import { touches, type Span } from "./document.js";
import type { Finding } from "@godwit/project";
import type { FileFindings } from "./findings.js";

/** Which hints are wanted; `all`: also where a comment disables the report. */
export type InlayHintSetting = "off" | "violations" | "all";

/** A short text behind a violation that names the replacement. */
export interface EditorInlayHint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/** VS Code cuts the hints of a line where they are longer than this together. */
const LONGEST = 43;

/** The hints of a part of a file, in the order of the text. */
export function inlayHintsIn(findings: FileFindings, span: Span, setting: InlayHintSetting): readonly EditorInlayHint[] {
  if (setting === "off") return [];
  const shown: readonly Finding[] = setting === "all" ? [...findings.open, ...findings.disabled] : findings.open;
  const hints = shown
    .filter(({ violation }) => touches(violation.range, span))
    .flatMap((finding) => hintFor(findings.document.text, finding));
  // Two rules may say the same of one place.
  const distinct = new Map(hints.map((hint) => [`${hint.offset} ${hint.text}`, hint]));
  return [...distinct.values()].sort((a, b) => a.offset - b.offset);
}

function hintFor(text: string, { violation }: Finding): EditorInlayHint[] {
  const { replacement, range, message, rule } = violation;
  if (replacement === null) return [];
  if (ruleDocs(rule).hintPlace === "end-of-line") {
    const label = shortestImport(replacement, text.slice(...range));
    return [{ offset: endOfLine(text, range[1]), text: label, tooltip: message }];
  }
  return [{ offset: range[1], text: shorten(replacement), tooltip: message }];
}

function endOfLine(text: string, offset: number): number {
  return offset + text.slice(offset).search(/[\r\n]|$/);
}

/** `Engine from "./src/agents/user-engine.ts"`, with the module's last part alone, or one of the two, where that is too long. */
function shortestImport(replacement: string, written: string): string {
  const [, name, module] = /^(?:(.*) from )?(".*")$/s.exec(replacement) ?? [];
  if (module === undefined) return shorten(replacement);
  const last = module.replace(/^".*\//s, '"…/');
  // What keeps its name is told by where it went.
  const ways = name === undefined ? [replacement, last] : [replacement, `${name} from ${last}`, name === written ? last : name];
  return shorten(ways.find((way) => `→ ${way}`.length <= LONGEST) ?? ways.at(-1)!);
}

/** `UnifiedIdGenerator.generateBaseId("user")` → `generateBaseId("user")`: the class is the longer and duller part. */
function shorten(replacement: string): string {
  const line = `→ ${replacement.replaceAll(/\s+/g, " ").replace(/^((?:await )?)[A-Z]\w*\.(?=[\w$]+\()/, "$1")}`;
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
