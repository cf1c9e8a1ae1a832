import type { Consumer, ConsumersReport } from "@godwit/project";
import { counted } from "../terminal.js";

type How = Consumer["uses"][number]["how"];

const WORDS: Readonly<Record<How, string>> = {
  import: "imports",
  "dynamic-import": "loads",
  "re-export": "re-exports",
  construct: "constructs",
  call: "calls",
  member: "uses",
  extend: "extends",
  implement: "implements",
  pass: "hands it to",
  receive: "takes it as",
  hold: "holds it in",
  type: "names as type",
  mock: "mocks",
};
/** What is more telling than an import comes first. */
const ORDER: readonly How[] = [
  ...([
    "construct",
    "call",
    "extend",
    "implement",
    "receive",
    "member",
    "pass",
    "hold",
    "mock",
    "re-export",
    "dynamic-import",
  ] as const),
  ...(["import", "type"] as const),
];
const MOST_NAMES = 4;

/** `constructs Bridge, hands it to Engine, uses send`; imports only where there is nothing else. */
export function describeUses({ uses }: Consumer): string {
  const kinds = ORDER.filter((how) => uses.some((use) => use.how === how));
  const telling = kinds.filter((how) => how !== "import" && how !== "dynamic-import" && how !== "type");
  const isOnlyType = telling.length === 0 && !kinds.includes("import") && !kinds.includes("dynamic-import");
  const shown = telling.length > 0 ? telling : kinds;
  const parts = shown.flatMap((how) => {
    const names = namesOf(uses, how);
    const rest = names.length - MOST_NAMES;
    if (names.length === 0) return [];
    return [`${WORDS[how]} ${names.slice(0, MOST_NAMES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`];
  });
  return `${parts.join("; ")}${isOnlyType && kinds.length > 0 ? " only" : ""}`;
}

/** What it is handed to holds it, of course. */
function namesOf(uses: Consumer["uses"], how: How): readonly string[] {
  const named = (wanted: How): readonly string[] => uses.flatMap((use) => (use.how === wanted ? [use.name] : []));
  const handed = how === "hold" ? named("pass") : [];
  return [...new Set(named(how).filter((name) => !handed.includes(name)))];
}

/** From where it has the target, nearest first; empty where it names the target's own file. */
export function describeWay({ via }: Consumer): string {
  const [nearest, ...rest] = via.slice(0, -1);
  if (nearest === undefined) return "";
  return [nearest.startsWith("handed by ") ? nearest : `through ${nearest}`, ...rest].join(", from ");
}

/** `2 to change: 1 fixable, 1 not (no context is in scope here)` */
export function describeChanges({ changes }: Consumer): string {
  if (changes.length === 0) return "";
  const reasons = [...new Set(changes.flatMap(({ reason, heldBack }) => heldBack?.reason ?? reason ?? []))];
  const fixable = changes.filter(({ level, heldBack }) => level === "fix" && !heldBack).length;
  const left = changes.length - fixable;
  const why = `${reasons.slice(0, 2).join("; ")}${reasons.length > 2 ? "; …" : ""}`;
  const parts = [...(fixable > 0 ? [`${fixable} fixable`] : []), ...(left > 0 ? [`${left} not (${why})`] : [])];
  return `${changes.length} to change: ${parts.join(", ")}`;
}

/** `covered by tests/a.test.ts and 3 more tests`, or that nothing covers it. */
export function describeTests({ tests, isTest }: Consumer): string {
  if (isTest) return "";
  const [first] = tests;
  if (first === undefined) return "no test reaches it";
  return `covered by ${first}${tests.length > 1 ? ` and ${counted(tests.length - 1, "more test", "more tests")}` : ""}`;
}

/** `15 consumers: 12 name it, 3 get it from others; 3 are tests` */
export function describeTotals({ consumers }: ConsumersReport, isPartial: boolean): string {
  if (consumers.length === 0) return isPartial ? "Nothing that could be read uses it." : "Nothing uses it.";
  const direct = consumers.filter(({ depth }) => depth === 1).length;
  const tests = consumers.filter(({ isTest }) => isTest).length;
  const indirect = consumers.length - direct;
  const parts = [`${direct} by name`, ...(indirect > 0 ? [`${indirect} through others`] : [])].join(", ");
  return `${counted(consumers.length, "consumer")}: ${parts}${tests > 0 ? `; ${counted(tests, "of them is a test", "of them are tests")}` : ""}.`;
}

/** The text of a target: `AgentWebSocketBridge (src/websocket/agent-bridge.ts)`. */
export function describeTarget({ target }: ConsumersReport): string {
  const { module, exported } = target;
  return exported === null || exported === target.text ? module : `${module}#${exported}`;
}
