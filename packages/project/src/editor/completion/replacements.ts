import {
  type Ban,
  type SourceFile,
  type TextEdit,
  type WrappingType,
  exportAt,
  rewriteExpression,
  writeExport,
} from "@godwit/core/engine";
import type { Contract } from "@godwit/core/contracts";
import type { Project } from "../../index.js";
import { findBan, factsOf, type Replacement, completionPolicy, filterTextFor, isNamedIn, isTypedSoFar } from "./completion.js";
import type { Document, Span } from "../document.js";
import { type EditorHover, type HoverSetting, hoverOfBan } from "../hover.js";

/**
 * A file in which a person writes; `parse` takes a broken text too, and is called only where a contract may have something to say.
 * Undefined if it can't be parsed.
 */
export interface WrittenFile {
  readonly project: Project;
  readonly text: string;
  parse(): SourceFile | undefined;
}

/** An export that contracts say to write, as a completion list offers it. */
export interface OfferedReplacement extends Replacement {
  /** What editors compare with what is typed. */
  readonly filterText: string;
  /** The old name that is meant by what is typed, unless the new one may be meant. */
  readonly insteadOf: string | undefined;
}

/** A replacement as a file writes it. */
export interface WrittenReplacement {
  /** The new name, as the file calls it. */
  readonly name: string;
  /** The name that is being written. */
  readonly span: Span;
  /** The import that it needs; none of the edits touches `span`. */
  readonly imports: readonly TextEdit[];
}

/** The name that ends at an offset as far as it is typed: empty where none is, undefined behind a dot. */
export function typedAt(text: string, offset: number): string | undefined {
  return /(?<![\w$.#@])(?:[A-Za-z_$][\w$]*)?$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0];
}

/** What the contracts say to write in place of names that begin as what is typed at an offset. */
export function replacementsAt(file: WrittenFile, offset: number): readonly OfferedReplacement[] {
  const typed = typedAt(file.text, offset);
  if (typed === undefined) return [];
  const aliases = bannedAliases(file, typed);
  return completionPolicy(file.project).replacements.flatMap(({ target, old: named }): OfferedReplacement[] => {
    const { exported } = target;
    const own = aliases.filter(({ ban }) => isNamedIn(ban.replacement, exported)).map(({ local }) => local);
    const old = [...new Set([...own, ...named])];
    const filterText = filterTextFor(exported, old, typed);
    if (filterText === "") return [];
    const insteadOf = isTypedSoFar(exported, typed) ? undefined : old.find((each) => isTypedSoFar(each, typed));
    return [{ target, old, filterText, insteadOf }];
  });
}

/** A replacement in place of the name that is typed at an offset; undefined where it can't be written. */
export function writeReplacement(
  { project, text, parse }: WrittenFile,
  offset: number,
  { target }: Replacement,
): WrittenReplacement | undefined {
  const typed = typedAt(text, offset);
  if (typed === undefined) return undefined;
  const span: Span = [offset - typed.length, offset + /^[\w$]*/.exec(text.slice(offset, offset + 100))![0].length];
  const source = parse();
  const made = source && writeExport(source, project.engine.modules, span, target);
  if (!made) return undefined;
  const imports = made.edits.filter(({ range }) => range[1] < span[0] || range[0] > span[1]);
  return { name: made.text, span, imports };
}

/** The names of one's own that a file gives to what is banned: `uuidv4` after `import { v4 as uuidv4 } from "uuid"`. */
function bannedAliases(
  { project, text, parse }: WrittenFile,
  typed: string,
): readonly { readonly local: string; readonly ban: Ban }[] {
  if (typed === "") return [];
  const places = [...text.matchAll(/\b(?:as|import)\s+([A-Za-z_$][\w$]*)/g)].filter(([, local]) => isTypedSoFar(local!, typed));
  return places.slice(0, MOST_ALIASES).flatMap(({ 0: all, 1: local = "", index }) => {
    const source = parse();
    const named = source && exportAt(source, project.engine.modules, index + all.length - 1);
    const ban = named && findBan(project, named);
    return ban ? [{ local, ban }] : [];
  });
}

/** How many aliases of a file are looked at. */
const MOST_ALIASES = 20;

/** The hover for the name or module path at an offset, if a contract bans what it means. */
export function hoverOfName(
  { project, text, parse }: WrittenFile,
  offset: number,
  setting: HoverSetting = {},
): EditorHover | undefined {
  if (factsOf(project).bans.length === 0 || !/[\w$"'`./@-]/.test(text.charAt(offset))) return undefined;
  const source = parse();
  const named = source && exportAt(source, project.engine.modules, offset);
  const ban = named && findBan(project, named);
  return ban && { span: named.range, markdown: hoverOfBan(project, ban, { file: source.path, ...setting }) };
}

/** Writes a type's wrap around the expression at a span; undefined if it can't be written there. */
export function wrapValue(
  project: Project,
  { parse }: Document,
  span: Span,
  type: WrappingType,
): { readonly title: string; readonly contract: Contract; edits(): readonly TextEdit[] } | undefined {
  const active = project.contracts.find(({ contract }) => contract.id === type.contract.id);
  const rule = active?.rules.find((each) => each.rule === type.rule);
  const source = rule && parse();
  const rewrite = source && rewriteExpression(source, rule, span, type.template);
  return rewrite && { title: `Wrap in ${rewrite.replacement}`, contract: type.contract, edits: () => rewrite.edits() };
}
