import { join } from "node:path";
import { findIdFault } from "@godwit/core/contracts";
import { type SourceFile, type TextEdit, WRITTEN_RULES, listModuleSpecifiers } from "@godwit/core/engine";
import { type Project, listFiles } from "../../index.js";
import { type Entry, readContractText } from "./contract-text.js";

/** How the files of a project are read. */
export interface ImporterHost {
  readonly project: Project;
  textOf(path: string): string | undefined;
  /** Opens a text as a file; throws if it does not parse. */
  open(path: string, text: string): SourceFile;
}

/** How many files of the project import a module that has just moved, by its old or its new path. */
export function countImporters({ project, textOf, open }: ImporterHost, { from, to }: MovedPath): number {
  const { root, engine } = project;
  const { modules } = engine;
  const stem = (file: string): string => file.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, "");
  const wanted = new Set([stem(join(root, from)), stem(join(root, to))]);
  const names = [from, to].map((file) => stem(file).replace(/^.*\//, ""));
  const imports = (path: string): boolean => {
    const text = textOf(path);
    if (text === undefined || !names.some((name) => text.includes(name))) return false;
    try {
      return listModuleSpecifiers(open(path, text), modules).some(({ specifier }) => {
        const module = modules.resolve(path, specifier);
        const file = module.kind === "file" ? stem(module.path) : module.kind === "missing" ? module.stem : undefined;
        return file !== undefined && wanted.has(file);
      });
    } catch {
      // A file that does not parse now can't be counted.
      return false;
    }
  };
  return listFiles(root).filter(({ path }) => imports(join(root, path))).length;
}

/** The contract by which other branches and packages follow a module that has moved. */
export function contractOfMove(
  { from, to }: MovedPath,
  isTaken: (id: string) => boolean,
): { readonly id: string; readonly text: string } {
  const name = from.replace(/^.*\//, "").replace(/\..*$/, "");
  const plain = `move-${name.replaceAll(/[^A-Za-z\d]+/g, "-").toLowerCase()}`;
  const wanted = findIdFault(plain) ? "moved-module" : plain;
  let id = wanted;
  for (let count = 2; isTaken(id); count++) id = `${wanted}-${count}`;
  const text = `---
title: ${JSON.stringify(`${from} has moved`)}
why: "Say in one sentence why it moved."
rules:
  ${WRITTEN_RULES.moves}:
    - { from: ${JSON.stringify(`./${from}`)}, to: ${JSON.stringify(`./${to}`)} }
---

Branches that still import \`${from}\` follow with \`godwit check --fix\`.
`;
  return { id, text };
}

/** A file or folder that gets another name; paths relative to the root, with `/`. */
export interface MovedPath {
  readonly from: string;
  readonly to: string;
}

/**
 * The edits that let a contract name moved files as they are now. What speaks of the past stays: the `from` and `sources` of rules, and
 * the examples.
 */
export function followMovesIn(text: string, moves: readonly MovedPath[]): readonly TextEdit[] {
  return (readContractText(text)?.entries ?? []).flatMap((entry): TextEdit[] => {
    if (typeof entry.data !== "string" || !entry.data.startsWith("./") || speaksOfThePast(entry)) return [];
    const moved = moves.map((move) => renamed(entry.data as string, move)).find((each) => each !== undefined);
    const start = entry.value[0] + text.slice(...entry.value).indexOf(entry.data);
    if (moved === undefined || start < entry.value[0]) return [];
    return [{ range: [start, start + entry.data.length], text: moved }];
  });
}

function speaksOfThePast({ path }: Entry): boolean {
  return path[0] === "rules" && path.some((step) => step === "from" || step === "sources");
}

function renamed(value: string, { from, to }: MovedPath): string | undefined {
  const path = `./${from}`;
  if (value !== path && !value.startsWith(`${path}/`) && !value.startsWith(`${path}#`)) return undefined;
  return `./${to}${value.slice(path.length)}`;
}
