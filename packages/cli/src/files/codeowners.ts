import path from "node:path";
import { exists, readText } from "@godwit/core/disk";

/** Where GitHub and GitLab look, in this order; the first is used. */
const PLACES = [".github/CODEOWNERS", ".gitlab/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** Who owns which files, by the repository's CODEOWNERS. */
export interface CodeOwners {
  /** All names in it, as written. */
  readonly names: readonly string[];
  /** The owners of a file (relative to the root); of each section the last pattern that matches. */
  ownersOf(file: string): readonly string[];
}

interface Entry {
  readonly matches: RegExp;
  /** A pattern with `!` takes the section's owners from a file. */
  readonly owners: readonly string[];
}

const NOBODY: CodeOwners = { names: [], ownersOf: () => [] };

/** Reads the CODEOWNERS of the repository around a root, else the root's own; without one nobody owns a file. */
export function readCodeOwners(root: string): CodeOwners {
  const { folder, text } = findCodeOwners(root);
  return text === undefined ? NOBODY : parseCodeOwners(text, folder);
}

/** The text of the CODEOWNERS around a root, if there is one, and the root's folder below the one that it is about. */
export function findCodeOwners(root: string): { readonly folder: string; readonly text: string | undefined } {
  const top = findRepositoryTop(root) ?? root;
  const [found = { top, file: undefined }] = [...new Set([top, root])].flatMap((each) =>
    PLACES.map((place) => ({ top: each, file: path.join(each, place) })).filter(({ file }) => exists(file)),
  );
  const folder = path.relative(found.top, root).replaceAll("\\", "/");
  const { file } = found;
  return { folder, text: file === undefined ? undefined : readText(file, "settings") };
}

/** The folder that holds `.git`, from a folder upwards. */
export function findRepositoryTop(folder: string): string | undefined {
  if (exists(path.join(folder, ".git"))) return folder;
  return folder === path.dirname(folder) ? undefined : findRepositoryTop(path.dirname(folder));
}

/** Reads the text of a CODEOWNERS, GitLab's sections included; `folder` is the root in the repository, with `/`. */
export function parseCodeOwners(text: string, folder = ""): CodeOwners {
  const sections: Entry[][] = [[]];
  let inherited: readonly string[] = [];
  const names = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const words = line.match(/(?:\\.|[^\s\\])+/gu) ?? [];
    const comment = words.findIndex((word) => word.startsWith("#"));
    const kept = comment < 0 ? words : words.slice(0, comment);
    const section = /^\s*\^?\[[^\]]+\](?:\[\d+\])?(.*)$/.exec(line)?.[1];
    const [pattern, ...own] = kept;
    if (section !== undefined) {
      inherited = section.split(/\s+/).filter((word) => /@/.test(word));
      sections.push([]);
    } else if (pattern !== undefined) {
      const isExcluded = pattern.startsWith("!");
      const owners = isExcluded ? [] : own.length > 0 ? own : inherited;
      sections.at(-1)!.push({ matches: toRegExp(isExcluded ? pattern.slice(1) : pattern), owners });
    }
    for (const name of section === undefined ? own : inherited) names.add(name);
  }
  const prefix = folder === "" ? "" : `${folder}/`;
  const known = new Map<string, readonly string[]>();
  return {
    names: [...names],
    ownersOf(file) {
      const answer = known.get(file) ?? [
        ...new Set(sections.flatMap((entries) => entries.findLast(({ matches }) => matches.test(prefix + file))?.owners ?? [])),
      ];
      known.set(file, answer);
      return answer;
    },
  };
}

/** `docs/` and `docs` mean all below, `docs/*` only what is directly in it; a pattern without a slash inside matches anywhere. */
function toRegExp(pattern: string): RegExp {
  const isAnchored = /\/./.test(pattern);
  const body = pattern.replace(/^\//, "").replace(/\/$/, "");
  const parts = body.match(/\\.|\*\*\/|\/\*\*$|\*+|\?|[^\\*?/]+|\/|\\/gu) ?? [];
  const source = parts.map(translate).join("");
  const isOnlyDirect = isAnchored && /(?:^|\/)\*$/.test(body);
  const end = pattern.endsWith("/") ? "/" : isOnlyDirect ? "$" : "(?:/|$)";
  return new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${source}${end}`, "u");
}

function translate(part: string): string {
  if (part === "**/") return "(?:.*/)?";
  if (part === "/**") return "/.*";
  if (/^\*+$/.test(part)) return part === "*" ? "[^/]*" : ".*";
  if (part === "?") return "[^/]";
  const literal = part.startsWith("\\") ? part.slice(1) || "\\" : part;
  return literal.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}

/** Whether two names mean the same owner: `@acme/auth` and `acme/auth`, in any case. */
export function isSameOwner(a: string, b: string): boolean {
  return plainName(a) === plainName(b);
}

function plainName(name: string): string {
  return name.replace(/^@/, "").toLowerCase();
}
