import path from "node:path";
import type { Analysis, CompiledRule, TextEdit, Violation } from "@godwit/engine";
import type { TSESLint } from "@typescript-eslint/utils";
import { engineFor, isGitIgnored } from "./compiled-rules.js";
import { toSourceFile } from "./source-file.js";

/** All godwit rules that run on one file: they meet here, and one analysis serves them all. */
export class Session {
  readonly #file: string;
  readonly #sourceCode: Readonly<TSESLint.SourceCode>;
  readonly #seats = new Map<string, CompiledRule[]>();
  readonly #analyses = new Map<string, Analysis>();
  #carrier: { readonly violation: Violation; edits(): readonly TextEdit[] } | undefined;
  isAnalysed = false;

  constructor(file: string, sourceCode: Readonly<TSESLint.SourceCode>) {
    this.#file = file;
    this.#sourceCode = sourceCode;
  }

  register(root: string, rule: CompiledRule): void {
    const seats = this.#seats.get(root);
    if (seats) seats.push(rule);
    else this.#seats.set(root, [rule]);
  }

  /** What one rule reports of the file; the first call analyses it for all. */
  violationsOf(root: string, rule: CompiledRule): readonly Violation[] {
    if (!this.isAnalysed) this.#analyse();
    const violations = this.#analyses.get(root)?.violations ?? [];
    return violations.filter((violation) => violation.rule === rule.rule && violation.contract === (rule.contract.id ?? ""));
  }

  /** The edits of the whole file where this violation is the first that carries one; else undefined. */
  fixAllBy(violation: Violation): readonly TextEdit[] | undefined {
    return violation === this.#carrier?.violation ? this.#carrier.edits() : undefined;
  }

  /** Where the carrier's edits end; a fix that begins at 0 must end behind it, or ESLint would take that one first. */
  carrierEnd(): number {
    return this.#carrier?.edits().at(-1)?.range[1] ?? 0;
  }

  #analyse(): void {
    this.isAnalysed = true;
    const source = toSourceFile(this.#file, this.#sourceCode);
    for (const [root, rules] of this.#seats) {
      const analysis = engineFor(root).analyse(source, rules);
      if (analysis.violations.length > 0 && !isGitIgnored(root, this.#file)) this.#analyses.set(root, analysis);
    }
    // With rules of two roots (by hand) the first root's carrier goes; the other's edits come in the next pass.
    for (const analysis of this.#analyses.values()) {
      const violation = analysis.violations.find(isFixable);
      let edits: readonly TextEdit[] | undefined;
      if (violation) this.#carrier ??= { violation, edits: () => (edits ??= analysis.fixAll()) };
    }
  }
}

function isFixable(violation: Violation): boolean {
  return violation.level === "fix" && !violation.disabled;
}

const sessions = new WeakMap<object, Session>();

/** The session of a file that is being linted; a new one where the same `SourceCode` is linted again. */
export function sessionOf(context: Pick<TSESLint.RuleContext<string, unknown[]>, "sourceCode">, file: string): Session {
  const known = sessions.get(context.sourceCode);
  if (known && !known.isAnalysed) return known;
  const session = new Session(file, context.sourceCode);
  sessions.set(context.sourceCode, session);
  return session;
}

/** Absolute path of the file on disk; a nameless text counts as a file of the working directory. */
export function physicalPath(context: { readonly physicalFilename: string; readonly cwd: string }): string {
  const { physicalFilename: file } = context;
  return path.isAbsolute(file) ? file : path.resolve(context.cwd, file);
}
