import { createProgram } from "../../packages/cli/src/program.js";

type Command = ReturnType<typeof createProgram>;

/**
 * How each command is called on the hostile repository. The list of commands comes from the program itself: one that needs arguments and has no
 * line here fails the tests, so that a new command can't be forgotten.
 */
const LINES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "": [[]],
  explain: [["src/a.ts:3"], ["src/a.ts"], ["one-id"]],
  check: [[], ["--fix", "--no-cache"], ["--staged"], ["--changed"], ["--summary"], ["--gates"], ["--owner", "@acme/ids"]],
  status: [[], ["--by", "owner,package,phase"]],
  report: [[], ["--from", "result.json"]],
  plan: [[], ["one-id"]],
  consumers: [["src/ids.ts"], ["uuid#v4"]],
  "gates record": [["one-id", "Seen", "--note", "seen"]],
  bridges: [[], ["--remove", "--dry-run", "--force"], ["--runtime", "counts.json"]],
  migrate: [["one-id", "--dry-run"], ["one-id", "--allow-dirty"], ["--resume"]],
  rollback: [[], ["--list"]],
  init: [["--dry-run"], ["--yes", "--agents"]],
  "contracts new": [["extra", "--dry-run"], ["--list-recipes"], ["extra"]],
  "contracts derive": [["--dry-run"], ["--package", "uuid", "--dry-run"]],
  "contracts pack": [["rules"]],
  "baseline write": [[], ["--import", "eslint-suppressions.json"]],
  "baseline prune": [[], ["--staged"]],
  "baseline merge": [["migrations/.baseline/one-id.txt", "migrations/.baseline/one-id.txt", "migrations/.baseline/one-id.txt"]],
};

/** A command with the words that call it. */
export interface CommandLine {
  /** As `contracts list`. */
  readonly command: string;
  readonly args: readonly string[];
}

/** Every command of the program, with each of its sample lines. */
export function commandLines(): CommandLine[] {
  return leavesOf(program()).flatMap(({ name, command }): CommandLine[] => {
    const needs = command.registeredArguments.filter(({ required }) => required).map((argument) => argument.name());
    const lines = LINES[name] ?? (needs.length === 0 ? [[]] : undefined);
    if (!lines) throw new Error(`godwit ${name} needs ${needs.join(", ")}: say in ${import.meta.filename} how to call it`);
    return lines.map((line) => ({ command: name, args: [...name.split(" ").filter(Boolean), ...line] }));
  });
}

/** The first line of every command in each format that it prints. */
export function formatLines(): CommandLine[] {
  return leavesOf(program()).flatMap(({ name, command }): CommandLine[] => {
    const option = command.options.find(({ long }) => long === "--format");
    const first = commandLines().find((each) => each.command === name)!;
    return formatsOf(option).map((format) => ({ ...first, args: [...first.args, "--format", format] }));
  });
}

/** Choices of the option, or the names at the start of its description where it takes files too. */
function formatsOf(option: Command["options"][number] | undefined): readonly string[] {
  if (!option) return [];
  return option.argChoices ?? option.description.split(";")[0]!.split(", ");
}

function program(): Command {
  const nothing = (): void => undefined;
  return createProgram({ cwd: "/", hasColour: false, hasProgress: false, out: nothing, err: nothing }, nothing);
}

function leavesOf(command: Command, names: readonly string[] = []): { name: string; command: Command }[] {
  const below = command.commands.flatMap((each) => leavesOf(each, [...names, each.name()]));
  return command.commands.length > 0 && names.length > 0 ? below : [{ name: names.join(" "), command }, ...below];
}
