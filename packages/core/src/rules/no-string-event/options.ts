import { fields } from "../../contracts/index.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ExportRef } from "../../semantics/export-ref.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { fixLevel, identifiers } from "../option-fields.js";
import { writesType } from "./written-types.js";
import { readEvents, type EventEnum, type EventMember } from "./members.js";

const { count, identifier, named, object } = fields;

const argumentIndex = count("the argument's index, counted from 0");

/** The option of no-string-event. */
export const stringEventOption = object({
  enum: identifier("a name from imports").describe("The enum, a name in `imports`."),
  methods: named(argumentIndex, "an object such as { emit: 0 }").optional().describe("Methods and which argument is the event."),
  functions: named(argumentIndex, "an object such as { sendEvent: 1 }")
    .optional()
    .describe("Functions and which argument is the event."),
  properties: identifiers("a list of names").optional().describe("Properties that hold an event."),
  types: identifiers("a list of names from imports")
    .optional()
    .describe(
      "Types of the enum's own domain, names in `imports`. Only in a file that writes one of them are strings reported that are compared, listed or declared beside one that no member has.",
    ),
  fix: fixLevel,
}).describe("String events that an enum's members replace.");

/** The option of no-string-event as data. */
export type StringEventOptions = fields.ValueOf<typeof stringEventOption>;

/** The rule's option, compiled. */
export interface CompiledEvents {
  readonly contract: RuleSetting;
  /** The enum as `imports` calls it. */
  readonly name: string;
  readonly enumRef: ExportRef;
  readonly methods: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
  readonly properties: ReadonlySet<string>;
  /** Types of the enum's own domain. */
  readonly types: readonly ExportRef[];
  /** The words of the enum's own name. */
  readonly words: readonly string[];
  readonly fix: StringEventOptions["fix"];
  /** The enum as it is declared now; undefined if its declaration can't be read. */
  events(): EventEnum | undefined;
}

/** Reads the option; undefined if `imports` does not declare the enum. */
export function readEventOptions(option: StringEventOptions, setting: RuleSetting): CompiledEvents | undefined {
  const enumRef = setting.findExport(option.enum);
  if (!enumRef) return undefined;
  return {
    contract: setting,
    name: option.enum,
    enumRef,
    methods: new Map(Object.entries(option.methods ?? {})),
    functions: new Map(Object.entries(option.functions ?? {})),
    properties: new Set(option.properties),
    types: (option.types ?? []).flatMap((name) => setting.findExport(name) ?? []),
    words: wordsOfEnum(option.enum),
    fix: option.fix,
    events: () => readEvents(setting.modules.declarations, enumRef),
  };
}

const KINDS = new Set(["type", "kind", "name", "enum", "value", "constant"]);

/** `WebSocketEventTypes` → web, socket, event. */
function wordsOfEnum(name: string): string[] {
  return wordsOf(name)
    .map(singular)
    .filter((word) => !KINDS.has(word));
}

function singular(word: string): string {
  return word.replace(/(?<=.{3})s$/u, "");
}

/** One file under the rule. */
export interface EventFile {
  readonly file: FileView;
  readonly compiled: CompiledEvents;
  readonly events: EventEnum;
  /** The members by their texts; the first one if several have the same text. */
  readonly members: ReadonlyMap<string, EventMember>;
  /** Texts that several members have. */
  readonly doubled: ReadonlySet<string>;
  /** Whether the file writes a type of the enum's own domain. */
  readonly isOfDomain: boolean;
}

/** Opens a file under the rule; undefined if the enum can't be read or has no members. */
export function openEventFile(file: FileView, compiled: CompiledEvents): EventFile | undefined {
  const events = compiled.events();
  if (!events || events.members.length === 0) return undefined;
  const members = new Map<string, EventMember>();
  const doubled = new Set<string>();
  for (const member of events.members) {
    if (members.has(member.value)) doubled.add(member.value);
    else members.set(member.value, member);
  }
  return { file, compiled, events, members, doubled, isOfDomain: compiled.types.some((type) => writesType(file, type)) };
}

/** Whether a name suggests the enum's events: `eventBus`, and `webSocket` for `WebSocketEvent`. */
export function speaksOfEnum({ words }: CompiledEvents, name: string): boolean {
  const own = wordsOf(name).map(singular);
  const [noun, others] = [words.at(-1), words.slice(0, -1)];
  return own.some((word) => word === noun) || (others.length > 0 && others.every((word) => own.includes(word)));
}
