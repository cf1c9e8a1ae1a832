import { applyTextEdits, listModuleSpecifiers, type ModuleSpecifier, type SourceFile } from "@godwit/core/engine";
import { SourceSyntaxError, type Modules } from "@godwit/core/modules";

/**
 * A text with its specifiers spelled as in another text of the same file, if both mean the same module: `../ids`, `../ids.js` and
 * `@/ids` are one. So an example's expected text can be compared with the result in a project of any module system.
 */
export function spellSpecifiersLike(
  text: string,
  model: string,
  { open, modules }: { readonly open: (text: string) => SourceFile; readonly modules: Modules },
): string {
  const written = readSpecifiers(text, open, modules);
  const wanted = readSpecifiers(model, open, modules);
  const { path } = open("");
  const isSame = (a: string, b: string): boolean => modules.isSameModule(modules.resolve(path, a), modules.resolve(path, b));
  const edits = written.flatMap(({ specifier, range }, index) => {
    // The one at the same place comes first: a file may write one module in two ways.
    const candidates = [...wanted.slice(index, index + 1), ...wanted];
    const spelling = candidates.find((other) => isSame(specifier, other.specifier));
    return spelling && spelling.specifier !== specifier ? [{ range, text: spelling.specifier }] : [];
  });
  return applyTextEdits(text, edits);
}

/** The specifiers; none if the text does not parse, which is then compared as it is. */
function readSpecifiers(text: string, open: (text: string) => SourceFile, modules: Modules): readonly ModuleSpecifier[] {
  try {
    return listModuleSpecifiers(open(text), modules);
  } catch (error) {
    if (error instanceof SourceSyntaxError) return [];
    throw error;
  }
}
