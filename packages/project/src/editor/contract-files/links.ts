import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { exists } from "@godwit/core/disk";
import type { Span } from "../document.js";
import { type ContractText, type Entry, childrenAt, entryAt, readContractText } from "./contract-text.js";

/** A part of a contract that leads somewhere. */
export interface ContractLink {
  readonly span: Span;
  /** The address of a page or a file. */
  readonly target: string;
}

/** Where a name or path of a contract is defined. */
export type ContractDefinition =
  | { readonly kind: "file"; readonly path: string; readonly exported: string | undefined }
  | { readonly kind: "here"; readonly span: Span };

/** The paths of a contract that are files of the repository, and its links. */
export function linksIn(text: string, root: string): readonly ContractLink[] {
  const contract = readContractText(text);
  if (!contract) return [];
  return contract.entries.flatMap(({ path, data, value }): ContractLink[] => {
    if (typeof data !== "string") return [];
    if (path[0] === "links" && /^https?:\/\//.test(data)) return [{ span: value, target: data }];
    const file = fileOf(root, data);
    return file === undefined ? [] : [{ span: value, target: pathToFileURL(file).href }];
  });
}

/** What the path or the name at an offset leads to: a file, or a name's line in `imports`. */
export function definitionAt(text: string, offset: number, root: string): ContractDefinition | undefined {
  const contract = readContractText(text);
  const entry = contract && entryAt(contract, offset);
  if (!contract || !entry) return undefined;
  if (typeof entry.data === "string" && entry.path[0] !== "imports") {
    const named = nameAt(contract, entry, offset);
    if (named?.key) return { kind: "here", span: named.key };
  }
  return fileDefinition(root, entry);
}

function fileDefinition(root: string, { data, path }: Entry): ContractDefinition | undefined {
  const file = typeof data === "string" ? fileOf(root, data) : undefined;
  if (file === undefined) return undefined;
  const fragment = /#([\w$]+)/.exec(String(data))?.[1];
  return { kind: "file", path: file, exported: fragment ?? (path[0] === "imports" ? String(path[1]) : undefined) };
}

/** The entry of `imports` whose name is under the cursor, in a template. */
function nameAt(contract: ContractText, { value }: Entry, offset: number): Entry | undefined {
  const text = contract.text.slice(...value);
  const at = offset - value[0];
  const word = [...text.matchAll(/[\w$]+/g)].find(({ index, 0: found }) => index <= at && at <= index + found.length)?.[0];
  return childrenAt(contract, ["imports"]).find(({ path }) => path.at(-1) === word);
}

function fileOf(root: string, value: string): string | undefined {
  if (!value.startsWith("./") || value.includes("*") || value.includes("\n")) return undefined;
  const path = join(root, value.replace(/#.*$/, ""));
  return exists(path) ? path : undefined;
}
