import { InvalidArgumentError, Option } from "commander";

/** The formats that are made of the JSON of `godwit check`, by the names of `--format`. */
export const REPORT_FORMAT_NAMES = ["json", "sarif", "github", "gitlab", "junit", "markdown"] as const;

/** A format that is made of the JSON. */
export type ReportFormat = (typeof REPORT_FORMAT_NAMES)[number];

/** The names that `godwit check --format` takes. */
export const CHECK_FORMATS = ["stylish", ...REPORT_FORMAT_NAMES] as const;

/** A name that `godwit check --format` takes. */
export type CheckFormat = (typeof CHECK_FORMATS)[number];

/** The names that `--format` takes where a result is for people or for programs. */
export const PLAIN_FORMATS = ["stylish", "json"] as const;

/** The names that `godwit plan --format` takes. */
export const PLAN_FORMATS = ["stylish", "md", "json", "html"] as const;

/** The names that `godwit consumers --format` takes. */
export const CONSUMERS_FORMATS = ["stylish", "md", "json", "mermaid", "dot"] as const;

/** The names that `godwit history --format` takes. */
export const HISTORY_FORMATS = ["stylish", "json", "csv"] as const;

/** The names that `godwit report --format` takes without `--from`. */
export const OVERVIEW_FORMATS = ["html", "md", "json", "csv"] as const;

/** The names that `godwit contracts graph --format` takes. */
export const GRAPH_FORMATS = ["mermaid", "dot"] as const;

/** The names that `godwit status --by` takes. */
export const GROUP_KINDS = ["owner", "package", "phase"] as const;

/** One option of a command. `Value` is what the command gets where it is given, `IsAlways` whether it has a value in any case. */
export interface OptionRow<Value = unknown, IsAlways extends boolean = boolean> {
  readonly flags: string;
  readonly text: string;
  /** The heading of the options that begin with this one. */
  readonly heading?: string;
  /** Whether only `--help all` shows it. */
  readonly isRare?: boolean;
  readonly choices?: readonly string[];
  readonly fallback?: string;
  parse?(text: string, before: Value | undefined): Value;
  /** There only for the types. */
  readonly value?: Value;
  readonly isAlways?: IsAlways;
}

/** What a command takes and says of itself: its arguments, its help, its reference page and the type of its options come from this. */
export interface CommandTable {
  /** As people write it behind `godwit`: `contracts list`. */
  readonly name: string;
  readonly summary: string;
  /** Arguments with what they are: `<needed>`, `[optional]`, `[many...]`. */
  readonly takes: readonly (readonly [written: string, text: string])[];
  readonly options: Readonly<Record<string, OptionRow>>;
  readonly about?: string;
  readonly exits?: string;
  /** One command a line, what it is for behind at least two spaces. */
  readonly examples?: string;
  /** More of them, which only `--help all` shows. */
  readonly rareExamples?: string;
}

/** The type of a command's options, by their names. */
export type OptionsOf<Table extends CommandTable> = {
  readonly [
    Name in keyof Table["options"] as Table["options"][Name] extends { readonly isAlways?: true } ? Name : never
  ]: ValueOf<Table["options"][Name]>;
} & {
  readonly [
    Name in keyof Table["options"] as Table["options"][Name] extends { readonly isAlways?: true } ? never : Name
  ]?: ValueOf<Table["options"][Name]>;
};

type ValueOf<Row> = Row extends { readonly value?: infer Value } ? Exclude<Value, undefined> : never;

/** The types of a command's arguments, in their order. */
export type ArgumentsOf<Takes> = Takes extends readonly [readonly [infer Written extends string, string], ...infer Rest]
  ? [ArgumentOf<Written>, ...ArgumentsOf<Rest>]
  : [];

type ArgumentOf<Written extends string> = Written extends `[${string}...]`
  ? readonly string[]
  : Written extends `[${string}]`
    ? string | undefined
    : string;

/** Keeps the exact types of a table. */
export function defineCommand<const Table extends CommandTable>(table: Table): Table {
  return table;
}

/** `--fix`; of `--no-cache` the value is false where it is given. */
export function flag(flags: string, text: string): OptionRow<boolean, false> {
  return { flags, text };
}

/** `--phase <name>` */
export function text(flags: string, words: string): OptionRow<string, false> {
  return { flags, text: words };
}

/** `--changed [ref]` */
export function flagOrText(flags: string, words: string): OptionRow<string | true, false> {
  return { flags, text: words };
}

/** `--files <files...>`: several values behind one option. */
export function list(flags: string, words: string): OptionRow<readonly string[], false> {
  return { flags, text: words };
}

/** An option that may be repeated, with one value each. */
export function many(flags: string, words: string): OptionRow<readonly string[], false> {
  return { flags, text: words, parse: (value, before = []) => [...before, value] };
}

/** One of several words, or none. */
export function oneOf<const Choice extends string>(
  flags: string,
  words: string,
  choices: readonly Choice[],
): OptionRow<Choice | true, false> {
  return { flags, text: words, choices };
}

/** One of several words; `fallback` where nothing is given. */
export function format<const Choice extends string>(
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
  words: string,
): OptionRow<Choice, true> {
  return { flags: "--format <format>", text: words, choices, fallback };
}

/** A number of minutes. */
export function minutes(flags: string, words: string): OptionRow<number, false> {
  const parse = (written: string): number => {
    const value = Number(written);
    if (!(value > 0)) throw new InvalidArgumentError("It has to be a number of minutes, such as 10.");
    return value;
  };
  return { flags, text: words, parse };
}

/** A whole number from 1. */
export function wholeNumber(flags: string, words: string): OptionRow<number, false> {
  const parse = (written: string): number => {
    if (!/^[1-9]\d{0,5}$/u.test(written)) throw new InvalidArgumentError("It has to be a whole number, such as 20.");
    return Number(written);
  };
  return { flags, text: words, parse };
}

/** The first option of a group, with the group's heading. */
export function under<Row extends OptionRow>(heading: string, row: Row): Row {
  return { ...row, heading };
}

/** An option that few need: only `--help all` shows it. */
export function rare<Row extends OptionRow>(row: Row): Row {
  return { ...row, isRare: true };
}

/** `--contract`, which many commands take. */
export const CONTRACT = many("--contract <id>", "only this contract (repeatable)");

/** `--format` for people or for programs. */
export const FORMAT = format(PLAIN_FORMATS, "stylish", "how to print the result");

/** How a command's help is shown. */
export interface HelpView {
  /** Columns of the screen. */
  readonly width: number;
  /** Whether it was asked for with `--help all`. */
  readonly isWhole: boolean;
}

/** A row as commander takes it. */
export function optionOf({ flags, text: words, choices, fallback, parse, isRare }: OptionRow, { isWhole }: HelpView): Option {
  const option = new Option(flags, words);
  if (choices) option.choices(choices);
  if (fallback !== undefined) option.default(fallback);
  if (parse) option.argParser(parse);
  return option.hideHelp(isRare === true && !isWhole);
}

/** What is below the options in a command's help. */
export function helpBelow(
  { name, about, exits, examples, rareExamples, options }: CommandTable,
  { width, isWhole }: HelpView,
): string {
  const shown = `${examples ?? ""}\n${isWhole ? (rareExamples ?? "") : ""}`.split("\n").filter((line) => line !== "");
  const rows = Object.values(options).filter(({ isRare }) => isRare);
  const more = rows.map(({ flags }) => /--[\w-]+/.exec(flags)![0]);
  const parts = [
    ...(more.length === 0 || isWhole ? [] : [`More with godwit ${name} --help all: ${more.join(", ")}`]),
    ...(about === undefined ? [] : [about]),
    ...(exits === undefined ? [] : [`Exit codes: ${exits}`]),
  ];
  const title = `Example${shown.length > 1 ? "s" : ""}:`;
  return [
    ...parts.map((part) => `\n${wrapped(part, width)}`),
    ...(shown.length === 0 ? [] : [`\n${title}\n${shown.map((line) => `  ${line}`).join("\n")}`]),
  ].join("\n");
}

/** Paragraphs as wide as the screen; an indented line is code and stays as it is. */
function wrapped(text: string, width: number): string {
  const paragraphs = text.replaceAll(/([^\n])\n(?![\s])/g, "$1 ").split("\n");
  return paragraphs.map((each) => (/^\s/.test(each) ? each : wrapLine(each, width))).join("\n");
}

function wrapLine(text: string, width: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last === "") lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}
