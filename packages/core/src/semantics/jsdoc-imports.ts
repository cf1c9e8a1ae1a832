import type { ParsedFile } from "../syntax/parsed-file.js";
import type { Range } from "../syntax/ranges.js";
import type { ImportedName, ModuleReference } from "./module-reference.js";

const IMPORT_TAG = /@import\s+(?<clause>[^"'@]*?)\s*from\s*(?<source>"[^"\n]*"|'[^'\n]*')/gu;
const IMPORT_TYPE =
  /(?<typeof>typeof\s+)?import\(\s*(?<source>"[^"\n]*"|'[^'\n]*')\s*\)(?:\s*\.\s*(?<name>[\p{ID_Start}$_][\p{ID_Continue}$]*))?/gu;

/** Finds `@import { A } from "…"` and `import("…").T` in JSDoc comments (https://www.typescriptlang.org/docs/handbook/jsdoc-supported-types.html). */
export function findJsDocImports(file: ParsedFile): ModuleReference[] {
  if (!/@import\b|\bimport\(/u.test(file.text)) return [];
  return file
    .comments()
    .filter((comment) => comment.type === "Block" && comment.value.startsWith("*"))
    .flatMap((comment) => {
      const start = comment.range[0] + "/*".length;
      return [...tagReferences(file, comment.value, start), ...typeReferences(file, comment.value, start)];
    });
}

function tagReferences(file: ParsedFile, text: string, start: number): ModuleReference[] {
  return [...text.matchAll(IMPORT_TAG)].map((match) => {
    const clause = match.groups?.["clause"] ?? "";
    const source = match.groups?.["source"] as string;
    const sourceAt = start + match.index + match[0].length - source.length;
    const clauseAt = start + match.index + match[0].indexOf(clause, "@import".length);
    const tagStart = start + match.index;
    return jsDocReference(file, {
      source,
      sourceAt,
      names: namesOfClause(clause, clauseAt),
      tagRange: [tagStart, sourceAt + source.length],
    });
  });
}

function typeReferences(file: ParsedFile, text: string, start: number): ModuleReference[] {
  return [...text.matchAll(IMPORT_TYPE)].map((match) => {
    const source = match.groups?.["source"] as string;
    const sourceAt = start + match.index + match[0].indexOf(source);
    const name = match.groups?.["name"];
    const end = start + match.index + match[0].length;
    return jsDocReference(file, { source, sourceAt, names: name ? [{ imported: name, range: [end - name.length, end] }] : [] });
  });
}

interface TextName {
  readonly imported: string;
  readonly alias?: string;
  readonly range: Range;
}

function namesOfClause(clause: string, at: number): TextName[] {
  const braces = /\{(?<names>[^}]*)\}/u.exec(clause);
  const names: TextName[] = [];
  if (braces) {
    const inside = at + braces.index + 1;
    for (const match of (braces.groups?.["names"] ?? "").matchAll(/(?<imported>[^\s,*]+)(?:\s+as\s+(?<alias>[^\s,*]+))?/gu)) {
      names.push({
        imported: match.groups?.["imported"] as string,
        ...(match.groups?.["alias"] !== undefined && { alias: match.groups["alias"] }),
        range: [inside + match.index, inside + match.index + match[0].length],
      });
    }
  }
  const head = /^[\s*]*(?:(?<namespace>\*\s+as\s+[^\s,{]+)|(?<default>[^\s,{*]+))/u.exec(
    braces ? clause.slice(0, braces.index) : clause,
  );
  const first = head?.groups?.["namespace"] ?? head?.groups?.["default"];
  if (head && first) {
    const from = at + head.index + head[0].length - first.length;
    names.unshift({
      imported: head.groups?.["namespace"] ? "*" : "default",
      alias: first.replace(/^\*\s+as\s+/u, ""),
      range: [from, from + first.length],
    });
  }
  return names;
}

interface JsDocImport {
  /** The specifier with its quotes. */
  readonly source: string;
  readonly sourceAt: number;
  readonly names: readonly TextName[];
  /** The whole `@import` tag. */
  readonly tagRange?: Range;
}

function jsDocReference(file: ParsedFile, { source, sourceAt, names, tagRange }: JsDocImport): ModuleReference {
  const reference: ModuleReference & { names: ImportedName[] } = {
    kind: "jsdoc",
    specifier: source.slice(1, -1),
    specifierRange: [sourceAt, sourceAt + source.length],
    node: file.program,
    expression: undefined,
    isTypeOnly: true,
    names: [],
    ...(tagRange && { tagRange }),
  };
  reference.names = names.map((name) => ({
    reference,
    ...name,
    local: undefined,
    variable: undefined,
    node: undefined,
    isTypeOnly: true,
  }));
  return reference;
}
