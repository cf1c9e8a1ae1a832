import type { Contract } from "@godwit/core/contracts";
import { exportAt, writeExport, type SourceFile, type TextEdit } from "@godwit/core/engine";
import type { Project } from "../index.js";
import { findBan } from "./bans.js";
import { factsOf } from "./contract-facts.js";
import { namesReplacedBy } from "./completion.js";
import type { Span } from "./document.js";
import { hoverOfBan, type EditorHover, type HoverSetting } from "./hover.js";

/** A file in which a person writes; `parse` takes a broken text too, and is called only where a contract may have something to say. */
export interface WrittenFile {
  readonly project: Project;
  readonly text: string;
  parse(): SourceFile;
}

/** What to write in place of an old name. */
export interface ReplacementCompletion {
  /** The new name, as the file calls it. */
  readonly name: string;
  /** The old name: who types it finds the new one. */
  readonly replaces: string;
  /** The contract that says so. */
  readonly contract: Contract | undefined;
  /** The name that is being written. */
  readonly span: Span;
  /** The import that it needs; none of the edits touches `span`. */
  readonly imports: readonly TextEdit[];
}

/** The names that replace the one that is being typed at an offset, for editors whose own completion lists other names only. */
export function replacementsAt({ project, text, parse }: WrittenFile, offset: number): readonly ReplacementCompletion[] {
  const typed = /(?<![\w$.#@])[A-Za-z_$][\w$]*$/.exec(text.slice(Math.max(0, offset - 100), offset))?.[0];
  if (typed === undefined) return [];
  const { bans, written } = factsOf(project);
  const isMeant = (old: string): boolean => old.toLowerCase().includes(typed.toLowerCase());
  const wanted = written.flatMap((target) =>
    namesReplacedBy(bans, target.exported)
      .filter(isMeant)
      .map((replaces) => ({ target, replaces })),
  );
  const source = wanted.length > 0 ? parse() : undefined;
  if (!source) return [];
  const span: Span = [offset - typed.length, offset + /^[\w$]*/.exec(text.slice(offset, offset + 100))![0].length];
  const found = wanted.flatMap(({ target, replaces }): ReplacementCompletion[] => {
    const made = writeExport(source, project.engine.modules, span, target);
    if (!made) return [];
    const contract = bans.find(({ names }) => names?.includes(replaces))?.contract;
    const imports = made.edits.filter(({ range }) => range[1] < span[0] || range[0] > span[1]);
    return [{ name: made.text, replaces, contract, span, imports }];
  });
  // Several contracts may say to write the same.
  return [...new Map(found.map((each) => [`${each.name} ${each.replaces}`, each])).values()];
}

/** The hover for the name or module path at an offset, if a contract bans what it means. */
export function hoverOfName(
  { project, text, parse }: WrittenFile,
  offset: number,
  setting: HoverSetting = {},
): EditorHover | undefined {
  if (factsOf(project).bans.length === 0 || !/[\w$"'`./@-]/.test(text.charAt(offset))) return undefined;
  const named = exportAt(parse(), project.engine.modules, offset);
  const ban = named && findBan(project, named);
  return ban && { span: named.range, markdown: hoverOfBan(project, ban, setting) };
}
