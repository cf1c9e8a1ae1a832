import { readGiver, type Consumer, type ConsumersReport } from "@godwit/project";
import { counted } from "../terminal.js";
import { type Block, type Line, paragraph } from "./document/document.js";
import type { Graph } from "./document/graph.js";
import { inColour } from "./plan.js";

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
function describeUses({ uses }: Consumer): string {
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
function describeWay({ via }: Consumer): string {
  const [nearest, ...rest] = via.slice(0, -1);
  if (nearest === undefined) return "";
  return [readGiver(nearest).isHanded ? nearest : `through ${nearest}`, ...rest].join(", from ");
}

/** `covered by tests/a.test.ts and 3 more tests`, or that nothing covers it. */
function describeTests({ tests, isTest }: Consumer): string {
  if (isTest) return "";
  const [first] = tests;
  if (first === undefined) return "no test reaches it";
  return `covered by ${first}${tests.length > 1 ? ` and ${counted(tests.length - 1, "more test", "more tests")}` : ""}`;
}

/** `15 consumers: 12 name it, 3 get it from others; 3 are tests` */
function describeTotals({ consumers }: ConsumersReport, isPartial: boolean): string {
  if (consumers.length === 0) return isPartial ? "Nothing that could be read uses it." : "Nothing uses it.";
  const direct = consumers.filter(({ depth }) => depth === 1).length;
  const tests = consumers.filter(({ isTest }) => isTest).length;
  const indirect = consumers.length - direct;
  const parts = [`${direct} by name`, ...(indirect > 0 ? [`${indirect} through others`] : [])].join(", ");
  return `${counted(consumers.length, "consumer")}: ${parts}${tests > 0 ? `; ${counted(tests, "of them is a test", "of them are tests")}` : ""}.`;
}

/** The text of a target: `AgentWebSocketBridge (src/websocket/agent-bridge.ts)`. */
function describeTarget({ target }: ConsumersReport): string {
  const { module, exported } = target;
  return exported === null || exported === target.text ? module : `${module}#${exported}`;
}

/** The consumers of a target as a document; `isPartial`: not all files could be read. */
export function consumersDocument(report: ConsumersReport, isPartial: boolean): readonly Block[] {
  const { target, consumers } = report;
  const expectations = Object.entries(target.expectations);
  return [
    { kind: "heading", level: 1, text: ["Consumers of ", { code: target.text }] },
    paragraph([
      ...(describeTarget(report) === target.text ? [] : [{ code: describeTarget(report) }, ". "]),
      describeTotals(report, isPartial),
    ]),
    ...(target.contracts.length > 0 ? [paragraph(`Contracts about it: ${target.contracts.join(", ")}.`)] : []),
    ...(consumers.length > 0 ? [overview(consumers)] : []),
    ...consumers.filter(({ changes }) => changes.length > 0).flatMap(changesOf),
    ...(expectations.length > 0
      ? ([
          { kind: "heading", level: 2, text: "What the contract says that they rely on" },
          { kind: "list", items: expectations.map(([name, text]) => [{ strong: name }, `: ${text}`]) },
        ] as const)
      : []),
  ];
}

function overview(consumers: readonly Consumer[]): Block {
  return {
    kind: "table",
    head: ["file", "steps", "how", "from", "to change", "complexity", "risk", "owner", "tests"],
    numbers: [1, 4],
    rows: consumers.map((consumer): Line[] => [
      ...[[{ code: consumer.file }], String(consumer.depth), describeUses(consumer), describeWay(consumer)],
      ...[String(consumer.changes.length), consumer.complexity ?? "", inColour(consumer.risk), consumer.owners.join(" ")],
      consumer.isTest ? "is a test" : describeTests(consumer),
    ]),
  };
}

function changesOf({ file, changes }: Consumer): readonly Block[] {
  return [
    { kind: "heading", level: 3, text: [{ code: file }] },
    {
      kind: "table",
      head: ["line", "contract", "what must change", "by a fix"],
      numbers: [0],
      rows: changes.map(({ line, contract, message, level, reason, heldBack }): Line[] => [
        ...[String(line), contract, message],
        heldBack ? `waits for ${heldBack.by}: ${heldBack.reason}` : level === "fix" ? "yes" : `no: ${reason ?? level}`,
      ]),
    },
  ];
}

const KINDS = [
  { name: "high", colour: "#c62828" },
  { name: "medium", colour: "#f9a825" },
  { name: "low", colour: "#9e9e9e" },
] as const;

/** Who gets the target from whom; each consumer has one edge, from the nearest file that gives it the target. */
export function consumersGraph({ target, consumers }: ConsumersReport): Graph {
  const ids = new Map(consumers.map(({ file }, index) => [file, `c${index + 1}`]));
  return {
    name: "consumers",
    nodes: [
      { id: "target", lines: [target.text], shape: "round" },
      ...consumers.map(({ file, isTest, risk }) => ({
        ...{ id: ids.get(file)!, lines: [file], kind: risk },
        shape: isTest ? ("slanted" as const) : ("box" as const),
      })),
    ],
    edges: consumers.map(({ file, via }) => {
      // A barrel that only passes on what holds the target is no consumer itself.
      const givers = via.map(readGiver);
      const nearest = givers.find((giver) => ids.has(giver.file)) ?? givers.at(-1);
      const label = nearest?.isHanded ? "argument" : (nearest?.exported ?? "");
      return { from: ids.get(nearest?.file ?? "") ?? "target", to: ids.get(file)!, label };
    }),
    kinds: KINDS,
  };
}
