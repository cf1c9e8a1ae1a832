import path from "node:path";
import ts from "typescript";
import { applyTextEdits, type SourceFile } from "@godwit/core/engine";
import {
  fixAllOf,
  findFault,
  findingsOf,
  fixFile,
  openText,
  parseSource,
  Workspace,
  type ActiveContract,
  type FileFindings,
  type Project,
} from "@godwit/project/editor";
import type { FindFault } from "./in-eslint.js";
import { inOrder, type Pair, type PairFront } from "./pairs.js";

/** How often all contracts are fixed one after the other; the last time must not change anything any more. */
const ROUNDS = 4;

/** Pairs of contracts through what editors offer: all fixes on save, and all of one contract in the file. */
export class EditorPairs implements PairFront {
  readonly #root: string;
  readonly #findFault: FindFault;
  readonly #workspace = new PairWorkspace();
  /** Pairs lead to the same texts again and again. */
  readonly #sources = new Map<string, SourceFile>();

  constructor(root: string, isSound: FindFault) {
    this.#root = root;
    this.#findFault = isSound;
  }

  faultsOf(file: string, text: string, pair: Pair, fixed: readonly string[]): string[] {
    this.#workspace.show(pair);
    const faults: string[] = [];
    const findings = this.#findingsOf(file, text);
    const saved = findings ? applyTextEdits(text, fixFile(findings)) : text;
    if (saved !== fixed.at(-1)) faults.push(`an editor's fix of all gives something else:\n${saved}\n---\n${fixed.at(-1)}`);
    const fault = this.#faultOneAfterTheOther(file, text, [pair[1], pair[0]]);
    if (fault) faults.push(`in an editor, all of ${pair[1]}, then all of ${pair[0]}: ${fault}`);
    return faults;
  }

  /** Which contract comes first is the reader's choice here; it may lead to other code, which has to be sound as well. */
  #faultOneAfterTheOther(file: string, text: string, order: Pair): string | undefined {
    let after = text;
    for (let round = 0; round < ROUNDS; round++) {
      const before = after;
      for (const contract of order) {
        const findings = this.#findingsOf(file, after);
        const fix = findings && fixAllOf(findings, contract);
        if (fix) after = applyTextEdits(after, fix.edits());
        const fault = this.#findFault(file, text, after);
        if (fault) return `it ${fault}:\n${after}`;
      }
      if (after === before) return undefined;
    }
    return `it changes again and again:\n${after}`;
  }

  #findingsOf(file: string, text: string): FileFindings | undefined {
    const target = path.join(this.#root, file);
    const parseAs = (changed: string): SourceFile => {
      const key = `${file}\0${changed}`;
      const source = this.#sources.get(key) ?? openText(ts, target, changed);
      this.#sources.set(key, source);
      return source;
    };
    return findingsOf(this.#workspace, { path: target, text, version: {}, parse: () => parseAs(text), parseAs });
  }
}

/** A workspace in which only two contracts are in force. */
class PairWorkspace extends Workspace {
  readonly #inOrder = new Map<string, ActiveContract>();
  #pair: Pair | undefined;
  #shown: Project | undefined;

  constructor() {
    super({
      parse: (file, text) => parseSource(ts, file, text),
      findFault: (changed) => findFault(ts, changed),
      log: () => undefined,
    });
  }

  show(pair: Pair): void {
    this.#pair = pair;
    this.#shown = undefined;
  }

  override projectOf(file: string): Project | undefined {
    if (this.#shown) return this.#shown;
    const project = super.projectOf(file);
    if (!project) return undefined;
    // The order that counts is the contracts' own, not that of the list.
    const contracts = this.#pair!.map((id, order) => this.#contractAt(project, id, order)).reverse();
    return (this.#shown = { ...project, contracts });
  }

  override isIgnored(): boolean {
    return false;
  }

  #contractAt(project: Project, id: string, order: number): ActiveContract {
    const key = `${order} ${id}`;
    const active = project.contracts.find(({ contract }) => contract.id === id)!;
    const known = this.#inOrder.get(key) ?? { ...active, rules: inOrder(active, order) };
    this.#inOrder.set(key, known);
    return known;
  }
}
