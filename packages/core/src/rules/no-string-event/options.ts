import { errorAt, fields, warningAt } from "../../contracts/index.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { fixLevel, identifiers } from "../option-facts.js";
import { type EventEnum, type EventMember, readEvents } from "./members.js";
import { meansExport, namesType } from "../../semantics/scope-lookup.js";
import type { OptionProblem } from "../define-rule.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";
import { type Node, finalName, memberName, unwrap } from "../../syntax/nodes.js";

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

/** Whether a name suggests the enum's events: `webSocket` for `WebSocketEvent`, and `eventBus` unless `isByNoun` says no. */
export function speaksOfEnum({ words }: CompiledEvents, name: string, isByNoun = true): boolean {
  const own = wordsOf(name).map(singular);
  const [noun, others] = [words.at(-1), words.slice(0, -1)];
  // An `eventEmitter` is anybody's.
  const isNoun = (isByNoun || others.length === 0) && !own.includes("emitter");
  return (isNoun && own.some((word) => word === noun)) || (others.length > 0 && others.every((word) => own.includes(word)));
}

/** Whether a file writes a type: in an annotation, behind `extends` or `implements`, or where it declares it. */
function writesType(file: FileView, type: ExportRef): boolean {
  if (type.module.kind === "file" && type.module.path === file.path) return true;
  const bases = [...file.nodes("TSInterfaceHeritage"), ...file.nodes("TSClassImplements")];
  return (
    file.nodes("TSTypeReference").some((reference) => namesType(file, reference, type)) ||
    bases.some(({ expression }) => expression.type === "Identifier" && meansExport(file, expression, type))
  );
}

/** Finds an enum that is none, and an option that does not say where events are. */
export function* eventProblems(option: StringEventOptions, setting: RuleSetting): Generator<OptionProblem> {
  yield* enumProblems(option.enum, setting);
  const places = [...Object.keys(option.methods ?? {}), ...Object.keys(option.functions ?? {}), ...(option.properties ?? [])];
  if (places.length === 0)
    yield warningAt(
      [],
      "finds-nothing",
      "Nothing says where events are, so only what is annotated with the enum is found. Add methods, functions or properties.",
    );
}

function* enumProblems(name: string, setting: RuleSetting): Generator<OptionProblem> {
  const ref = setting.findExport(name);
  // A missing export is reported for `imports`.
  const origin = ref && setting.modules.exportOrigin(ref.module, ref.exported);
  if (!ref || !origin) return;
  if (origin.module.kind !== "file")
    yield errorAt(
      ["enum"],
      "unread-enum",
      `${name} comes from a package, where its members are not read, so nothing is found. Name an enum of the repository in imports.`,
    );
  else if ((readEvents(setting.modules.declarations, ref)?.members ?? []).length === 0)
    yield errorAt(
      ["enum"],
      "not-an-enum",
      `${name} has no members that are strings. Name a string enum, an \`as const\` object of strings or a union of strings.`,
    );
}

/** Objects of the platform, whose events are its own. */
const OBJECTS = new Set(
  (
    "process cluster window self globalThis document navigator screen parent opener top frames location history navigation performance " +
    "visualViewport speechSynthesis indexedDB caches cookieStore localStorage sessionStorage customElements"
  ).split(" "),
);

/** Whether an expression is an object of the platform, and not one that the project declares or gives to `window`. */
export function isPlatformObject(file: FileView, expression: Node): boolean {
  const node = unwrap(expression);
  if (node.type === "Identifier") return OBJECTS.has(node.name) && !file.variableOf(node);
  if (node.type !== "MemberExpression" || !isPlatformObject(file, node.object)) return false;
  return !GLOBAL_OBJECT_NAMES.has(finalName(node.object) ?? "") || OBJECTS.has(memberName(node) ?? "");
}

/** Events of Node's emitters, streams, servers and processes, of WebSocket and Socket.IO, and of the DOM. */
const EVENTS = new Set(
  (
    "error close data end finish drain pipe unpipe readable pause resume open message messageerror connection connect disconnect " +
    "disconnecting connect_error connect_timeout reconnect reconnect_attempt reconnect_error reconnect_failed listening request response " +
    "upgrade unexpected-response headers ping pong socket timeout lookup ready abort aborted continue checkContinue information " +
    "clientError secureConnection secureConnect tlsClientError session keylog exit beforeExit spawn fork online worker rejectionHandled " +
    "unhandledRejection uncaughtException uncaughtExceptionMonitor warning newListener removeListener line history change add addDir unlink " +
    "unlinkDir all raw SIGINT SIGTERM SIGHUP SIGQUIT SIGKILL SIGUSR1 SIGUSR2 SIGWINCH SIGBREAK load unload beforeunload DOMContentLoaded " +
    "readystatechange visibilitychange pagehide pageshow popstate hashchange storage offline focus blur focusin focusout click dblclick " +
    "contextmenu mousedown mouseup mousemove mouseenter mouseleave mouseover mouseout wheel scroll resize keydown keyup keypress input submit " +
    "reset select invalid touchstart touchend touchmove touchcancel pointerdown pointerup pointermove pointerenter pointerleave pointerover " +
    "pointerout pointercancel dragstart drag dragend dragenter dragleave dragover drop copy cut paste play playing ended progress loadstart " +
    "loadend animationstart animationend animationiteration transitionstart transitionend toggle fullscreenchange"
  ).split(" "),
);

/** Events of the platform that projects also send themselves. */
const SENT = new Set([
  "error",
  "close",
  "data",
  "end",
  "finish",
  "message",
  "connection",
  "connect",
  "disconnect",
  "ready",
  "exit",
]);
const LISTENING = /^(?:on|off|add|remove|prepend|listen|un|wait|subscribe|once|has|is)/u;

/** Whether an emitter of the platform may have such an event for a method that listens or sends. */
export function isPlatformEvent(text: string, method: string): boolean {
  return LISTENING.test(method) ? EVENTS.has(text) : SENT.has(text);
}
