import type { StringEventOptions } from "@godwit/contracts";
import type { FileView } from "../../semantics/file-view.js";
import type { ExportRef } from "../../semantics/local-names.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { readEvents, type EventEnum, type EventMember } from "./members.js";

/** The rule's option, compiled. */
export interface EventSetting {
  readonly setting: RuleSetting;
  /** The enum as `imports` calls it. */
  readonly name: string;
  readonly wanted: ExportRef;
  readonly methods: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
  readonly properties: ReadonlySet<string>;
  /** The words of the enum's own name. */
  readonly words: readonly string[];
  readonly fix: StringEventOptions["fix"];
  /** The enum as it stands now; undefined where its declaration can't be read. */
  events(): EventEnum | undefined;
}

/** Reads the option; undefined where `imports` does not declare the enum. */
export function readEventOptions(option: StringEventOptions, setting: RuleSetting): EventSetting | undefined {
  const wanted = setting.findExport(option.enum);
  if (!wanted) return undefined;
  return {
    setting,
    name: option.enum,
    wanted,
    methods: new Map(Object.entries(option.methods ?? {})),
    functions: new Map(Object.entries(option.functions ?? {})),
    properties: new Set(option.properties),
    words: wordsOfEnum(option.enum),
    fix: option.fix,
    events: () => readEvents(setting.modules.declarations, wanted),
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
  readonly options: EventSetting;
  readonly events: EventEnum;
  /** The members by their texts; of several with one text the first. */
  readonly members: ReadonlyMap<string, EventMember>;
  /** Texts that several members have. */
  readonly doubled: ReadonlySet<string>;
}

/** Opens a file under the rule; undefined where the enum has nothing to say. */
export function openEventFile(file: FileView, options: EventSetting): EventFile | undefined {
  const events = options.events();
  if (!events || events.members.length === 0) return undefined;
  const members = new Map<string, EventMember>();
  const doubled = new Set<string>();
  for (const member of events.members) {
    if (members.has(member.value)) doubled.add(member.value);
    else members.set(member.value, member);
  }
  return { file, options, events, members, doubled };
}

/** Whether a name speaks of the enum's events: `eventBus`, and `webSocket` for `WebSocketEvent`. */
export function speaksOfEnum({ words }: EventSetting, name: string): boolean {
  const own = wordsOf(name).map(singular);
  const [noun, others] = [words.at(-1), words.slice(0, -1)];
  return own.some((word) => word === noun) || (others.length > 0 && others.every((word) => own.includes(word)));
}
