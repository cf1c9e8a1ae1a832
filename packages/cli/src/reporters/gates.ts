import type { JudgedGate } from "../gates/judge-gates.js";
import { coloursFor, type Colours } from "../terminal.js";
import { wrap } from "./wrap.js";

/** The states of gates for people, by contract. */
export function renderGates(
  gates: readonly JudgedGate[],
  { hasColour, columns }: { readonly hasColour: boolean; readonly columns?: number | undefined },
): string {
  const colours = coloursFor(hasColour);
  const contracts = [...new Set(gates.map(({ contract }) => contract))];
  const open = gates.filter(({ state }) => state !== "met").length;
  const lines = [
    "",
    colours.bold("Gates"),
    "",
    ...contracts.flatMap((id) => [
      `  ${colours.cyan(id)}`,
      ...gates.filter(({ contract }) => contract === id).flatMap((gate) => renderGate(gate, colours, columns)),
      "",
    ]),
    gates.length === 0
      ? "No contract has gates."
      : open === 0
        ? colours.green(`✔ All ${gates.length} gates hold.`)
        : colours.red(`✖ ${open} of ${gates.length} gates do not hold.`),
  ];
  return `${lines.join("\n")}\n`;
}

/** One gate with the reason for its state. */
export function renderGate(
  { name, state, detail }: Pick<JudgedGate, "name" | "state" | "detail">,
  colours: Colours,
  columns: number | undefined,
): string[] {
  const signs = { met: colours.green("✔"), open: colours.dim("·"), outdated: colours.yellow("!"), failed: colours.red("✖") };
  const text = wrap(detail, columns === undefined ? undefined : columns - 6);
  return [`  ${signs[state]} ${name}`, ...text.map((line) => colours.dim(`      ${line}`))];
}
