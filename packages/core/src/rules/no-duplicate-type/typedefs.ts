import { localNamesOf } from "../../semantics/local-names.js";
import { hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Range } from "../../syntax/ranges.js";
import { typeNamed } from "./duplicates.js";
import type { CanonicalType, DuplicateTypeSetting } from "./canonical-types.js";

/** A type that a JSDoc comment declares again. */
export interface Typedef {
  readonly range: Range;
  readonly found: string;
  readonly type: CanonicalType;
  readonly edit: Edit;
}

/** Finds `@typedef {string} UserId` in JavaScript; one that imports the type from its home is no duplicate. */
export function* findTypedefs(file: FileView, { types }: DuplicateTypeSetting): Generator<Typedef> {
  if (!/\.[cm]?jsx?$/u.test(file.path) || !file.text.includes("@typedef")) return;
  for (const comment of file.comments()) {
    if (comment.type !== "Block" || !comment.value.startsWith("*")) continue;
    const start = comment.range[0] + "/*".length;
    for (const match of comment.value.matchAll(/@typedef\b/gu)) {
      const said = readTypedef(comment.value, match.index + match[0].length);
      const type = said && typeNamed(types, said.name);
      if (!said || !type || comesFrom(file, type, said.text)) continue;
      const range: Range = [start + said.at, start + said.at + said.name.length];
      yield { range, found: `@typedef ${said.name}`, type, edit: hint(adviceFor(file, type)) };
    }
  }
}

/** Reads `{type} Name`; the braces may be nested. */
function readTypedef(text: string, from: number): { name: string; at: number; text: string } | undefined {
  let at = skipSpace(text, from);
  const open = at;
  if (text[at] === "{") {
    for (let depth = 0; at < text.length; at++) {
      if (text[at] === "{") depth++;
      else if (text[at] === "}" && --depth === 0) break;
    }
    at = skipSpace(text, at + 1);
  }
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(text.slice(at))?.[0];
  return name === undefined ? undefined : { name, at, text: text.slice(open, at) };
}

function skipSpace(text: string, from: number): number {
  return from + (/^[\s*]*/u.exec(text.slice(from)) as RegExpExecArray)[0].length;
}

/** `{import("./shared/types.js").UserId}`, also through a barrel. */
function comesFrom({ modules, path }: FileView, { ref }: CanonicalType, text: string): boolean {
  const found = /\bimport\(\s*["'](?<specifier>[^"']+)["']\s*\)(?:\s*\.\s*(?<name>[\w$]+))?/u.exec(text)?.groups;
  if (!found?.["specifier"]) return false;
  const module = modules.resolve(path, found["specifier"]);
  if (modules.isSameModule(module, ref.module)) return true;
  const source = modules.exportOrigin(module, found["name"] ?? "default");
  const home = modules.exportOrigin(ref.module, ref.exported);
  return !!source && !!home && source.name === home.name && modules.isSameModule(source.module, home.module);
}

function adviceFor(file: FileView, { ref }: CanonicalType): string {
  const answer = localNamesOf(file).importOf(ref, true);
  if ("refused" in answer) return answer.refused;
  const name = answer.exported === ref.name ? ref.name : `${answer.exported} as ${ref.name}`;
  const clause = answer.exported === "default" ? ref.name : `{ ${name} }`;
  return `JSDoc takes it by @import ${clause} from "${answer.specifier}"`;
}
