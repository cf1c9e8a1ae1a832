import path from "node:path";
import { SourceSyntaxError } from "@godwit/core/modules";
import type { TSESTree } from "@typescript-eslint/types";
import { findTagged, namedInTag } from "../../derive/tagged.js";
import { openSource } from "../../host/source-file.js";
import {
  canBeNamed,
  contractText,
  type Finds,
  type FoundProject,
  type FoundSource,
  modulePath,
  quoted,
} from "../found-project.js";

/** An export whose comment says that it is on its way out. */
interface Deprecated {
  readonly file: string;
  readonly name: string;
  /** What the comment says behind the tag. */
  readonly words: string;
  /** The export of the same file that the comment names. */
  readonly instead: string;
}

/** What the comments of a file say, and how many exports have one that names nothing to use instead. */
interface DeprecatedExports {
  readonly replaced: readonly Deprecated[];
  readonly others: number;
}

const MOST = 20;
/** Looks for exports whose `@deprecated` comment names what to use instead: one contract about all of them. */
export function findDeprecatedExports({ root, sources }: FoundProject): Finds {
  const found = sources.flatMap((source) =>
    source.text.includes("@deprecated") && canBeNamed(source.file) ? [deprecatedIn(root, source)] : [],
  );
  const all = found.flatMap(({ replaced }) => replaced);
  const others = found.reduce((sum, each) => sum + each.others, 0);
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
      ...used.flatMap(({ file, name, instead }) => [
        `    - from: ${modulePath(file)}`,
        `      name: ${name}`,
        `      to: ${modulePath(file)}`,
        `      as: ${instead}`,
        "      fix: suggest",
      ]),
    ],
    [
      "# Deprecated exports go",
      used.map(({ file, name, words }) => `- \`${name}\` of \`${file}\`${words === "" ? "" : `: ${words}`}`).join("\n"),
    ],
  );
  return { drafts: [{ id: "deprecated-exports", found: "imports of what is marked @deprecated", text }], notes };
}

function withoutReplacement(count: number): string {
  const [what, comment] =
    count === 1
      ? ["One export is", "its comment names"]
      : [`${count.toLocaleString("en-US")} exports are`, "their comments name"];
  return `${what} marked @deprecated, but ${comment} no export of the file to use instead, as {@link name} does. A contract would only say that they have to go.`;
}

function deprecatedIn(root: string, { file, text }: FoundSource): DeprecatedExports {
  try {
    const source = openSource(path.join(root, file), text);
    const exported = new Set(
      source.program.body.flatMap((node) => (node.type === "ExportNamedDeclaration" ? namesOf(node.declaration) : [])),
    );
    const tagged = findTagged(source).flatMap((each) =>
      each.kind === "declaration" && exported.has(each.exported) ? [{ name: each.exported, tag: each.tag }] : [],
    );
    const replaced = tagged.flatMap(({ name, tag }): Deprecated[] => {
      const instead = namedInTag(tag).find((each) => each !== name && exported.has(each));
      return instead === undefined ? [] : [{ file, name, words: plainWords(tag), instead }];
    });
    return { replaced, others: tagged.length - replaced.length };
  } catch (error) {
    // `godwit check` names the files that it can't parse.
    if (error instanceof SourceSyntaxError || error instanceof RangeError) return { replaced: [], others: 0 };
    throw error;
  }
}

function namesOf(declaration: TSESTree.ExportNamedDeclaration["declaration"]): string[] {
  if (!declaration) return [];
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  return "id" in declaration && declaration.id?.type === "Identifier" ? [declaration.id.name] : [];
}

/** The words of a comment on one line, without what Markdown would take for more than text. */
function plainWords(words: string): string {
  const line = words.replaceAll(/\{@\w+\s+([^}]*)\}/g, "$1");
  return quoted(line)
    .slice(1, -1)
    .replaceAll(/[`<>[\]\\|]/g, "")
    .slice(0, 200);
}
