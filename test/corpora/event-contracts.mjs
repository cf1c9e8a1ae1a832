import path from "node:path";
import { parseSync } from "oxc-parser";
import { mostFrequent } from "./imports-of.mjs";

const MOST_EVENTS = 40;
const MOST_TYPES = 10;
const EVENT = /\.(?:emit|on|once|off)\(\s*["'`](?<sent>[\w:.-]+)["'`]|\btype(?::|\s*===?)\s*["'](?<typed>[\w:.-]+)["']/g;
const INTERFACE = /^export interface (?<name>\w+) (?:extends [\w, ]+ )?\{/gm;

/** An enum, as the text of a module, of the strings that the given files send, hear and compare most; undefined if there are none. */
export function eventsOf(texts, isTyped) {
  const found = [...texts.values()].flatMap((text) => [...text.matchAll(EVENT)].map(({ groups }) => groups.sent ?? groups.typed));
  // Every other one, so that many are unknown.
  const events = mostFrequent(found, MOST_EVENTS).filter((_, index) => index % 2 === 0);
  if (events.length === 0) return undefined;
  const members = events.map((event, index) => [`Event${index}`, JSON.stringify(event)]);
  return isTyped
    ? `export enum GodwitEvent {\n${members.map(([name, text]) => `  ${name} = ${text},\n`).join("")}}\n`
    : `export const GodwitEvent = Object.freeze({\n${members.map(([name, text]) => `  ${name}: ${text},\n`).join("")}});\n`;
}

/** The option of the rule for such an enum. */
export const EVENT_OPTION = {
  enum: "GodwitEvent",
  methods: { emit: 0, on: 0, once: 0, off: 0 },
  properties: ["type"],
};

/** The interfaces that a TypeScript file exports; not those in its strings and comments. */
function interfacesOf(file, text) {
  const shown = /\.[cm]?tsx?$/.test(file) ? [...text.matchAll(INTERFACE)].map(({ groups }) => groups.name) : [];
  if (shown.length === 0) return [];
  const exported = parseSync(file, text).module.staticExports.flatMap(({ entries }) =>
    entries.map((entry) => entry.exportName.name),
  );
  return shown.filter((name) => exported.includes(name));
}

/** Entries for the interfaces whose names, or last words, appear in most files; undefined if no file exports one. */
export function looseTypesOf(texts) {
  const homes = new Map();
  for (const [file, text] of texts) for (const name of interfacesOf(file, text)) homes.set(name, file);
  if (homes.size === 0) return undefined;
  const spoken = [...texts.values()].flatMap((text) => [...text.matchAll(/\b[A-Z]\w+\b/g)].map(([name]) => name));
  const names = mostFrequent(
    spoken.filter((name) => homes.has(name)),
    MOST_TYPES,
  );
  const own = new Map(names.map((name) => [/[A-Z][a-z]*$/.exec(name)?.[0].toLowerCase() ?? name, name]));
  const entries = [...own].map(([word, type]) => ({ type, names: [type, word], functions: [`get${type}`, `create${type}`] }));
  return {
    imports: Object.fromEntries([...own.values()].map((name) => [name, `./${homes.get(name).split(path.sep).join("/")}`])),
    rules: { "no-loose-type": entries },
  };
}
