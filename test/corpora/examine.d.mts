/** As much of a result of godwit's `check` as is looked at. */
interface Outcome {
  readonly result: {
    readonly files: { readonly considered: number; readonly parsed: number };
    readonly violations: readonly {
      readonly file: string;
      readonly line: number;
      readonly level: string;
      readonly reason: string | null;
      readonly message: string;
    }[];
    readonly problems: readonly { readonly file: string; readonly code: string; readonly message: string }[];
    readonly fixed?: number | undefined;
  };
}

/** What a run found, by level and reason. */
export interface Counts {
  readonly files: number;
  readonly parsed: number;
  readonly violations: number;
  readonly fix: number;
  readonly suggestion: number;
  readonly hint: number;
  readonly fixed: number;
  readonly changed: number;
  readonly problems: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/** Runs a folder's contracts over it and says what must never happen. */
export function examine(
  folder: string,
  files: readonly string[],
  check: (options: { cwd: string; fix?: boolean; lenient?: boolean }) => Outcome,
): { readonly faults: readonly string[]; readonly counts: Counts };
