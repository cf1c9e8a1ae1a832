import type { SingletonOptions } from "@godwit/contracts";
import { atMost, hint } from "../edits/edit.js";
import { renderMatch, replaceMatch } from "../edits/replace-match.js";
import type { FileView } from "../file/file-view.js";
import type { Node } from "../file/nodes.js";
import { contains } from "../file/ranges.js";
import { findMatches, type Found } from "../matching/find-matches.js";
import { defineRule, type Finding } from "./define-rule.js";
import { findAccesses, type SingletonAccess } from "./singleton-accesses.js";
import { findDeclarations } from "./singleton-declarations.js";
import { readSingletonOptions, type SingletonEntry, type SingletonSetting } from "./singleton-options.js";
import { tokensOfTemplate } from "./template-tokens.js";
import type { Tokens } from "./tokens.js";

/** Finds access to process-wide instances, and asks a factory for one that belongs to somebody. */
export const noSingletonAccess = defineRule<SingletonOptions, SingletonSetting>({
  name: "no-singleton-access",
  docs: { description: "disallow access to, and creation of, process-wide instances", isRecommended: true },

  compile: (option, setting) => readSingletonOptions(option, setting),

  tokens: (options) => tokensOf(options),

  replacements: ({ entries }) => entries.flatMap((entry) => entry.with?.names.map((name) => name.name) ?? []),

  *find(file, options) {
    const matches = findMatches(file, options.entries, (name) => options.setting.wanted(name)).filter(
      ({ pattern }) => !isOwnModule(file, options, pattern),
    );
    for (const found of matches) yield ofMatch(file, options, found);
    for (const access of findAccesses(file, options)) {
      if (!isCovered(access, matches)) yield ofAccess(file, options, access);
    }
    if (!options.declarations) return;
    for (const declaration of findDeclarations(file, options)) {
      yield {
        range: declaration.node.range,
        found: declaration.found,
        problem: "is a process-wide instance",
        replacement: nearestReplacement(options, file.text.slice(...declaration.owner)),
        edit: hint("a declaration goes when nothing uses it any more"),
      };
    }
  },
});

/** The accessors' names where they find their class by any name; else what the listed names leave in a file. */
function tokensOf(options: SingletonSetting): Tokens {
  const { entries, setting, objects, functions, classes } = options;
  const patterns = tokensOfTemplate(
    entries.map((entry) => entry.match),
    setting,
  );
  const named = [...objects, ...functions, ...(options.construct ? (classes ?? []) : [])].flatMap((name) =>
    tokensOfName(options, name),
  );
  if (patterns === "all" || named.includes("")) return "all";
  const declared = options.declarations
    ? [
        "nstance",
        "NSTANCE",
        "ingleton",
        ...(classes ?? []).map((name) => setting.wanted(name)?.exported ?? name),
        ...(classes ? [] : ["globalThis", "global", "window", "self"]),
      ]
    : [];
  return [...new Set([...options.accessors, ...patterns, ...named, ...declared])];
}

/** An export's own name stands in every import of it; a default export can have any name, so its module counts. */
function tokensOfName({ setting }: SingletonSetting, name: string): readonly string[] {
  const wanted = setting.wanted(name);
  if (!wanted) return [name];
  if (wanted.exported !== "default" && wanted.exported !== "*") return [wanted.exported];
  return setting.modules.tokensFor(wanted.module) ?? [""];
}

function ofMatch(file: FileView, options: SingletonSetting, { pattern, match }: Found<SingletonEntry>): Finding {
  const rendered = pattern.with && renderMatch(file, match, pattern.with, options.setting);
  return {
    range: match.node.range,
    found: file.textOf(match.node),
    problem: "uses a process-wide instance",
    replacement: rendered?.display ?? null,
    edit: rendered
      ? atMost(replaceMatch(file, match, rendered), pattern.fix)
      : hint("the contract names nothing that replaces it"),
  };
}

function ofAccess(file: FileView, options: SingletonSetting, access: SingletonAccess): Finding {
  const replacement = nearestReplacement(options, file.textOf(access.node));
  return {
    range: access.node.range,
    found: file.textOf(access.node),
    problem: "is a process-wide instance",
    replacement,
    edit: hint(
      access.refusal ??
        (replacement === null
          ? "the contract names no replacement for it"
          : "no replacement of the contract fits how it is used here"),
    ),
  };
}

/** What the contract would write for the class or instance that a text names, with its holes; else for the first. */
function nearestReplacement({ entries }: SingletonSetting, text: string): string | null {
  const names = new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
  const written = entries.filter((entry) => entry.with);
  const nearest = written.find((entry) => entry.match.names.some(({ name }) => names.has(name))) ?? written[0];
  return nearest?.with?.text ?? null;
}

/** An access inside a match is that match's; a name that holds the instance is no violation where every use of it is. */
function isCovered(access: SingletonAccess, matches: readonly Found<SingletonEntry>[]): boolean {
  if (
    matches.some(
      ({ match }) =>
        contains(match.node.range, access.node.range) && !match.bound.some((bound) => contains(bound.range, access.node.range)),
    )
  )
    return true;
  const { holder } = access;
  if (!holder || holder.reads.length === 0) return false;
  return holder.reads.every((read) =>
    matches.some(({ match }) => match.aliases.has(holder.holder) && contains(match.node.range, read.range)),
  );
}

/** Whether the file is where the pattern's class or instance lives: there only the declaration is reported. */
function isOwnModule(file: FileView, options: SingletonSetting, entry: SingletonEntry): boolean {
  return entry.match.names.some(({ name }) => {
    const wanted = options.setting.wanted(name);
    return wanted?.module.kind === "file" && wanted.module.path === file.path;
  });
}
