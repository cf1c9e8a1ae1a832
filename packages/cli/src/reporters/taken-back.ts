import type { WaveReport } from "../migrate/report.js";
import { counted, type Colours } from "../terminal.js";
import { printable, printableStart } from "./printable.js";

const MOST_REASONS = 5;
/** Type errors may spell out whole types. */
const MOST_CHARACTERS = 240;

/** What edits across files took back, by reason. */
export function renderTakenBack({ takenBack }: Pick<WaveReport, "takenBack">, colours: Colours, what = "site"): string[] {
  if (takenBack.length === 0) return [];
  const byReason = new Map<string, WaveReport["takenBack"][number][]>();
  for (const each of takenBack) byReason.set(each.reason, [...(byReason.get(each.reason) ?? []), each]);
  const groups = [...byReason].sort((a, b) => b[1].length - a[1].length);
  const more = groups.slice(MOST_REASONS).reduce((sum, [, places]) => sum + places.length, 0);
  return [
    `  Taken back: ${counted(takenBack.length, what)}`,
    ...groups.slice(0, MOST_REASONS).flatMap(([reason, places]) => {
      const [{ file, line, column, name }] = places as [WaveReport["takenBack"][number]];
      const others = places.length > 1 ? ` and ${places.length - 1} more` : "";
      return [
        `    ${printableStart(reason, MOST_CHARACTERS)}`,
        colours.dim(`      ${printable(name)} at ${file}:${line}:${column}${others}`),
      ];
    }),
    ...(more > 0 ? [colours.dim(`    and ${more} more for other reasons`)] : []),
  ];
}
