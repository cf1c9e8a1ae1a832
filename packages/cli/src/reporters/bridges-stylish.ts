import { daysBetween, type BridgeState, type RuntimeUse } from "@godwit/project";
import { coloursFor, counted, type Colours } from "../terminal.js";
import { wrap } from "./wrap.js";

const MOST_USERS = 8;

/** The bridges of contracts for people: who uses each, or since when nothing does. */
export function renderBridges(
  bridges: readonly BridgeState[],
  { hasColour, columns }: { readonly hasColour: boolean; readonly columns?: number | undefined },
): string {
  const colours = coloursFor(hasColour);
  const contracts = [...new Set(bridges.map(({ contract }) => contract))];
  const unused = bridges.filter(({ state }) => state === "unused").length;
  const lines = [
    ...contracts.flatMap((id) => [
      colours.cyan(colours.bold(id)),
      ...bridges.filter(({ contract }) => contract === id).flatMap((bridge) => renderBridge(bridge, colours, columns)),
      "",
    ]),
    bridges.length === 0 ? "No contract has bridges." : describeTotals(bridges),
    ...(unused > 0 ? [`Next: delete what nothing uses with ${colours.bold("godwit bridges --remove")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function describeTotals(bridges: readonly BridgeState[]): string {
  const count = (wanted: BridgeState["state"]): number => bridges.filter(({ state }) => state === wanted).length;
  return `${counted(bridges.length, "bridge")}: ${count("used")} in use, ${count("unused")} unused, ${count("gone")} deleted.`;
}

function renderBridge(state: BridgeState, colours: Colours, columns: number | undefined): string[] {
  const { bridge, users, removable } = state;
  if (state.state === "gone") return [`  ${colours.green("✔")} ${bridge}  ${colours.dim("deleted")}`];
  if (state.state === "unused")
    return [
      `  ${colours.green("○")} ${bridge}`,
      ...below(describeUnused(state), 6, columns),
      ...runtimeLines(state, colours, columns),
      ...removable.map(({ file, line, what }) => colours.dim(`      goes with it: ${file}:${line} ${what}`)),
    ];
  const files = new Set(users.map(({ file }) => file)).size;
  const rest = users.length - MOST_USERS;
  return [
    `  ${colours.yellow("●")} ${bridge}`,
    `      in use by ${counted(files, "file")}: ${describeKinds(users)}`,
    ...runtimeLines(state, colours, columns),
    ...users
      .slice(0, MOST_USERS)
      .flatMap(({ file, line, what }) => below(`${file}:${line}  ${what}`, 8, columns).map(colours.dim)),
    ...(rest > 0 ? [colours.dim(`        … and ${rest} more: --format json lists all`)] : []),
  ];
}

function runtimeLines({ runtime, users }: BridgeState, colours: Colours, columns: number | undefined): string[] {
  if (!runtime) return [];
  const text = `${users.length} in code, ${describeRuntime(runtime)}`;
  return below(text, 6, columns).map((line) => (runtime.recent > 0 ? colours.yellow(line) : line));
}

/** What counts say of a bridge: `3 in the last 7 days, last on 2027-01-14`. */
export function describeRuntime({ isCounted, recent, days, lastUse, since, until, isOld }: RuntimeUse): string {
  if (!isCounted) return "at run time not known: no program that was counted has loaded it";
  if (isOld) return `at run time not known since ${until}, when the counts end`;
  const isShort = daysBetween(since, until) < days - 1;
  const span = isShort ? `since ${since}, when counting began` : `in the last ${days} days`;
  return `${recent.toLocaleString("en-US")} ${span}${lastUse === null ? "" : `, last on ${lastUse}`}`;
}

function below(text: string, indent: number, columns: number | undefined): string[] {
  return wrap(text, columns === undefined ? undefined : columns - indent - 2).map(
    (line, index) => " ".repeat(indent + (index === 0 ? 0 : 2)) + line,
  );
}

function describeKinds(users: BridgeState["users"]): string {
  const words = {
    ...{ code: "in code", test: "in tests", mock: "in mocks", config: "in configs", package: "in package.json" },
    ...{ string: "as a path in a string", contract: "by contracts", unreadable: "maybe, in what can't be read" },
  } as const;
  const kinds = Object.keys(words) as (keyof typeof words)[];
  return kinds
    .flatMap((kind) => {
      const count = users.filter((user) => user.kind === kind).length;
      return count > 0 ? [`${count} ${words[kind]}`] : [];
    })
    .join(", ");
}

function describeUnused({ unusedSince, note }: BridgeState): string {
  if (unusedSince) return `unused since ${unusedSince.commit.slice(0, 10)} (${unusedSince.date})`;
  return `unused${note === null ? "" : `; since when is not known: ${note}`}`;
}
