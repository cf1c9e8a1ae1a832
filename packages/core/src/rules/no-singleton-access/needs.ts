import { wordsOf } from "../../naming/words.js";
import { allOf, anyOf, ANYTHING, confirmedBy, contains, containsInAnyCase, containsWord, type Needs } from "../../scan/needs.js";
import { lastVisible, mayEndComment, someOccurrence } from "../occurrences.js";
import { containsOneOf, isTelling, needsOfTemplates } from "../template-needs.js";
import { isMethodName, type SingletonSetting } from "./options.js";

/** The patterns' and names' own texts, or an accessor beside what can be a class. */
export function needsOfSingletons(options: SingletonSetting): Needs {
  const { entries, setting, objects, functions } = options;
  const patterns = needsOfTemplates(
    entries.map((entry) => entry.match),
    setting,
  );
  const named = [...objects, ...functions].map((name) => needsOfClass(options, name));
  return anyOf([patterns, ...named, ...(options.classes ? needsOfListed(options, options.classes) : needsOfAny(options))]);
}

/** `instance` and `shared` are in many files that name none of the classes; `getInstance` says enough alone. */
function needsOfListed(options: SingletonSetting, classes: readonly string[]): readonly Needs[] {
  const { accessors, construct, declarations } = options;
  const common = [...accessors].filter((accessor) => !isTelling(accessor));
  const telling = [...accessors].filter(isTelling).map(containsWord);
  if (!construct && !declarations && common.length === 0) return telling;
  const uses = [
    ...common.map(containsWord),
    ...(construct || declarations ? [containsWord("new")] : []),
    // `static _instance`, and a variable that is filled when it is first asked for.
    ...(declarations ? [...instanceWords(options), containsWord("let"), containsWord("var")] : []),
  ];
  return [...telling, allOf([anyOf(classes.map((name) => needsOfClass(options, name))), anyOf(uses)])];
}

/** Without a list any class is meant. */
function needsOfAny(options: SingletonSetting): readonly Needs[] {
  const accessors = [...options.accessors].map((accessor) =>
    isMethodName(accessor)
      ? containsWord(accessor)
      : allOf([containsWord(accessor), confirmedBy((text) => mayReadFromClass(text, accessor))]),
  );
  if (!options.declarations) return accessors;
  return [
    ...accessors,
    allOf([containsWord("static"), anyOf(instanceWords(options))]),
    allOf([containsWord("globalThis"), containsWord("new")]),
  ];
}

/** Words of a static field that holds an instance, in any spelling: `instance` is in `_instance`, `sharedInstance` and `INSTANCE`. */
function instanceWords(options: SingletonSetting): readonly Needs[] {
  return wordsOfInstances(options).map((longest) => {
    const asEnd = endOfName(longest);
    return allOf([containsInAnyCase(longest), confirmedBy((text) => asEnd.test(text))]);
  });
}

function wordsOfInstances({ accessors }: SingletonSetting): readonly string[] {
  return [...accessors, "instance", "singleton"].map((name) =>
    wordsOf(name).reduce((best, word) => (word.length > best.length ? word : best), ""),
  );
}

/** The word at the end of a name, or before a word that begins with a capital or a sign: not `instance` of `instanceof`. */
function endOfName(word: string): RegExp {
  const eitherCase = (letter: string): string => `[${letter}${letter.toUpperCase()}${letter === "k" ? "\u212A" : ""}]`;
  const last = word.slice(-1);
  return new RegExp(`${[...word.slice(0, -1)].map(eitherCase).join("")}(?:${last}(?![a-z])|${last.toUpperCase()})`, "u");
}

/** Every import of a named export contains its name; a default export can have any name, so it is its module that is named. */
function needsOfClass({ setting }: SingletonSetting, name: string): Needs {
  const ref = setting.findExport(name);
  if (!ref) return containsWord(name);
  if (ref.exported !== "default" && ref.exported !== "*") return contains(ref.exported);
  const tokens = setting.modules.tokensFor(ref.module);
  return tokens ? containsOneOf(tokens) : ANYTHING;
}

/** `} = X`, or `}` before a type or a comment. */
const FROM_CLASS = /\}\s*(?:[:/]|=\s*[^\s\p{Ll}])/u;

/** Whether a property may be read from what is named like a class: not from `this`, from `lowerCase` or from a call. */
function mayReadFromClass(text: string, accessor: string): boolean {
  return someOccurrence(text, accessor, (start) => {
    const before = lastVisible(text, start);
    if (mayEndComment(text, before, start)) return true;
    switch (text[before]) {
      case ".":
        return mayEndClass(text, text[before - 1] === "?" ? before - 1 : before);
      case "{":
      case ",":
        return FROM_CLASS.test(text);
      case '"':
      case "'":
      case "`":
        return true;
      default:
        return false;
    }
  });
}

/** Whether the object before a dot may be a class: a name that begins with a capital, or something that is wrapped. */
function mayEndClass(text: string, dot: number): boolean {
  const end = lastVisible(text, dot);
  if (end < 0) return false;
  if (!/[\p{L}\p{N}_$]/u.test(text.charAt(end)) || mayEndComment(text, end, dot)) return true;
  let start = end;
  while (start > 0 && /[\p{L}\p{N}_$]/u.test(text.charAt(start - 1))) start--;
  return /^\p{Lu}/u.test(text.slice(start, end + 1));
}
