import type { ConsumersReport } from "@godwit/project";
import type { Graph } from "./document/graph.js";

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
      const givers = via.map(giverOf);
      const nearest = givers.find((giver) => ids.has(giver.file)) ?? givers.at(-1);
      return { from: ids.get(nearest?.file ?? "") ?? "target", to: ids.get(file)!, label: nearest?.label ?? "" };
    }),
    kinds: KINDS,
  };
}

function giverOf(text: string): { readonly file: string; readonly label: string } {
  const handed = /^handed by (.*)$/.exec(text)?.[1];
  if (handed !== undefined) return { file: handed, label: "argument" };
  const at = text.lastIndexOf("#");
  return at < 0 ? { file: text, label: "" } : { file: text.slice(0, at), label: text.slice(at + 1) };
}
