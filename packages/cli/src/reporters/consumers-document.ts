import type { Consumer, ConsumersReport } from "@godwit/project";
import type { Block, Line } from "./document/document.js";
import { describeTarget, describeTests, describeTotals, describeUses, describeWay } from "./consumers-words.js";

/** The consumers of a target as a document; `isPartial`: not all files could be read. */
export function consumersDocument(report: ConsumersReport, isPartial: boolean): readonly Block[] {
  const { target, consumers } = report;
  const expectations = Object.entries(target.expectations);
  return [
    { kind: "heading", level: 1, text: ["Consumers of ", { code: target.text }] },
    { kind: "paragraph", text: [{ code: describeTarget(report) }, `. ${describeTotals(report, isPartial)}`] },
    ...(target.contracts.length > 0
      ? [{ kind: "paragraph", text: `Contracts about it: ${target.contracts.join(", ")}.` } as const]
      : []),
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
      ...[String(consumer.changes.length), consumer.complexity ?? "", consumer.risk, consumer.owners.join(" ")],
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
