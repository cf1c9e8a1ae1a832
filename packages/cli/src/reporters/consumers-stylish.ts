import type { Consumer, ConsumersReport } from "@godwit/project";
import { coloursFor, type Colours } from "../terminal.js";
import { describeChanges, describeTarget, describeTests, describeTotals, describeUses, describeWay } from "./consumers-words.js";
import { wrap } from "./wrap.js";

/** How a list of consumers looks. */
export interface ConsumersLook {
  readonly hasColour: boolean;
  readonly columns?: number | undefined;
  /** Whether not all files could be read. */
  readonly isPartial: boolean;
}

/** The consumers of a target for people. */
export function renderConsumers(report: ConsumersReport, { hasColour, columns, isPartial }: ConsumersLook): string {
  const colours = coloursFor(hasColour);
  const { target, consumers } = report;
  const depths = [...new Set(consumers.map(({ depth }) => depth))];
  const lines = [
    `${colours.cyan(colours.bold(target.text))}  ${describeTarget(report)}`,
    ...(target.contracts.length > 0 ? [`Contracts about it: ${target.contracts.join(", ")}`] : []),
    "",
    ...depths.flatMap((depth) => [
      colours.bold(headOf(depth)),
      "",
      ...consumers
        .filter((consumer) => consumer.depth === depth)
        .flatMap((consumer) => renderConsumer(consumer, colours, columns)),
      "",
    ]),
    ...renderExpectations(report, colours, columns),
    describeTotals(report, isPartial),
  ];
  return `${lines.join("\n")}\n`;
}

function headOf(depth: number): string {
  if (depth === 1) return "They name it";
  return depth === 2 ? "They get it from those above" : `They get it from those above (${depth} steps away)`;
}

function renderConsumer(consumer: Consumer, colours: Colours, columns: number | undefined): string[] {
  const { file, risk, owners, riskReasons } = consumer;
  const paint = { low: colours.green, medium: colours.yellow, high: colours.red }[risk];
  const reasons = riskReasons.filter((reason) => / depend on it$| sites$/.test(reason));
  const tests = describeTests(consumer);
  const facts = [
    describeUses(consumer),
    describeWay(consumer),
    describeChanges(consumer),
    [tests, ...reasons].filter((text) => text !== "").join("; "),
  ].filter((text) => text !== "");
  const head = `  ${paint(risk.padEnd(6))}  ${colours.bold(file)}`;
  const owner = owners.join(" ");
  const fits = columns === undefined || 10 + file.length + 2 + owner.length <= columns;
  return [owner !== "" && fits ? `${head}  ${colours.dim(owner)}` : head, ...facts.flatMap((text) => below(text, columns))];
}

/** A text below a file's name; further lines are indented once more. */
function below(text: string, columns: number | undefined): string[] {
  const [first = "", ...rest] = wrap(text, columns === undefined ? undefined : columns - 12);
  return [`          ${first}`, ...rest.map((line) => `            ${line}`)];
}

function renderExpectations({ target }: ConsumersReport, colours: Colours, columns: number | undefined): string[] {
  const entries = Object.entries(target.expectations);
  if (entries.length === 0) return [];
  return [
    colours.bold("What the contract says that they rely on"),
    "",
    ...entries.flatMap(([name, text]) =>
      wrap(`${name}: ${text}`, columns === undefined ? undefined : columns - 4).map((line, index) =>
        index === 0 ? `  ${line}` : `    ${line}`,
      ),
    ),
    "",
  ];
}
