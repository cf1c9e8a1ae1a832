import { ConfigCommentParser } from "@eslint/plugin-kit";
import { LineIndex } from "../contracts/index.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { ParsedFile } from "../syntax/parsed-file.js";

/** Whose comment turns a rule off: each linter obeys some kinds only, so its front leaves out what the others cover. */
export type DisablingComment = "eslint-disable" | "oxlint-disable" | "eslint";

/** The rules that the file's own comments turn off, and where. */
export interface Directives {
  /** Whether a comment covers a problem of the rule (`<contract>/<rule>`) that starts at the offset. */
  isDisabled(ruleId: string, offset: number): boolean;
  /** The kind of comment that covers it: ESLint's own before oxlint's; undefined if none does. */
  disabledBy(ruleId: string, offset: number): DisablingComment | undefined;
}

/** The name by which comments turn a contract's rule off. */
export function ruleIdOf(contract: string | undefined, rule: string): string {
  return `${contract ?? "godwit"}/${rule}`;
}

interface Switch {
  readonly offset: number;
  readonly on: boolean;
  /** Undefined: every rule. */
  readonly rules: ReadonlySet<string> | undefined;
}

interface DisabledLine {
  readonly line: number;
  readonly rules: ReadonlySet<string> | undefined;
}

/** The `-disable` and `-enable` comments of one linter. */
interface LinterComments {
  readonly switches: Switch[];
  readonly lines: DisabledLine[];
}

const parser = new ConfigCommentParser();
const DIRECTIVE = /^\s*(?:eslint(?:\s|$)|(?:eslint|oxlint)-(?:disable|enable)(?:-next-line|-line)?(?:\s|$))/u;
const NONE: Directives = { isDisabled: () => false, disabledBy: () => undefined };

/**
 * Reads `eslint-disable…`, `eslint-enable` and `eslint rule: off` comments as ESLint does
 * (https://eslint.org/docs/latest/use/configure/rules), and `oxlint-disable…` and `oxlint-enable` in the same way.
 */
export function readDirectives(file: ParsedFile): Directives {
  // The text is searched first, because reading comments is expensive in some hosts.
  if (!/eslint|oxlint-/u.test(file.text)) return NONE;
  const linters = { eslint: newComments(), oxlint: newComments() };
  const off = new Set<string>();
  const index = LineIndex.of(file.text);
  const lineOf = (offset: number): number => index.lineOf(offset);
  for (const comment of file.comments()) {
    if (!DIRECTIVE.test(comment.value)) continue;
    const directive = parser.parseDirective(comment.value.replace(/\*\/$/u, ""));
    if (!directive) continue;
    const { label, value } = directive;
    if (label === "eslint") {
      if (comment.type === "Block") for (const rule of rulesTurnedOff(value)) off.add(rule);
      continue;
    }
    const [linter, ...action] = label.split("-");
    addComment(linters[linter as keyof typeof linters], { action: action.join("-"), value, comment }, lineOf);
  }
  const covers = ({ lines, switches }: LinterComments, ruleId: string, offset: number): boolean => {
    const line = lineOf(offset);
    return (
      lines.some((entry) => entry.line === line && (!entry.rules || entry.rules.has(ruleId))) ||
      isSwitchedOff(switches, ruleId, offset)
    );
  };
  const disabledBy = (ruleId: string, offset: number): DisablingComment | undefined => {
    if (covers(linters.eslint, ruleId, offset)) return "eslint-disable";
    if (off.has(ruleId)) return "eslint";
    return covers(linters.oxlint, ruleId, offset) ? "oxlint-disable" : undefined;
  };
  return { disabledBy, isDisabled: (ruleId, offset) => disabledBy(ruleId, offset) !== undefined };
}

function newComments(): LinterComments {
  return { switches: [], lines: [] };
}

interface Directive {
  /** `disable`, `enable`, `disable-line` or `disable-next-line` */
  readonly action: string;
  readonly value: string;
  readonly comment: TSESTree.Comment;
}

function addComment({ switches, lines }: LinterComments, directive: Directive, lineOf: (offset: number) => number): void {
  const { action, value, comment } = directive;
  const rules = value.trim() ? new Set(Object.keys(parser.parseListConfig(value))) : undefined;
  switch (action) {
    case "disable":
    case "enable":
      if (comment.type === "Block") switches.push({ offset: comment.range[0], on: action === "enable", rules });
      break;
    case "disable-line":
      if (lineOf(comment.range[0]) === lineOf(comment.range[1])) lines.push({ line: lineOf(comment.range[0]), rules });
      break;
    case "disable-next-line":
      lines.push({ line: lineOf(comment.range[1]) + 1, rules });
      break;
  }
}

/** The state after the last switch that concerns the rule; enabling all lifts every earlier switch. */
function isSwitchedOff(switches: readonly Switch[], ruleId: string, offset: number): boolean {
  let isOff = false;
  for (const entry of switches) {
    if (entry.offset > offset) break;
    if (!entry.rules || entry.rules.has(ruleId)) isOff = !entry.on;
  }
  return isOff;
}

function rulesTurnedOff(value: string): string[] {
  const parsed = parser.parseJSONLikeConfig(value);
  if (!parsed.ok) return [];
  return Object.entries(parsed.config as Record<string, unknown>)
    .filter(([, setting]) => [0, "off"].includes((Array.isArray(setting) ? setting[0] : setting) as never))
    .map(([rule]) => rule);
}
