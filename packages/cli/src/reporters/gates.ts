import type { JudgedGate } from "../gates/judge-gates.js";
import { type Block, type Line, paragraph } from "./document/document.js";

const TONES = { met: "good", open: "quiet", outdated: "warn", failed: "bad" } as const;

/** The states of gates for people, by contract. */
export function gatesBlocks(gates: readonly JudgedGate[]): readonly Block[] {
  const open = gates.filter(({ state }) => state !== "met").length;
  const end = open === 0 ? `✔ All ${gates.length} gates hold.` : `✖ ${open} of ${gates.length} gates do not hold.`;
  if (gates.length === 0) return [GATES, paragraph("No contract has gates.")];
  return [
    GATES,
    {
      kind: "table",
      head: ["contract", "gate", "state", "because"],
      rows: gates.map(({ contract, name, state, detail }): Line[] => [
        ...[[{ code: contract }], name, [{ tone: TONES[state], text: state }], detail],
      ]),
    },
    paragraph([{ tone: open === 0 ? "good" : "bad", text: end }]),
  ];
}

const GATES: Block = { kind: "heading", level: 2, text: "Gates" };
