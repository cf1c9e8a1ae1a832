import { ConfigCommentParser } from "@eslint/plugin-kit";
import { LineIndex } from "@godwit/contracts";
import type { TSESTree } from "@typescript-eslint/types";
import type { ParsedFile } from "../syntax/parsed-file.js";

/** The rules that the file's own comments turn off, and where. */
export interface Directives {
  /** Whether an `eslint-disable` comment covers a problem of the rule (`<contract>/<rule>`) that starts at the offset. */
  isDisabled(ruleId: string, offset: number): boolean;
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

const parser = new ConfigCommentParser();
const DIRECTIVE = /^\s*eslint(?:-(?:disable|enable)(?:-next-line|-line)?)?(?:\s|$)/u;

/** Reads `eslint-disable…`, `eslint-enable` and `eslint rule: off` comments as ESLint does (https://eslint.org/docs/latest/use/configure/rules). */
export function readDirectives(file: ParsedFile): Directives {
  // The text is searched first, because reading comments is expensive in some hosts.
  if (!file.text.includes("eslint")) return { isDisabled: () => false };
  const switches: Switch[] = [];
  const lines: DisabledLine[] = [];
  const off = new Set<string>();
  const index = new LineIndex(file.text);
  const lineOf = (offset: number): number => index.lineOf(offset);
  for (const comment of file.comments()) {
    if (!DIRECTIVE.test(comment.value)) continue;
    const directive = parser.parseDirective(comment.value.replace(/\*\/$/u, ""));
    if (!directive) continue;
    const rules = directive.value.trim() ? new Set(Object.keys(parser.parseListConfig(directive.value))) : undefined;
    switch (directive.label) {
      case "eslint-disable":
        if (comment.type === "Block") switches.push({ offset: comment.range[0], on: false, rules });
        break;
      case "eslint-enable":
        if (comment.type === "Block") switches.push({ offset: comment.range[0], on: true, rules });
        break;
      case "eslint-disable-line":
        if (isOneLine(comment, lineOf)) lines.push({ line: lineOf(comment.range[0]), rules });
        break;
      case "eslint-disable-next-line":
        lines.push({ line: lineOf(comment.range[1]) + 1, rules });
        break;
      case "eslint":
        if (comment.type === "Block") for (const rule of rulesTurnedOff(directive.value)) off.add(rule);
        break;
    }
  }
  return {
    isDisabled(ruleId, offset) {
      if (off.has(ruleId)) return true;
      const line = lineOf(offset);
      if (lines.some((entry) => entry.line === line && (!entry.rules || entry.rules.has(ruleId)))) return true;
      return isSwitchedOff(switches, ruleId, offset);
    },
  };
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

function isOneLine(comment: TSESTree.Comment, lineOf: (offset: number) => number): boolean {
  return lineOf(comment.range[0]) === lineOf(comment.range[1]);
}

function rulesTurnedOff(value: string): string[] {
  const parsed = parser.parseJSONLikeConfig(value);
  if (!parsed.ok) return [];
  return Object.entries(parsed.config as Record<string, unknown>)
    .filter(([, setting]) => [0, "off"].includes((Array.isArray(setting) ? setting[0] : setting) as never))
    .map(([rule]) => rule);
}
