import { createHash } from "node:crypto";
import { MOST_BYTES } from "../disk/index.js";
import { buildContract } from "./build-contract.js";
import type { Contract, Example, Position, Problem } from "./contract.js";
import { findContractFaults } from "./contract-faults.js";
import { readExamples, type TextProblem } from "./examples.js";
import { asObject, errorAt, type Finding, type PathStep } from "./finding.js";
import { findFrontMatter, findLateFrontMatter, type FrontMatter } from "./front-matter.js";
import { matchesContract } from "./globs.js";
import { LineIndex } from "./line-index.js";
import { readFences, type CodeBlock } from "./markdown/blocks.js";
import { findIdFault } from "./reserved-ids.js";
import type { RuleDescription } from "./rule-description.js";
import { findSchemaFaults } from "./schema/explain.js";
import { CONTRACT_KEYS, frontMatterSchema } from "./schema/front-matter.js";
import { readYaml, type Place, type YamlData } from "./yaml-data.js";

/** Part of every hash, so that a new version of this parser changes the hash. */
const FORMAT = "godwit contract 1";

/** Identifies the contract that a text comes from. */
export interface ContractSource {
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
  return buildContract(data, { ...source, prose: text.slice(body), examples, hash: hashOf(text), locate }, rules);
}

function hashOf(text: string): string {
  return createHash("sha256").update(`${FORMAT}\0${text}`).digest("hex").slice(0, 16);
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
    errorAtOffset(late, "late-front-matter", "The front matter has to begin on the first line: remove the blank lines above it."),
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
  const keys = asObject(data) ?? {};
  return problems.some(({ severity }) => severity === "error") || CONTRACT_KEYS.some((key) => Object.hasOwn(keys, key));
}

function parseFrontMatter(front: FrontMatter, reading: Reading): ParsedContract {
  const { text, source, lines, rules } = reading;
  const yaml = readYaml(text.slice(front.start, front.end));
  const data = asObject(yaml.data);
  if (!isContractData(yaml)) return { problems: [], skipped: true };
  const locate = (path: readonly PathStep[]): Position => {
    const offset = front.start + findOffset(yaml.place, path);
    return { ...lines.positionAt(offset), offset };
  };
  const code = readFences(text, front.body);
  const { examples, problems: exampleProblems } = readExamples(code, lines);
  const found = [
    ...findIdProblems(source),
    ...yaml.problems.map((problem) => ({ ...problem, offset: front.start + problem.offset })),
    ...findDataProblems(data ?? {}, yaml, front, rules),
    ...exampleProblems,
  ];
  const problems = found.map((problem) => locateProblem(problem, reading)).sort(byPosition);
  if (data === undefined || yaml.problems.some(({ severity }) => severity === "error")) return { problems };
  const parts: ContractParts = { data, examples, body: front.body };
  if (problems.some((problem) => problem.severity === "error"))
    return { problems, draft: assembleContract({ ...parts, data: withoutFaults(data, rules) }, reading, locate) };
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

/** The data without the values that its schema refuses. */
function withoutFaults(data: Record<string, unknown>, rules: readonly RuleDescription[]): Record<string, unknown> {
  const copy = structuredClone(data);
  for (const { path } of findSchemaFaults(frontMatterSchema(rules), data)) dropValue(copy, path);
  return copy;
}

/** Drops the value at a path; for an item of a list it drops the whole list, so that no other item changes its index. */
function dropValue(data: Record<string, unknown>, path: readonly PathStep[]): void {
  const keys = path.slice(0, path.findLastIndex((step) => typeof step === "string") + 1);
  const last = keys.at(-1);
  let holder: unknown = data;
  for (const step of keys.slice(0, -1)) holder = (holder as Record<PathStep, unknown> | undefined)?.[step];
  if (last !== undefined && typeof holder === "object" && holder !== null) Reflect.deleteProperty(holder, last);
}

/** Problems that the schema and the contract's own logic find in the data; nothing after a syntax error can be trusted. */
function findDataProblems(
  data: Record<string, unknown>,
  yaml: YamlData,
  front: FrontMatter,
  rules: readonly RuleDescription[],
): TextProblem[] {
  const { rule: misspelt, ...others } = data;
  const isMisspelt = data["rules"] === undefined && asObject(misspelt) !== undefined;
  // `rule:` is read as what it means, so that the faults of its options are named too.
  const read = isMisspelt ? { ...others, rules: misspelt } : data;
  const faults = [...findSchemaFaults(frontMatterSchema(rules), read), ...findContractFaults(read, rules)];
  const findings: Finding[] = isMisspelt
    ? [
        { ...errorAt(["rule"], "unknown-key", '"rule" is no key of a contract. Did you mean "rules"?'), atKey: true },
        ...faults.map((fault) => (fault.path[0] === "rules" ? { ...fault, path: ["rule", ...fault.path.slice(1)] } : fault)),
      ]
    : faults;
  const isWhole = yaml.brokenAt === Infinity;
  return findings
    .map((finding) => ({ ...finding, offset: findOffset(yaml.place, finding.path, finding.atKey) }))
    .filter(({ code, offset }) => isWhole || (!UNTRUSTED.test(code) && offset < yaml.brokenAt))
    .map(({ code, severity, message, offset }) => ({ code, severity, message, offset: front.start + offset }));
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
