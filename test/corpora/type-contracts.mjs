import ts from "typescript";
import { mostFrequent } from "./imports-of.mjs";

const MOST_TYPES = 40;
const DECLARED = /^(export )?(?:declare )?(?:interface|type|enum) ([A-Z]\w*)(?=\s*[={]|\s+extends\b)/gm;

/**
 * The types that most files declare, with a home in the first file that exports them: the option and the imports of a contract;
 * undefined if no type is declared twice. A file that was moved on disk can't be a home.
 */
export function typesWithHomes(texts, moved) {
  const declared = [...texts].flatMap(([file, text]) =>
    [...text.matchAll(DECLARED)].map(([, isExported, name]) => ({ file, name, isExported: isExported !== undefined })),
  );
  const isHome = ({ file, isExported }) =>
    isExported && /(?<!\.d)\.[cm]?tsx?$/.test(file) && !moved.some((each) => file === each || file.startsWith(`${each}/`));
  const homes = new Map();
  for (const each of declared)
    if (!homes.has(each.name) && isHome(each) && exportsType(texts.get(each.file), each.name)) homes.set(each.name, each.file);
  // Compared by words, two spellings are one name.
  const spellings = new Map(declared.map(({ name }) => [name.replaceAll("_", "").toLowerCase(), name]));
  const names = mostFrequent(
    declared
      .map(({ name }) => name)
      .filter((name) => homes.has(name) && spellings.get(name.replaceAll("_", "").toLowerCase()) === name),
    MOST_TYPES,
  );
  if (names.length === 0) return undefined;
  return {
    rules: { "no-duplicate-type": { canonical: names } },
    imports: Object.fromEntries(names.map((name) => [name, `./${homes.get(name)}`])),
  };
}

/** Whether the text itself declares and exports the type, and not only a string in it. */
function exportsType(text, name) {
  const { statements } = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext);
  return statements.some(
    (each) => each.name?.text === name && each.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
}
