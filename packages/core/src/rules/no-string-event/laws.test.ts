import fc from "fast-check";
import { useRule } from "../../../test-support/project-engine.js";
import { describeLaws } from "../../../test-support/rule-laws.js";

const VALUES = [
  '"agent_started"',
  "'agent_done'",
  "`notice`",
  '"agent_strated"',
  '"pong"',
  '"error"',
  '"agent_" + "done"',
  "`agent_${n}`",
  'flag ? "agent_started" : "agent_done"',
  '"notice" as const',
  '"notice" as string',
  "known",
  "STARTED",
  "raw",
] as const;

/** Places with № for a number of their own and = for a value. */
const PLACES: readonly string[] = [
  "bus.emit(¤, №);",
  "bus?.on(¤);",
  "send(№, ¤);",
  "export const o№ = { type: ¤ };",
  "export const o№ = () => { const state = { type: ¤ as string }; state.type = raw; return state; };",
  "export const o№: { type: string } = { type: ¤ };",
  "export const f№ = (event: { type: string }) => event.type === (¤);",
  "export const f№ = ({ type }: { type: string }) => type !== (¤);",
  "export const f№ = (event: { type: string }) => { switch (event.type) { case ¤: return 1; default: return 2; } };",
  "export const f№ = (event: { type: string }) => [¤, raw].includes(event.type);",
  "export const f№ = (event: { type: string }) => { event.type = ¤; };",
  "const map№: Record<string, number> = { agent_started: 1, 'agent_done': 2, other: 3 }; export const m№ = (e: { type: string }) => map№[e.type];",
  "const list№ = [¤]; export const l№ = (e: { type: string }) => list№.includes(e.type as never);",
  "const C№ = ¤; bus.emit(C№); export const c№ = [C№];",
  "export const C№ = ¤; bus.emit(C№);",
  "export interface I№ { type: 'agent_started' | 'agent_done' }",
  "export class K№ { type: string = ¤; readonly kind = ¤; }",
  "export const d№ = ({ type = ¤ }: { type?: string }) => type;",
  "bus.on({ agent_done: ¤, notice() {} });",
];

const HEADS = [
  "",
  'import type { Ev } from "./events.js";\nexport type Mine = Ev;\n',
  'import { Ev as Events } from "./events.js";\nexport const more = Events.Notice;\n',
  "class Ev {}\nexport const other = Ev;\n",
] as const;

const statement = fc.record({ place: fc.constantFrom(...PLACES), value: fc.constantFrom(...VALUES) });
const program = fc
  .tuple(fc.array(statement, { minLength: 1, maxLength: 6 }), fc.constantFrom(...HEADS), fc.boolean())
  .map(([statements, head, isCrlf]) => {
    const lines = statements.map(({ place, value }, index) =>
      place.replaceAll("¤", () => (value.includes("?") ? `(${value})` : value)).replaceAll("№", String(index)),
    );
    const declared =
      'declare const n: number, raw: string, flag: boolean, known: "notice";\ndeclare const bus: { emit(event: string, n?: number): void; on(event: unknown): void };\ndeclare function send(id: number, event: string): void;\nconst STARTED = "agent_started";\n';
    const text = `${head}${declared}${lines.join("\n")}\nexport const end = [n, raw, flag, known, bus, send, STARTED];\n`;
    return isCrlf ? text.replaceAll("\n", "\r\n") : text;
  });

const MODULES: Readonly<Record<string, string>> = {
  enum: 'export enum Ev { AgentStarted = "agent_started", AgentDone = "agent_done", Notice = "notice" }\n',
  object:
    'export const Ev = { AgentStarted: "agent_started", AgentDone: "agent_done", Notice: "notice" } as const;\nexport type Ev = (typeof Ev)[keyof typeof Ev];\n',
};
const FILE = "src/a.ts";

for (const [kind, text] of Object.entries(MODULES)) {
  const project = useRule({
    rule: "no-string-event",
    option: { enum: "Ev", methods: { emit: 0, on: 0 }, functions: { send: 1 }, properties: ["type"] },
    context: { imports: { Ev: "./src/events.ts" } },
    files: { "src/events.ts": text },
  });

  describeLaws(`no-string-event on generated programs, with an ${kind}`, project, {
    file: FILE,
    programs: program,
    onePass: 200,
    wholeEdits: 120,
    soundCheck: 200,
    typeErrors: { modules: { "src/events.ts": text }, sample: 60, moreThan: 100 },
  });
}
