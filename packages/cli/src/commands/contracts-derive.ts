import path from "node:path";
import { derive, type Derivation, type DerivedContract } from "../derive/derive.js";
import { writeNewFiles } from "../files/write-new-files.js";
import { openProject } from "../project.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import { coloursFor, type CommandPlace, counted, type Terminal } from "../terminal.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { contractsDeriveCommand } from "../tables/contracts.js";

type ContractsDeriveOptions = OptionsOf<typeof contractsDeriveCommand>;

/** Writes contracts from `@deprecated` tags; what is there stays as it is, and what can't be derived is listed. */
export function runContractsDerive(
  { cwd, terminal }: CommandPlace,
  paths: readonly string[],
  { package: packages = [], dryRun = false, format }: ContractsDeriveOptions,
): number {
  const project = openProject(cwd);
  const relative = paths.map((each) => path.relative(project.root, path.resolve(cwd, each)) || ".");
  const derivation = derive(project, { paths: relative, packages });
  const fresh = derivation.contracts.filter(({ isThere }) => !isThere);
  if (!dryRun) writeNewFiles(project.root, fresh);
  terminal.out(format === "json" ? renderJson(derivation, dryRun) : renderText(derivation, dryRun, terminal));
  return 0;
}

function renderJson({ contracts, notDerived }: Derivation, isDry: boolean): string {
  const list = contracts.map(({ id, file, text, entries, isThere }) => ({
    ...{ id, file, written: !isThere && !isDry, there: isThere, text },
    entries: entries.map(({ what, line, found, example }) => ({ what, line, found, fixed: example.isFixed })),
  }));
  return printableJson({ version: 1, contracts: list, notDerived });
}

function renderText({ contracts, notDerived }: Derivation, isDry: boolean, terminal: Terminal): string {
  const colours = coloursFor(terminal.hasColour);
  const lines = contracts.flatMap((contract) => {
    const { file, isThere, entries } = printableData(contract);
    const mark = isThere ? colours.yellow("!") : colours.green(isDry ? "○" : "✔");
    const what = isThere ? "is there already, and stays as it is" : isDry ? "would be written" : "is written; its examples hold";
    return [
      `${mark} ${file} ${what}`,
      ...entries.map((entry) => `    ${entry.what}  ${colours.dim(printable(entry.found))}`),
      ...(isDry && !isThere ? ["", ...dryText(contract), ""] : []),
    ];
  });
  const refused = notDerived.flatMap((each) => {
    const { file, line, what, reason } = printableData(each);
    return [`    ${file}:${line}  ${what}: ${reason}`];
  });
  const next = contracts.some(({ isThere }) => !isThere) && !isDry ? ["", "Next: read them, then godwit check"] : [];
  const nothing = contracts.length + notDerived.length === 0 ? ["There is no @deprecated tag in what was looked through."] : [];
  const head = refused.length === 0 ? [] : [colours.yellow(`${counted(refused.length, "tag")} not derived:`), ...refused];
  return `${[...lines, ...(lines.length > 0 && head.length > 0 ? [""] : []), ...head, ...nothing, ...next].join("\n")}\n`;
}

function dryText({ text }: DerivedContract): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => printable(line));
}
