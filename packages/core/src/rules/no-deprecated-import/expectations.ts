import type { Modules } from "../../modules/index.js";
import { expectImport, expectWord, type Expectation } from "../expectation.js";
import { isPattern } from "./export-names.js";
import { matchModule, modulePattern } from "./module-patterns.js";
import type { DeprecatedImportEntry } from "./options.js";

/** What an entry expects: a module, or an import of it, and the names there. */
export function expectationsOfEntry(entry: DeprecatedImportEntry, index: number, modules: Modules): Expectation[] {
  const { from, name = [] } = entry;
  const path = [index, "from"];
  if (from.includes("*")) return [expectPattern(entry, path, modules)];
  const module = modules.resolveContractModule(from);
  if (module.kind !== "file") return [expectImport(path, from, modules)];
  const file = modules.relative(module.path);
  const names = [name].flat().filter((each) => !isPattern(each) && each !== "default");
  return names
    .filter((each) => !modules.exportOrigin(module, each))
    .map((each) => {
      const named = expectWord([index, "name"], each, { mayBeDone: true });
      const imported = expectImport(path, from, modules).text;
      return {
        ...named,
        message: `${from} has no export ${each}, and nothing imports it from there.`,
        // Another thing of that name elsewhere says nothing of this one.
        text: {
          tokens: [each],
          isMetBy: (other) => named.text!.isMetBy(other) && imported!.isMetBy(other),
        },
        ...(file !== undefined && { near: { text: each, among: { file } } }),
      };
    });
}

/** A file that the pattern fits, or a specifier that leads to where one was. */
function expectPattern({ from, to }: DeprecatedImportEntry, path: readonly (string | number)[], modules: Modules): Expectation {
  const pattern = modulePattern(from, to, modules);
  const isFile = from.startsWith("./");
  return {
    path,
    code: "matches-nothing",
    message: isFile ? `${from} fits no file, and no import.` : `${from} fits no import.`,
    text: {
      tokens: pattern.tokens,
      isMetBy: ({ absolute, text }) =>
        specifiersIn(text, pattern.tokens).some(
          (specifier) => pattern.match(specifier, () => modules.resolve(absolute, specifier)) !== undefined,
        ),
    },
    ...(isFile && {
      isMetByPath: ({ absolute }) => matchModule(pattern, { kind: "file", path: absolute }) !== undefined,
      near: { text: from, among: "paths" },
    }),
  };
}

/** The strings of a text that may be specifiers with one of the tokens. */
function specifiersIn(text: string, tokens: readonly string[] | undefined): string[] {
  const mayMean = (part: string): boolean => tokens?.some((token) => part.includes(token)) ?? true;
  return [...text.matchAll(/(["'`])([^"'`\s]{1,300})\1/g)].flatMap(([, , specifier]) =>
    mayMean(specifier!) ? [specifier!] : [],
  );
}
