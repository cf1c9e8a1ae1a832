import { readdirSync } from "node:fs";
import path from "node:path";
import { applyTextEdits, type Analysis, type CompiledRule, type SourceFile, type Violation } from "@godwit/core/engine";
import type { ActiveContract, Project } from "@godwit/project";
import { openSource } from "../../../packages/cli/src/host/source-file.js";
import { openProject } from "../../../packages/cli/src/project.js";
import { readCases, type Case } from "../case.js";
import { faultOf } from "../laws.js";
import { buildProject } from "../project.js";
import { EditorPairs } from "./in-editor.js";
import { EslintPairs } from "./in-eslint.js";
import { addRivals } from "./rival-contracts.js";

const CASES = path.join(import.meta.dirname, "../cases");
/** As many as `check --fix` has, and one that must not change anything any more. */
const ROUNDS = 4;

/** What pairs of contracts did to a case. */
export interface PairResult {
  /** What went wrong, in words. */
  readonly faults: readonly string[];
  /** How many pairs met. */
  readonly met: number;
  /** How many did not, because one of the two finds nothing to edit in the file. */
  readonly apart: number;
}

/** A case in which pairs of contracts can meet. */
export interface PairedCase {
  readonly name: string;
  run(): PairResult;
}

/** Two contracts, the first of which wins where both claim a site. */
export type Pair = readonly [first: string, second: string];

/** A front whose edits are compared with those of the engine as `check --fix` uses it. */
export interface PairFront {
  /** What is wrong with the front's edits of a file. `fixed` is the text after all fixes, round by round. */
  faultsOf(file: string, text: string, pair: Pair, fixed: readonly string[]): readonly string[];
}

/** Every case that needs no types, with pairs of its contracts, of copies of them that want something else, and of contracts that claim much. */
export function readPairs(): PairedCase[] {
  return readdirSync(CASES)
    .flatMap((rule) => readCases(path.join(CASES, rule)))
    .filter(({ types }) => !types)
    .map((each) => ({ name: each.name, run: () => new Pairs(each).run() }));
}

class Pairs {
  readonly #case: Case;
  readonly #project: Project;
  readonly #fronts: readonly PairFront[];
  /** Pairs lead to the same texts again and again. */
  readonly #sources = new Map<string, SourceFile>();
  readonly #textFaults = new Map<string, string | undefined>();
  readonly #alone = new Map<ActiveContract, Analysis>();
  readonly #inOrder = new Map<ActiveContract, readonly (readonly CompiledRule[])[]>();

  constructor(each: Case) {
    this.#case = each;
    const root = buildProject(each);
    addRivals(each, root);
    this.#project = openProject(root);
    const isSound = (file: string, before: string, after: string) => this.#textFault(file, before, after);
    this.#fronts = [new EslintPairs(root, isSound), new EditorPairs(root, isSound)];
  }

  run(): PairResult {
    const { contracts } = this.#project;
    const faults: string[] = [];
    let [met, apart] = [0, 0];
    for (const { path: file, text } of this.#case.files) {
      const source = text.replace(/^\uFEFF/, "");
      this.#alone.clear();
      const claiming = contracts.filter((each) =>
        this.#aloneIn(file, source, each).violations.some(({ level }) => level !== "hint"),
      );
      const pairs = claiming.flatMap((first) =>
        claiming.filter((other) => other !== first).map((second) => [first, second] as const),
      );
      for (const [first, second] of pairs) {
        const say = `${this.#case.name} ${file}, ${first.contract.id} before ${second.contract.id}`;
        faults.push(...this.#faultsOf(file, source, first, second).map((fault) => `${say}: ${fault}`));
      }
      met += pairs.length / 2;
      apart += (contracts.length * (contracts.length - 1) - pairs.length) / 2;
    }
    return { faults, met, apart };
  }

  #aloneIn(file: string, text: string, contract: ActiveContract): Analysis {
    const known = this.#alone.get(contract) ?? this.#analyse(file, text, this.#rulesInOrder(contract, 0));
    this.#alone.set(contract, known);
    return known;
  }

  #rulesInOrder(contract: ActiveContract, order: 0 | 1): readonly CompiledRule[] {
    const known = this.#inOrder.get(contract) ?? [inOrder(contract, 0), inOrder(contract, 1)];
    this.#inOrder.set(contract, known);
    return known[order]!;
  }

  #analyse(file: string, text: string, rules: readonly CompiledRule[]): Analysis {
    const key = `${file}\0${text}`;
    const source = this.#sources.get(key) ?? openSource(path.join(this.#project.root, file), text);
    this.#sources.set(key, source);
    return this.#project.engine.analyse(source, rules);
  }

  #textFault(file: string, before: string, after: string): string | undefined {
    const key = `${file}\0${after}`;
    if (!this.#textFaults.has(key)) this.#textFaults.set(key, faultOf(file, before, after));
    return this.#textFaults.get(key);
  }

  #faultsOf(file: string, text: string, first: ActiveContract, second: ActiveContract): string[] {
    const rules = [...this.#rulesInOrder(first, 0), ...this.#rulesInOrder(second, 1)];
    const analysis = this.#analyse(file, text, rules);
    const faults = this.#faultsOfEach(file, text, analysis, this.#aloneIn(file, text, first));
    const fixed = applyTextEdits(text, analysis.fixAll());
    const reversed = this.#analyse(file, text, [...rules].reverse());
    if (applyTextEdits(text, reversed.fixAll()) !== fixed) faults.push("the order in which rules are given changes the result");
    faults.push(...analysis.faults().map(({ violation, fault }) => `${keyOf(violation)} would break: ${fault}`));
    const rounds: string[] = [];
    let [before, after] = [text, fixed];
    for (let round = 1; after !== before; round++) {
      const fault = this.#textFault(file, text, after);
      if (fault) return [...faults, `after round ${round} it ${fault}:\n${after}`];
      if (round === ROUNDS) return [...faults, `it changes again and again:\n${before}\n---\n${after}`];
      rounds.push(after);
      const again = this.#analyse(file, after, rules);
      [before, after] = [after, applyTextEdits(after, again.fixAll())];
      faults.push(
        ...again.faults().map(({ violation, fault: why }) => `${keyOf(violation)} would break in round ${round}: ${why}`),
      );
    }
    const pair: Pair = [first.contract.id, second.contract.id];
    return [...faults, ...this.#fronts.flatMap((front) => front.faultsOf(file, text, pair, [text, ...rounds]))];
  }

  #faultsOfEach(file: string, text: string, { violations }: Analysis, alone: Analysis): string[] {
    const faults: string[] = [];
    const before = new Map(alone.violations.map((each) => [keyOf(each), each]));
    for (const violation of violations) {
      if (
        before.get(keyOf(violation))?.level === "fix" &&
        violation.level !== "fix" &&
        !/has to change with it|only if|together/.test(violation.reason ?? "")
      )
        faults.push(`${keyOf(violation)} of the first contract is no fix any more: ${violation.reason}`);
      for (const edits of [violation.fix() ?? [], ...violation.suggestions.map((each) => each.edits())]) {
        const after = applyTextEdits(text, edits);
        const fault = this.#textFault(file, text, after);
        if (fault) faults.push(`${keyOf(violation)} alone ${fault}:\n${after}`);
      }
    }
    return faults;
  }
}

function keyOf({ contract, rule, range }: Violation): string {
  return `${contract}/${rule} ${range.join("-")}`;
}

/** The rules of a contract as if it had another place among the contracts. */
export function inOrder({ rules }: Pick<ActiveContract, "rules">, order: number): CompiledRule[] {
  const contracts = new Map(rules.map(({ contract }) => [contract, { ...contract, order }]));
  return rules.map((rule) => ({ ...rule, contract: contracts.get(rule.contract)! }));
}
