import path from "node:path";
import type { CompiledRule, DisablingComment, SourceFile, TextEdit, Violation } from "@godwit/core/engine";
import { createSourceReader, currentBaseline, findKnown, listed, type HeldBack } from "@godwit/project";
import type { TSESLint } from "@typescript-eslint/utils";
import { engineFor, heldBackIn, isLeftOut } from "./compiled-rules.js";

/** The rules of one root that run on a file. */
interface Seats {
  readonly rules: CompiledRule[];
  /** The paths of baselines, by contract. */
  readonly baselines: Map<string, string>;
}

/** The reports of a file, and its safe edits as one change. */
interface Reports {
  readonly violations: readonly Violation[];
  fixAll(): readonly TextEdit[];
}

/** What differs between linters in what a file's rules report. */
export interface SessionHost {
  /** Whether the linter itself hides what such a comment covers; else it is not reported. */
  obeys(comment: DisablingComment): boolean;
  /** The file as the engine sees it. */
  toSourceFile(file: string, sourceCode: Readonly<TSESLint.SourceCode>): SourceFile;
  /** `first`: the first fix holds all of them, and the violations that it fixes are not reported beside it. */
  readonly fixesReported: "each" | "first";
  /** Whether the report that carries the file's fixes offers a suggestion for its own site as well. */
  readonly offersAlone: boolean;
}

/** All godwit rules that run on one file, which share one analysis. */
export class Session {
  readonly #file: string;
  readonly #sourceCode: Readonly<TSESLint.SourceCode>;
  readonly #host: SessionHost;
  readonly #seats = new Map<string, Seats>();
  readonly #reports = new Map<string, Reports>();
  #carrier: { readonly root: string; readonly violation: Violation; edits(): readonly TextEdit[] } | undefined;
  readonly #held = new Map<Violation, HeldBack>();
  readonly #said = new Set<string>();
  isAnalysed = false;

  constructor(file: string, sourceCode: Readonly<TSESLint.SourceCode>, host: SessionHost) {
    this.#file = file;
    this.#sourceCode = sourceCode;
    this.#host = host;
  }

  /** Whether the report that carries the file's fixes offers a suggestion for its own site as well. */
  get offersAlone(): boolean {
    return this.#host.offersAlone;
  }

  /** Whether none of the file's rules has said this yet. */
  isNews(text: string): boolean {
    const isNew = !this.#said.has(text);
    this.#said.add(text);
    return isNew;
  }

  /** Adds a rule for the file; violations in the baseline (a path in the root) are left out. */
  register(root: string, rule: CompiledRule, baseline?: string): void {
    const seats = this.#seats.get(root) ?? { rules: [], baselines: new Map<string, string>() };
    seats.rules.push(rule);
    if (baseline !== undefined) seats.baselines.set(rule.contract.id ?? "", baseline);
    this.#seats.set(root, seats);
  }

  /** What is listed of what one rule reports in the file, with how many each stands for. */
  listedOf(root: string, rule: CompiledRule): ReadonlyMap<Violation, number> {
    const violations = this.#violationsOf(root, rule);
    // The linter asks each disable comment for what it hides, so what is hidden is reported one by one.
    const [hidden, open] = [violations.filter(({ disabled }) => disabled), violations.filter(({ disabled }) => !disabled)];
    // The report that carries all fixes has to be among those that are listed.
    const isCarrier = (violation: Violation): boolean => violation === this.#carrier?.violation;
    const counts = listed([...open.filter(isCarrier), ...open.filter((each) => !isCarrier(each))], () => "");
    return new Map([...counts, ...hidden.map((violation) => [violation, 1] as const)]);
  }

  /** What one rule reports in the file; the first call analyses the file for all rules. */
  #violationsOf(root: string, rule: CompiledRule): readonly Violation[] {
    if (!this.isAnalysed) this.#analyse();
    const violations = this.#reports.get(root)?.violations ?? [];
    return violations.filter(
      (violation) =>
        violation.rule === rule.rule && violation.contract === (rule.contract.id ?? "") && !this.#isFixedByCarrier(violation),
    );
  }

  #isFixedByCarrier(violation: Violation): boolean {
    const carrier = this.#carrier;
    if (this.#host.fixesReported === "each" || !carrier || carrier.violation === violation) return false;
    return this.isFixable(violation) && this.#reports.get(carrier.root)!.violations.includes(violation);
  }

  /** Why a violation's safe fix waits for a test; undefined if it does not. */
  heldBack(violation: Violation): HeldBack | undefined {
    return this.#held.get(violation);
  }

  /** Whether the violation has a fix that is written. */
  isFixable(violation: Violation): boolean {
    return violation.level === "fix" && !violation.disabled && !this.#held.has(violation);
  }

  /** The edits of the whole file if this violation is the carrier, the first with a fix; otherwise undefined. */
  fixAllBy(violation: Violation): readonly TextEdit[] | undefined {
    return violation === this.#carrier?.violation ? this.#carrier.edits() : undefined;
  }

  /** Where the carrier's edits end; another fix that begins at 0 must end after it, or ESLint would apply that one first. */
  carrierEnd(): number {
    return this.#carrier?.edits().at(-1)?.range[1] ?? 0;
  }

  #isEdited(violation: Violation): boolean {
    return !violation.disabled && !this.#held.has(violation);
  }

  /** Whether a comment covers the violation that the linter does not obey by itself. */
  #isHidden({ disabledBy }: Violation): boolean {
    return disabledBy !== undefined && !this.#host.obeys(disabledBy);
  }

  #analyse(): void {
    this.isAnalysed = true;
    const source = this.#host.toSourceFile(this.#file, this.#sourceCode);
    for (const [root, seats] of this.#seats) {
      const analysis = engineFor(root).analyse(source, seats.rules);
      if (analysis.violations.length === 0 || isLeftOut(root, this.#file)) continue;
      const known = knownIn(source, root, seats, analysis.violations);
      const violations = analysis.violations.filter((violation) => !known.has(violation) && !this.#isHidden(violation));
      for (const [violation, reason] of heldBackIn(root, this.#file, violations)) this.#held.set(violation, reason);
      // Violations that are not reported are not edited either.
      this.#reports.set(root, { violations, fixAll: () => analysis.fixAll(violations.filter((each) => this.#isEdited(each))) });
    }
    // If rules of two roots run (configured by hand), the first root's edits are applied now, the other's in the next pass.
    for (const [root, { violations, fixAll }] of this.#reports) {
      const violation = violations.find((each) => this.isFixable(each));
      let edits: readonly TextEdit[] | undefined;
      if (violation) this.#carrier ??= { root, violation, edits: () => (edits ??= fixAll()) };
    }
  }
}

function knownIn(
  source: SourceFile,
  root: string,
  { baselines }: Seats,
  violations: readonly Violation[],
): ReadonlySet<Violation> {
  const file = path.relative(root, source.path).replaceAll(path.sep, "/");
  const baselineOf = (contract: string) => {
    const at = baselines.get(contract);
    return at === undefined ? undefined : currentBaseline(root, at);
  };
  return findKnown({ file, violations, sourceAt: createSourceReader(source), baselineOf });
}

const sessions = new WeakMap<object, Session>();

/** The session of a file that is being linted; a new one if the same `SourceCode` is linted again. */
export function sessionOf(
  context: Pick<TSESLint.RuleContext<string, unknown[]>, "sourceCode">,
  file: string,
  host: SessionHost,
): Session {
  const known = sessions.get(context.sourceCode);
  if (known && !known.isAnalysed) return known;
  const session = new Session(file, context.sourceCode, host);
  sessions.set(context.sourceCode, session);
  return session;
}

/** Absolute path of the file on disk; a text without a name counts as a file in the working directory. */
export function physicalPath(context: { readonly physicalFilename: string; readonly cwd: string }): string {
  const { physicalFilename: file } = context;
  return path.isAbsolute(file) ? file : path.resolve(context.cwd, file);
}
