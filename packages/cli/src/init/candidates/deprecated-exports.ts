import { grouped } from "../../terminal.js";
import path from "node:path";
import { type Modules, SourceSyntaxError } from "@godwit/core/modules";
import { DerivedModule, deriveModule } from "../../derive/derive-module.js";
import type { Entry, Move } from "../../derive/write-contract.js";
import { openSource } from "../../host/source-file.js";
import { canBeNamed, contractText, type Finds, type FoundProject, type FoundSource, plainOrQuoted } from "../found-project.js";

const MOST = 20;

/** Looks for exports whose code or `@deprecated` comment names what to use instead: one contract about all of them. */
export function findDeprecatedExports({ root, sources }: FoundProject, modules: Modules): Finds {
  const found = sources.flatMap((source) =>
    source.text.includes("@deprecated") && canBeNamed(source.file) ? movesIn(root, source, modules) : [],
  );
  const all = found.filter(({ moves: [move] }) => move!.as !== undefined || move!.to !== undefined);
  const others = found.length - all.length;
  const notes = others === 0 ? [] : [withoutReplacement(others)];
  if (all.length === 0) return { drafts: [], notes };
  const used = all.slice(0, MOST);
  if (all.length > MOST) notes.push(`${all.length - MOST} more exports are deprecated; the contract begins with ${MOST}.`);
  const text = contractText(
    [
      "title: Deprecated exports go",
      "why: What is marked as deprecated stays for ever where new code may use it.",
      "rules:",
      "  no-deprecated-import:",
      ...used.flatMap(({ moves: [move] }) => linesOf(move!)),
    ],
    ["# Deprecated exports go", used.map(describe).join("\n")],
  );
  return { drafts: [{ id: "deprecated-exports", found: "imports of what is marked @deprecated", text }], notes };
}

function describe({ what, found, moves: [move] }: Entry): string {
  return `- \`${what}\` of \`${move!.from.slice("./".length)}\` ${found}`;
}

function linesOf(move: Move): readonly string[] {
  const lines = Object.entries(move).map(([key, value]: [string, string]) => `${key}: ${plainOrQuoted(value)}`);
  return lines.map((line, index) => `${index === 0 ? "    - " : "      "}${line}`);
}

function withoutReplacement(count: number): string {
  const [what, comment] =
    count === 1 ? ["One export is", "its comment names"] : [`${grouped(count)} exports are`, "their comments name"];
  return `${what} marked @deprecated, but ${comment} no export of the file to use instead, as {@link name} does. A contract would only say that they have to go.`;
}

/** What is derived of the exports of a file that are marked; a module that goes as a whole is for `godwit contracts derive`. */
function movesIn(root: string, { file, text }: FoundSource, modules: Modules): readonly Entry[] {
  try {
    const module = new DerivedModule(openSource(path.join(root, file), text), `./${file}`, modules);
    return deriveModule(module).entries.filter(({ moves: [move] }) => move?.name !== undefined);
  } catch (error) {
    // `godwit check` names the files that it can't parse.
    if (error instanceof SourceSyntaxError || error instanceof RangeError) return [];
    throw error;
  }
}
