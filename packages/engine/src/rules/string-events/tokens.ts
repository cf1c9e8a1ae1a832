import type { Tokens } from "../tokens.js";
import type { EventSetting } from "./options.js";
import { misspellingTokens } from "./unknown.js";

/** Names of methods and functions, the enum's own name, and properties where words of events stand in the file too. */
export function eventTokens(options: EventSetting): Tokens {
  const events = options.events();
  if (!events || events.members.length === 0) return [];
  const { wanted } = options;
  const names = [...options.methods.keys(), ...options.functions.keys(), ...exportsOf(options)];
  const alone = names.map((name) => wholeWord(name));
  if (wanted.exported !== "default" && wanted.exported !== "*") alone.push(escaped(wanted.exported));
  const properties = [...options.properties].map(wholeWord);
  const words = events.members.flatMap(({ value, path }) => [...misspellingTokens([value]), ...path.slice(-1)]);
  const both =
    properties.length > 0
      ? [String.raw`^(?=[\s\S]*(?:${properties.join("|")}))(?=[\s\S]*(?:${[...new Set(words)].map(escaped).join("|")}))`]
      : [];
  const source = [...alone, ...both].join("|");
  return source === "" ? [] : { pattern: new RegExp(source, "iu") };
}

/** What modules call the functions that `imports` declares. */
function exportsOf({ functions, setting }: EventSetting): string[] {
  return [...functions.keys()].flatMap((name) => {
    const exported = setting.wanted(name)?.exported;
    return exported === undefined || exported === name ? [] : [exported];
  });
}

function wholeWord(name: string): string {
  return String.raw`(?<![\w$])${escaped(name)}(?![\w$])`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
