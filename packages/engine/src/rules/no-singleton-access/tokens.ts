import { wordsOf } from "../../naming/words.js";
import type { SingletonSetting } from "./options.js";
import { isTelling, tokensOfTemplate } from "../template-tokens.js";
import type { Tokens } from "../tokens.js";

/** The accessors' names if the class can have any name; otherwise the tokens of the listed names. */
export function singletonTokens(options: SingletonSetting): Tokens {
  const { entries, setting, objects, functions, declarations, construct } = options;
  const patterns = tokensOfTemplate(
    entries.map((entry) => entry.match),
    setting,
  );
  const classes = options.classes ?? [];
  // `instance` and `shared` appear in many files that name none of the classes.
  const accessors = options.classes ? [...options.accessors].filter(isTelling) : [...options.accessors];
  const isByClass = construct || declarations || accessors.length < options.accessors.size;
  const names = [...objects, ...functions, ...(isByClass ? classes : [])];
  const named = names.flatMap((name) => tokensOfName(options, name));
  if (patterns === "all" || named.includes("")) return "all";
  const declared =
    declarations && !options.classes
      ? ["globalThis", ...[...options.accessors, "instance", "singleton"].flatMap(wordTokens)]
      : [];
  return [...new Set([...accessors, ...patterns, ...named, ...declared])];
}

/** Tokens for a word in any spelling: `instance` is in `_instance`, `sharedInstance` and `INSTANCE`. */
function wordTokens(accessor: string): string[] {
  const longest = wordsOf(accessor).reduce((best, word) => (word.length > best.length ? word : best), "");
  return [longest.slice(1), longest.toUpperCase()];
}

/** Every import of a named export contains its name; a default export can have any name, so its module is the token. */
function tokensOfName({ setting }: SingletonSetting, name: string): readonly string[] {
  const ref = setting.findExport(name);
  if (!ref) return [name];
  if (ref.exported !== "default" && ref.exported !== "*") return [ref.exported];
  return setting.modules.tokensFor(ref.module) ?? [""];
}
