import { createHash } from "node:crypto";
import { MOST_BYTES } from "../disk/index.js";
import { listCommands, readCommands, withoutCommands } from "./commands.js";
import { type Adaptation, adaptationKey, adaptData, boundNames, findInSettings, overridesOf } from "./packages/adapt.js";
import { findContractFaults, withoutFaults } from "./contract-faults.js";
import { type Component, type Contract, type ContractPosition, type Example, type Phase, type Problem } from "./contract.js";
import { readExamples } from "./examples.js";
import { asList, asObject, asTexts, errorAt, type Finding, type PathStep } from "./finding.js";
import { matchesContract } from "./globs.js";
import { LineIndex } from "./line-index.js";
import { type CodeBlock, readFences } from "./markdown/blocks.js";
import { namedRecord, readImports, readScope } from "./scope.js";
import { editDistance } from "./nearest.js";
import type { ContractPackage } from "./packages/packages.js";
import { findIdFault } from "./reserved-ids.js";
import { type RuleDescription, wrapEntries } from "./rule-options.js";
import { findSchemaFaults } from "./schema/explain.js";
import { CONTRACT_KEYS, frontMatterSchema } from "./schema/front-matter.js";
import { type Place, readYaml, type YamlData, type TextProblem } from "./yaml/yaml-data.js";

/** Part of every hash, so that a new version of this parser changes the hash. */
const FORMAT = "godwit contract 1";

/** Identifies the contract that a text comes from, with what the repository says of it. */
export interface ContractSource extends Adaptation {
  readonly id: string;
  /** Relative to the root, with `/`. */
  readonly file: string;
}

/** What a contract file says. */
export interface ParsedContract {
  /** Undefined if a problem is an error. */
  readonly contract?: Contract;
  /** The readable parts of a contract with errors: only for further checks, so that one run shows all problems. */
  readonly draft?: Contract;
  /** Sorted by position. */
  readonly problems: readonly Problem[];
  /** Whether the Markdown is no contract: it has no front matter, or none of its keys is a contract's. */
  readonly skipped?: boolean;
  /** What `contract` was built from. */
  readonly parts?: ContractParts;
}

/** What the text of a contract without errors holds, as plain data. */
export interface ContractParts {
  /** The front matter. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly examples: readonly Example[];
  /** Offset of the Markdown below the front matter. */
  readonly body: number;
}

/** Builds a contract from the parts of its text. */
export function assembleContract(
  { data, examples, body }: ContractParts,
  { text, source, rules }: Pick<Reading, "text" | "source" | "rules">,
  locate: Contract["locate"],
): Contract {
  const { id, file, package: from } = source;
  const overridden = Object.keys(overridesOf(id, source));
  const bound = boundNames(data, source);
  const frame = {
    id,
    file,
    package: from,
    overridden,
    bound,
    prose: text.slice(body),
    examples,
    hash: hashOf(text, source),
    locate,
  };
  return buildContract(data, frame, rules);
}

function hashOf(text: string, source: ContractSource): string {
  const said = adaptationKey(source.id, source);
  return createHash("sha256").update(`${FORMAT}\0${said}${text}`).digest("hex").slice(0, 16);
}

/** A contract file that is being read. */
interface Reading {
  readonly text: string;
  readonly source: ContractSource;
  readonly lines: LineIndex;
  /** The rules that it may use. */
  readonly rules: readonly RuleDescription[];
}

/** Reads one contract file, which may use these rules; never throws, whatever the text is. */
export function parseContract(text: string, source: ContractSource, rules: readonly RuleDescription[]): ParsedContract {
  const reading: Reading = { text, source, lines: new LineIndex(text, "plain"), rules };
  const only = (problem: TextProblem): ParsedContract => ({ problems: [locateProblem(problem, reading)] });
  if (Buffer.byteLength(text) > MOST_BYTES.contract) {
    return only(errorAtOffset(0, "too-large", "The file is larger than 1 MiB: keep long material elsewhere and link it."));
  }
  const front = findFrontMatter(text);
  if (front === "unclosed") {
    return only(
      errorAtOffset(
        text.indexOf("-"),
        "unclosed-front-matter",
        "The front matter is never closed: write a line of --- below its last key.",
      ),
    );
  }
  if (front) return parseFrontMatter(front, reading);
  const late = findLateFrontMatter(text, CONTRACT_KEYS);
  if (late === undefined) {
    const bare = findBareKeys(text);
    if (bare === undefined) return { problems: [], skipped: true };
    const message =
      "The contract's keys are not between two lines of ---: write one above the first key, and one below the last.";
    return only(errorAtOffset(bare, "no-front-matter", message));
  }
  return only(
    errorAtOffset(
      late,
      "late-front-matter",
      "The front matter has to begin at the very start of the file: remove the blanks before its ---.",
    ),
  );
}

/** The offset of a text's first line, where it and later ones are keys of a contract, `rules` among them. */
function findBareKeys(text: string): number | undefined {
  const head = /^\ufeff?\s*(?=[a-z]\w*[ \t]*:)/i.exec(text);
  const isBare = head !== null && /^rules?[ \t]*:[ \t]*\r?\n[ \t]+[\w-]+[ \t]*:/m.test(text);
  return isBare ? head[0].length : undefined;
}

/** Whether a Markdown text is, or tries to be, a contract: `parseContract` would not skip it. */
export function isContractText(text: string): boolean {
  if (Buffer.byteLength(text) > MOST_BYTES.contract) return true;
  const front = findFrontMatter(text);
  if (front === undefined) return findLateFrontMatter(text, CONTRACT_KEYS) !== undefined || findBareKeys(text) !== undefined;
  return front === "unclosed" || isContractData(readYaml(text.slice(front.start, front.end)));
}

function isContractData({ data, problems }: YamlData): boolean {
  const keys = [data, ...asList(data)].flatMap((each) => Object.keys(asObject(each) ?? {}));
  return problems.some(({ severity }) => severity === "error") || keys.some((key) => CONTRACT_KEYS.includes(key) || isSlip(key));
}

/** Whether a key is one that each contract has, with a slip of the pen: a contract with nothing but such keys is not to be skipped in silence. */
function isSlip(key: string): boolean {
  return ["title", "rules"].some((name) => editDistance(key.toLowerCase(), name, 1) <= 1);
}

function parseFrontMatter(front: FrontMatter, reading: Reading): ParsedContract {
  const { text, source, lines, rules } = reading;
  const yaml = readYaml(text.slice(front.start, front.end));
  const written = asObject(yaml.data);
  if (!isContractData(yaml)) return { problems: [], skipped: true };
  if (Array.isArray(yaml.data)) {
    const message = "The contract's keys are in a list: remove the - before them.";
    return { problems: [locateProblem(errorAtOffset(front.start + yaml.place.start, "wrong-type", message), reading)] };
  }
  const { data, findings: missing } = adaptData(source.id, written ?? {}, source);
  const locate = (path: readonly PathStep[], atKey = false): ContractPosition => {
    const said = findInSettings({ id: source.id, data: written ?? {} }, path, source);
    const offset = front.start + findOffset(yaml.place, path, atKey);
    return said ?? { file: source.file, ...lines.positionAt(offset), offset };
  };
  const code = readFences(text, front.body);
  const { examples, problems: exampleProblems } = readExamples(code, lines);
  const found = [
    ...findIdProblems(source),
    ...yaml.problems.map((problem) => ({ ...problem, offset: front.start + problem.offset })),
    ...exampleProblems,
  ];
  const problems = [
    ...found.map((problem) => locateProblem(problem, reading)),
    ...findDataFaults(data, missing, yaml, rules).map(({ path, atKey, code, severity, message }): Problem => {
      const { file, line, column } = locate(path, atKey);
      return { file, line, column, code, severity, message };
    }),
  ].sort(byPosition);
  if (written === undefined || yaml.problems.some(({ severity }) => severity === "error")) return { problems };
  const parts: ContractParts = { data, examples, body: front.body };
  if (problems.some((problem) => problem.severity === "error")) {
    const sound = withoutFaults(data, findSchemaFaults(frontMatterSchema(rules), data));
    const draft = assembleContract({ ...parts, data: sound }, reading, locate);
    const declared = Object.keys(asObject(data["imports"]) ?? {});
    return { problems, draft: { ...draft, unreadImports: declared.filter((name) => !Object.hasOwn(draft.imports, name)) } };
  }
  const contract = assembleContract(parts, reading, locate);
  const strays = findStrayExamples(contract, reading, code);
  return { contract, problems: [...problems, ...strays].sort(byPosition), parts };
}

function findIdProblems(source: ContractSource): TextProblem[] {
  const fault = findIdFault(source.id);
  return fault ? [errorAtOffset(0, fault.code, fault.message)] : [];
}

/** Problems that a syntax error further down may have caused. */
const UNTRUSTED = /^(missing-key|no-value|unknown-.*)$/;

/** What the schema and the contract's own logic find in the data; nothing after a syntax error can be trusted. */
function findDataFaults(
  data: Record<string, unknown>,
  missing: readonly Finding[],
  yaml: YamlData,
  rules: readonly RuleDescription[],
): readonly Finding[] {
  const { rule: misspelt, ...others } = data;
  const isMisspelt = data["rules"] === undefined && asObject(misspelt) !== undefined;
  // `rule:` is read as what it means, so that the faults of its options are named too.
  const read = isMisspelt ? { ...others, rules: misspelt } : data;
  const faults = [...missing, ...findSchemaFaults(frontMatterSchema(rules), read), ...findContractFaults(read, rules)];
  const findings: Finding[] = isMisspelt
    ? [
        { ...errorAt(["rule"], "unknown-key", '"rule" is no key of a contract. Did you mean "rules"?'), atKey: true },
        ...faults.map((fault) => (fault.path[0] === "rules" ? { ...fault, path: ["rule", ...fault.path.slice(1)] } : fault)),
      ]
    : faults;
  if (yaml.brokenAt === Infinity) return findings;
  return findings.filter(({ code, path, atKey }) => !UNTRUSTED.test(code) && findOffset(yaml.place, path, atKey) < yaml.brokenAt);
}

/** The offset of a path's value or key, or of the nearest ancestor that exists. */
function findOffset(root: Place, path: readonly PathStep[], atKey = false): number {
  let place = root;
  for (const [index, step] of path.entries()) {
    const child = place.children.get(step);
    // A single entry is read as a list with one item.
    if (!child && step === 0 && !place.children.has(0) && place !== root) continue;
    if (!child) return place.start;
    place = child;
    if (atKey && index === path.length - 1) return child.keyStart;
  }
  return place.start;
}

function findStrayExamples(contract: Contract, reading: Reading, code: readonly CodeBlock[]): Problem[] {
  const isStray = ({ kind, path }: Example) => kind !== "valid" && path !== undefined && !matchesContract(contract, path);
  return contract.examples.filter(isStray).map((example) => {
    const block = code.find(({ offset }) => reading.lines.lineOf(offset) === example.line)!;
    const message = `The contract is not about ${example.path!}: write a path that its "files" match and its "ignores" do not.`;
    return locateProblem({ offset: block.fence, code: "stray-example", severity: "warning", message }, reading);
  });
}

function errorAtOffset(offset: number, code: string, message: string): TextProblem {
  return { offset, code, severity: "error", message };
}

function locateProblem({ offset, code, severity, message }: TextProblem, { source, lines }: Reading): Problem {
  const { line, column } = lines.positionAt(Math.max(offset, 0));
  return { file: source.file, line, column, code, severity, message };
}

function byPosition(a: Problem, b: Problem): number {
  return a.line - b.line || a.column - b.column;
}

type Data = Record<string, unknown>;

/** The parts of a contract that are not in its front matter. */
interface ContractFrame extends Pick<Contract, "id" | "file" | "prose" | "examples" | "hash" | "locate"> {
  readonly package?: ContractPackage | undefined;
  readonly overridden: readonly string[];
  readonly bound: readonly string[];
}

/** Builds a contract from a front matter that its schema accepts. */
function buildContract(data: Data, frame: ContractFrame, rules: readonly RuleDescription[]): Contract {
  const files = data["files"];
  const commands = readCommands(data);
  const { package: from } = frame;
  return {
    id: frame.id,
    file: frame.file,
    ...(from && { package: { name: from.name, version: from.version, withheld: from.isTrusted ? [] : listCommands(commands) } }),
    ...(frame.overridden.length > 0 && { overridden: frame.overridden }),
    ...(frame.bound.length > 0 && { bound: frame.bound }),
    title: data["title"] as string,
    ...pick(data, "track", "owner", "why", "due"),
    status: (data["status"] ?? "active") as Contract["status"],
    risk: (data["risk"] ?? "low") as Contract["risk"],
    severity: (data["severity"] ?? "error") as Contract["severity"],
    links: listOf(data["links"]),
    dependsOn: listOf(data["dependsOn"]),
    ...(files !== undefined && { files: asTexts(files) }),
    ignores: listOf(data["ignores"]),
    imports: readImports(data["imports"]),
    scope: readScope(data["scope"]),
    rules: buildRules(asObject(data["rules"]) ?? {}, rules),
    phases: asObjects(data["phases"]).map(buildPhase),
    components: buildComponents(asObject(data["components"]) ?? {}),
    bridges: listOf(data["bridges"]),
    ...(from && !from.isTrusted ? withoutCommands(commands, from) : commands),
    prose: frame.prose,
    examples: frame.examples,
    hash: frame.hash,
    locate: frame.locate,
  };
}

function buildRules(options: Data, rules: readonly RuleDescription[]): Contract["rules"] {
  return Object.fromEntries(
    rules.filter(({ name }) => Object.hasOwn(options, name)).map((rule) => [rule.name, wrapEntries(rule, options[rule.name])]),
  );
}

function buildPhase(phase: Data): Phase {
  return { ...phase, allow: phase["allow"] ?? 0 } as unknown as Phase;
}

function buildComponents(raw: Data): Record<string, Component> {
  const components = namedRecord<Component>();
  for (const [name, value] of Object.entries(raw)) {
    const component = asObject(value) ?? {};
    components[name] = {
      from: component["from"] as string,
      requiredMethods: listOf(component["requiredMethods"]),
      initializationDependencies: listOf(component["initializationDependencies"]),
      consumerExpectations: (component["consumerExpectations"] ?? {}) as Record<string, string>,
      businessValueRequirements: listOf(component["businessValueRequirements"]),
    };
  }
  return components;
}

function pick<K extends "track" | "owner" | "why" | "due">(data: Data, ...keys: readonly K[]): { [P in K]?: string } {
  return Object.fromEntries(keys.flatMap((key) => (data[key] === undefined ? [] : [[key, data[key]]]))) as { [P in K]?: string };
}

function listOf(value: unknown): readonly string[] {
  return value === undefined ? [] : asTexts(value);
}

function asObjects(value: unknown): Data[] {
  return Array.isArray(value) ? (value as Data[]) : [];
}

/** Where the parts of a contract file are, as offsets of its text. */
export interface FrontMatter {
  /** The YAML between the two `---` lines. */
  readonly start: number;
  readonly end: number;
  /** Where the Markdown begins. */
  readonly body: number;
}

/** The YAML block at the start of a Markdown text; `unclosed` if it never ends, undefined if there is none. */
export function findFrontMatter(text: string): FrontMatter | "unclosed" | undefined {
  const opening = /^\ufeff?---[ \t]*(\r\n|\n|\r|$)/.exec(text);
  if (!opening) return undefined;
  const start = opening[0].length;
  const closing = /^---[ \t]*(?:\r\n|\n|\r|$)/gm;
  closing.lastIndex = start;
  // `^` with the m flag also holds between \r and \n, which no --- can follow.
  const found = closing.exec(text);
  return found ? { start, end: found.index, body: found.index + found[0].length } : "unclosed";
}

/** The offset of a front matter's `---` that comes too late, after blanks; undefined if there is none. */
function findLateFrontMatter(text: string, keys: readonly string[]): number | undefined {
  const late = /^\ufeff?(?:[ \t]*(?:\r\n|\n|\r))*[ \t]*(?=---[ \t]*[\r\n])/.exec(text);
  if (!late) return undefined;
  const block = findFrontMatter(text.slice(late[0].length));
  if (block === undefined) return undefined;
  const yaml = text.slice(late[0].length, block === "unclosed" ? undefined : late[0].length + block.end);
  const isContract = keys.some((key) => new RegExp(`^${key}[ \t]*:`, "m").test(yaml));
  return isContract ? late[0].length : undefined;
}
